import type { Earlier } from './DeltaVerdict';
import type { FieldLines } from './FieldLines';
import type { Schedule } from './Schedule';
import type { SeriesStore } from './SeriesStore';
import type { SeriesPlan } from './seriesPlan';
import type { KeptState, Windows } from './windows/Windows';

/**
 * What a filter remembers and its successor takes over: directly after a deploy, from a file after a restart. Its
 * content is private to the filter.
 */
export interface DeltaState<Ref> {
  /** Fingerprint of the settings under which it was made. */
  readonly fingerprint: string;
  readonly store: SeriesStore<Ref>;
  /** Absent if it comes from a file. */
  readonly schedule?: Schedule<Ref>;
  /** The plans that series refer to by number, and the one that each with a limit is made from. Not in a file. */
  readonly plans?: readonly SeriesPlan[];
  readonly outers?: ReadonlyMap<number, number>;
  /** Samples that are still to be forwarded. */
  readonly released: readonly Earlier<Ref>[];
  /** Only with `partial`. */
  readonly lines?: FieldLines<Ref> | undefined;
  /** Only with `window`; from a file, what was kept of them. */
  readonly windows?: Windows | KeptState | undefined;
  /** Series forgotten so far. */
  readonly evicted: number;
}

import type { Earlier } from './DeltaVerdict';
import type { FieldLines } from './FieldLines';
import type { Schedule } from './Schedule';
import type { SeriesStore } from './SeriesStore';
import type { SeriesPlan } from './seriesPlan';
import type { KeptState, Windows } from './windows/Windows';

/**
 * What a filter remembers, to be taken over by its successor: after a deploy as it is, after a restart by way of a
 * file. Its content is of no concern to others.
 */
export interface DeltaState<Ref> {
  /** Of the settings under which it came about. */
  readonly fingerprint: string;
  readonly store: SeriesStore<Ref>;
  /** Absent if it comes from a file. */
  readonly schedule?: Schedule<Ref>;
  /** Those that series have by their numbers, and what the ones with a limit are made of. Absent from a file. */
  readonly plans?: readonly SeriesPlan[];
  readonly outers?: ReadonlyMap<number, number>;
  /** Samples that are still to be forwarded. */
  readonly released: readonly Earlier<Ref>[];
  /** Where parts of payloads are sent. */
  readonly lines?: FieldLines<Ref> | undefined;
  /** Where windows are wanted; of a file what was kept of them. */
  readonly windows?: Windows | KeptState | undefined;
  /** Series forgotten so far. */
  readonly evicted: number;
}

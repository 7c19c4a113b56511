import fc from 'fast-check';
import type { Priority } from '../../../src/spool';
import { type DiskSpoolOptions, SYNCS, type Sync } from '../../../src/spool/diskSpoolOptions';
import { CRASHES, type Crash } from './crashStates';
import type { Settling } from './diskSpoolSteps';

/** What may be done with a spool, step by step. */
export type SpoolAction =
  | { readonly kind: 'append'; readonly events: readonly NewEvent[] }
  | { readonly kind: 'next'; readonly events: number; readonly bytes: number; readonly priority: Priority }
  | { readonly kind: Settling; readonly which: number }
  | { readonly kind: 'retryQuarantine' | 'clearQuarantine' | 'startLive' | 'dropsReported' }
  | { readonly kind: 'release' | 'reopen' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'configure'; readonly options: DiskSpoolOptions }
  | { readonly kind: 'crash'; readonly crash: Crash; readonly seed: number }
  /** Only the thread with the spool dies, not the process. */
  | { readonly kind: 'threadDeath'; readonly seed: number };

export interface NewEvent {
  /** Characters of its payload. */
  readonly size: number;
  readonly alarm: boolean;
}

export interface SpoolStep {
  readonly action: SpoolAction;
  /** Whether everything that it causes has happened before the next step. */
  readonly settles: boolean;
}

/** Small bounds, so that they are often reached, and small files. */
export function spoolOptions(syncs: readonly Sync[] = SYNCS): fc.Arbitrary<DiskSpoolOptions> {
  return fc.record({
    capacity: fc.oneof(fc.constant(1000), fc.integer({ min: 3, max: 25 })),
    maxBytes: fc.oneof(fc.constant(1e6), fc.integer({ min: 1500, max: 12_000 })),
    maxAgeMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(300) }),
    overflow: fc.constantFrom('oldest', 'newest'),
    order: fc.oneof(
      { weight: 3, arbitrary: fc.constant('fifo' as const) },
      { weight: 1, arbitrary: fc.constant('live-first' as const) },
    ),
    alarmsFirst: fc.boolean(),
    maxPending: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 10 })),
    sync: fc.constantFrom(...syncs),
    syncIntervalMs: fc.constantFrom(20, 200),
    minFreeBytes: fc.constant(0),
    intake: fc.constant('disk'),
  });
}

const newEvent: fc.Arbitrary<NewEvent> = fc.record({
  size: fc.oneof({ weight: 5, arbitrary: fc.nat(120) }, { weight: 1, arbitrary: fc.nat(1500) }),
  alarm: fc.nat(4).map((number) => number === 4),
});

function action(options: fc.Arbitrary<DiskSpoolOptions>): fc.Arbitrary<SpoolAction> {
  return fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constant('append'),
        events: fc.array(newEvent, { minLength: 1, maxLength: 5 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('next'),
        events: fc.integer({ min: 1, max: 6 }),
        bytes: fc.oneof(fc.constant(1e6), fc.nat(2000)),
        priority: fc.constantFrom('any', 'any', 'alarms', 'live'),
      }),
    },
    {
      weight: 7,
      arbitrary: fc.record({
        kind: fc.constantFrom('giveBack', 'delivered', 'delivered', 'deliveredExcept', 'split', 'quarantine'),
        which: fc.nat(9),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('retryQuarantine', 'clearQuarantine', 'startLive', 'dropsReported'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('release', 'reopen') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(10, 50, 250) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure'), options }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('crash'),
        crash: fc.constantFrom(...CRASHES),
        seed: fc.nat(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('threadDeath'), seed: fc.nat() }) },
  );
}

export function spoolSteps(options: fc.Arbitrary<DiskSpoolOptions>): fc.Arbitrary<SpoolStep[]> {
  const step = fc.record({ action: action(options), settles: fc.nat(2).map((number) => number > 0) });
  return fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
}

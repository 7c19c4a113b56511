import fc from 'fast-check';
import type { Priority } from '../../../src/spool';
import { type DiskSpoolOptions, SYNCS } from '../../../src/spool/diskSpoolOptions';
import type { Fault, OperationKind } from '../disk/SimulatedFileSystem';

/** What may happen to a batch that is held. */
export type Settling = 'giveBack' | 'delivered' | 'deliveredExcept' | 'split' | 'quarantine';

/** Something that is done with a disk spool, or happens to its disk. */
export type DiskSpoolStep =
  | { readonly kind: 'append'; readonly sizes: readonly number[]; readonly alarm: boolean }
  | { readonly kind: 'next'; readonly events: number; readonly bytes: number; readonly priority: Priority }
  | { readonly kind: Settling; readonly which: number }
  | { readonly kind: 'retry' | 'clear' | 'release' | 'startLive' | 'reopen' | 'heal' | 'vanish' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'fail'; readonly operations: readonly OperationKind[]; readonly fault: Fault }
  | {
      readonly kind: 'failOnce';
      readonly operation: OperationKind;
      readonly fault: Fault;
      readonly count: number;
    }
  | { readonly kind: 'configure'; readonly options: Partial<DiskSpoolOptions> };

/** Small bounds, so that they are often reached. */
export const diskSpoolOptions: fc.Arbitrary<Partial<DiskSpoolOptions>> = fc.record({
  capacity: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 25 })),
  maxBytes: fc.oneof(fc.constant(1e6), fc.integer({ min: 600, max: 9000 })),
  overflow: fc.constantFrom('oldest', 'newest'),
  order: fc.constantFrom('fifo', 'fifo', 'live-first'),
  alarmsFirst: fc.boolean(),
  maxPending: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 8 })),
  sync: fc.constantFrom(...SYNCS),
  syncIntervalMs: fc.constantFrom(20, 200),
  intake: fc.constantFrom('disk', 'disk', 'disk', 'memory'),
});

/** Everything that a spool does to change a disk; reading always works, as unreadable data would be lost for good. */
const CHANGES = ['write', 'sync', 'create', 'remove', 'syncDirectory', 'makeDirectory'] as const;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom('EIO', 'ENOSPC', 'EROFS'),
  fc.record({ code: fc.constant('ENOSPC'), written: fc.nat(300) }),
);

export const diskSpoolStep: fc.Arbitrary<DiskSpoolStep> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('append'),
      sizes: fc.array(fc.nat(300), { minLength: 1, maxLength: 6 }),
      alarm: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('next'),
      events: fc.integer({ min: 1, max: 5 }),
      bytes: fc.oneof(fc.constant(1e6), fc.nat(1000)),
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
    arbitrary: fc.record({ kind: fc.constantFrom('retry', 'clear', 'release', 'startLive', 'reopen') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(30, 1000, 2500) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail'),
      operations: fc.subarray([...CHANGES], { minLength: 1 }),
      fault,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('failOnce'),
      operation: fc.constantFrom(...CHANGES),
      fault,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('heal') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('vanish') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure'), options: diskSpoolOptions }) },
);

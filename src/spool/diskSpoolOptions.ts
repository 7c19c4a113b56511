import { UPLINK } from '../settings/uplink';
import type { SpoolOptions } from './Spool';

/**
 * When what was written is made safe against a power cut (fdatasync).
 * - `interval`: within `syncIntervalMs`, many events together
 * - `always`: before an event counts as stored
 * - `never`: when the operating system does it
 */
export const SYNCS = UPLINK.sync.choices;
export type Sync = (typeof SYNCS)[number];

export interface DiskSpoolOptions extends SpoolOptions {
  /** Events taken in and not yet written; beyond it some are dropped by `overflow`. */
  readonly maxPending: number;
  readonly sync: Sync;
  readonly syncIntervalMs: number;
  /** Bytes of the disk that are left free: below it, events are kept in memory. */
  readonly minFreeBytes: number;
  /** Where new events go: `memory` only empties the disk, as after a change of the storage. */
  readonly intake: 'disk' | 'memory';
}

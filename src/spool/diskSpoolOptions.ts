import { UPLINK } from '../settings/uplink';
import type { SpoolOptions } from './Spool';

/**
 * When written events are made safe against a power cut (fdatasync).
 * - `interval`: within `syncIntervalMs`, many events at once
 * - `always`: before an event counts as stored
 * - `never`: when the operating system does it
 */
export const SYNCS = UPLINK.sync.choices;
export type Sync = (typeof SYNCS)[number];

export interface DiskSpoolOptions extends SpoolOptions {
  /** Maximum number of events accepted and not yet written; beyond it, `overflow` decides which are dropped. */
  readonly maxPending: number;
  readonly sync: Sync;
  readonly syncIntervalMs: number;
  /** Bytes to leave free on the disk; with less free space, events are kept in memory. */
  readonly minFreeBytes: number;
  /** Where new events go. With `memory`, the disk is only emptied, as after the storage setting was changed. */
  readonly intake: 'disk' | 'memory';
}

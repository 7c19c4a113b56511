import type { DropReason } from '../spool/Spool';

/** Events of a series that were dropped. Times in milliseconds since the epoch. */
export interface LoggedGap {
  /** When it was reported. */
  readonly at: number;
  readonly reason: DropReason;
  /** The topic; null if it is unknown, or for several together. */
  readonly series: string | null;
  readonly count: number;
  readonly from: number | null;
  readonly to: number | null;
}

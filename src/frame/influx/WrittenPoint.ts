import type { PointField } from './pointFields';

/** A point as it was written, for reading what an engine says of it. */
export interface WrittenPoint {
  /** Of its event. */
  readonly index: number;
  readonly time: number;
  readonly fields: readonly PointField[];
}

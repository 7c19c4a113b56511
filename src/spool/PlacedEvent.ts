import type { StoredEvent } from './eventRecord';

/** An event with its place in a lane. */
export interface PlacedEvent extends StoredEvent {
  /** Number within the spool. */
  readonly order: number;
  /** Of its record. */
  readonly bytes: number;
  /** Number within its lane. */
  readonly n: number;
  readonly segment: number;
  /** Where its record ends in the segment. */
  readonly offset: number;
  /** Events right before it that cannot be read, since the reading began. */
  readonly lost: number;
}

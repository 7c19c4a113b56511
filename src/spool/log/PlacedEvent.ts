import type { StoredEvent } from '../format/eventRecord';

/** An event with its place in a log. */
export interface PlacedEvent extends StoredEvent {
  /** Number within the spool. */
  readonly order: number;
  /** Size of its record. */
  readonly bytes: number;
  /** Number within its log. */
  readonly n: number;
  readonly segment: number;
  /** Where its record ends in the segment. */
  readonly offset: number;
  /** Events before it that could not be read, since the reading began. */
  readonly lost: number;
}

/** An event that is about to be written: its place is filled in when it is. */
export interface UnplacedEvent extends PlacedEvent {
  arrival: number;
  order: number;
  bytes: number;
  n: number;
  segment: number;
  offset: number;
}

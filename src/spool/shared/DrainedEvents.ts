import type { EdgeEvent } from '../../frame';
import type { Drop, QuarantinedEvent } from '../Spool';

/** An event and its arrival, in milliseconds since the epoch. */
export interface ArrivedEvent {
  readonly event: EdgeEvent;
  readonly arrival: number;
  /** As in Batch. */
  readonly device?: string | undefined;
  /** As passed to append(). */
  readonly sequence?: number;
}

/** Everything that a spool in memory held, in order. */
export interface DrainedEvents {
  readonly batches: readonly {
    readonly id: string;
    readonly events: readonly ArrivedEvent[];
    /** As in Batch. */
    readonly device?: string | undefined;
  }[];
  readonly events: readonly ArrivedEvent[];
  readonly quarantined: readonly QuarantinedEvent[];
  /** Drops that nobody has heard of. */
  readonly unreported?: readonly Drop[];
}

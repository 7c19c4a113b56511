import type { EdgeEvent } from './event';

/** Around the events: `{"device_id": …, "events": […]}` or the bare array. */
export type Envelope = 'object' | 'array';

export interface BatchContext {
  readonly deviceId: string;
  readonly envelope: Envelope;
}

/** How a batch of events is written. One file a format; spool and delivery are the same for every one. */
export interface BatchFormat {
  readonly name: string;
  readonly contentType: string;
  /** Writes a batch. The same events and context give the same bytes. */
  encode(events: readonly EdgeEvent[], context: BatchContext): string;
}

import { randomUUID } from 'node:crypto';
import type { EdgeEvent } from '../../frame';
import type { Batch, Priority } from '../Spool';
import { ofDevice } from '../shared/ofDevice';
import type { LaidEvent } from './WaitingEvents';

/** A batch with its events as they are in memory. */
export interface LaidBatch {
  readonly batch: Batch;
  readonly laid: readonly LaidEvent[];
  priority: Priority;
  held: boolean;
}

/** Approximate bytes that an event takes besides its texts: objects and queue slots. */
const EVENT_OVERHEAD_BYTES = 200;

/** Approximate bytes that an event takes in memory. */
export function bytesOf(event: EdgeEvent): number {
  return event.topic.length + event.data.length + EVENT_OVERHEAD_BYTES;
}

export function toBatch(
  laid: readonly LaidEvent[],
  priority: Priority,
  held: boolean,
  id: string = randomUUID(),
): LaidBatch {
  return { batch: batchOf(laid, id, laid[0]?.device), laid, priority, held };
}

export function batchOf(laid: readonly LaidEvent[], id: string, device: string | undefined): Batch {
  const events = laid.map(({ event }) => event);
  return { id, events, ...ofDevice(device), takenInAt: laid.map(({ since }) => since) };
}

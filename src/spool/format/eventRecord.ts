import { completeEvent, type EdgeEvent, MAX_UTF8_BYTES } from '../../frame';
import { RECORD_HEADER_BYTES, sealRecord } from './record';

/** First byte of a payload, which says what it is. */
const EVENT_RECORD = 2;

/**
 * The highest bit of `bytesIn`, which no message reaches: the time is a timestamp of ours. Release 0.1.0 does not know
 * it and counts 2 GiB too many for such an event; a new format version would keep it from reading the event at all.
 */
const STAMPED = 0x80000000;
const MAX_BYTES_IN = STAMPED - 1;

/** An event with what the spool knows about it. */
export interface StoredEvent {
  readonly event: EdgeEvent;
  /** Milliseconds since the epoch, by the spool's own clock. */
  readonly arrival: number;
}

/**
 * Where the fields of an event's payload begin; topic, quantity, unit and data follow as UTF-8. Offsets and widths are
 * defined in docs/spool-format.md and never change.
 *
 * ```
 * 0   1      7          13           19        27          29           33              37                 39
 * | 2 | n u48 | order u48 | arrival u48 | time f64 | symbol u16 | bytesIn u32 | bytes of: topic u32, quantity u16, unit u16 |
 * ```
 */
const AT = {
  n: 1,
  order: 7,
  arrival: 13,
  time: 19,
  symbol: 27,
  bytesIn: 29,
  topic: 33,
  quantity: 37,
  unit: 39,
};
const FIXED_BYTES = 41;

const SMALL_BUFFER = 64 * 1024;
const MAX_KEPT_BUFFER = 4 * 1024 * 1024;
const MAX_SHORT_TEXT = 0xffff;

/** Writes events as consecutive records into a buffer that it reuses. */
export class EventWriter {
  private buffer = Buffer.alloc(0);
  private end = 0;

  get length(): number {
    return this.end;
  }

  /**
   * @param n number of the event within its log.
   * @param order number of the event within the spool.
   * @returns where its record ends.
   */
  add({ event, arrival }: StoredEvent, n: number, order: number): number {
    const quantity = shortText(event.quantity);
    const unit = shortText(event.unit);
    const units = event.topic.length + quantity.length + unit.length + event.data.length;
    this.reserve(RECORD_HEADER_BYTES + FIXED_BYTES + units * MAX_UTF8_BYTES);
    const { buffer } = this;
    const start = this.end;
    const payload = start + RECORD_HEADER_BYTES;
    buffer[payload] = EVENT_RECORD;
    buffer.writeUIntLE(n, payload + AT.n, 6);
    buffer.writeUIntLE(order, payload + AT.order, 6);
    buffer.writeUIntLE(arrival, payload + AT.arrival, 6);
    buffer.writeDoubleLE(event.time, payload + AT.time);
    buffer.writeUInt16LE(event.symbol, payload + AT.symbol);
    const bytesIn = Math.min(event.bytesIn, MAX_BYTES_IN);
    buffer.writeUInt32LE(bytesIn + (event.stamped ? STAMPED : 0), payload + AT.bytesIn);
    let end = payload + FIXED_BYTES;
    const topicBytes = buffer.write(event.topic, end);
    end += topicBytes;
    buffer.writeUInt32LE(topicBytes, payload + AT.topic);
    const quantityBytes = quantity === '' ? 0 : buffer.write(quantity, end);
    end += quantityBytes;
    buffer.writeUInt16LE(quantityBytes, payload + AT.quantity);
    const unitBytes = unit === '' ? 0 : buffer.write(unit, end);
    end += unitBytes;
    buffer.writeUInt16LE(unitBytes, payload + AT.unit);
    end += buffer.write(event.data, end);
    sealRecord(buffer, start, end);
    this.end = end;
    return end;
  }

  /** The records added so far. Valid until reset(). */
  bytes(): Buffer {
    return this.buffer.subarray(0, this.end);
  }

  reset(): void {
    this.end = 0;
    if (this.buffer.length > MAX_KEPT_BUFFER) this.buffer = Buffer.alloc(0);
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(SMALL_BUFFER, this.buffer.length * 2, this.end + bytes));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}

export const numberOf = (payload: Buffer): number => payload.readUIntLE(AT.n, 6);
export const orderOf = (payload: Buffer): number => payload.readUIntLE(AT.order, 6);
export const arrivalOf = (payload: Buffer): number => payload.readUIntLE(AT.arrival, 6);

/** Whether a payload is an event: since its CRC is right, its first byte can be trusted. */
export const isEventRecord = (payload: Buffer): boolean =>
  payload[0] === EVENT_RECORD && payload.length >= FIXED_BYTES;

/** @param alarm whether the event is from the log of alarms. */
export function readEvent(payload: Buffer, alarm: boolean): EdgeEvent {
  const topicEnd = FIXED_BYTES + payload.readUInt32LE(AT.topic);
  const quantityEnd = topicEnd + payload.readUInt16LE(AT.quantity);
  const unitEnd = quantityEnd + payload.readUInt16LE(AT.unit);
  const topic = payload.toString('utf8', FIXED_BYTES, topicEnd);
  const symbol = payload.readUInt16LE(AT.symbol);
  const data = payload.toString('utf8', unitEnd);
  const time = payload.readDoubleLE(AT.time);
  const flagged = payload.readUInt32LE(AT.bytesIn);
  return completeEvent(
    { topic, symbol, data, time, bytesIn: flagged % STAMPED },
    flagged >= STAMPED,
    alarm,
    quantityEnd > topicEnd ? payload.toString('utf8', topicEnd, quantityEnd) : undefined,
    unitEnd > quantityEnd ? payload.toString('utf8', quantityEnd, unitEnd) : undefined,
  );
}

/** Approximate bytes that an event will take on disk; exact for ASCII. */
export function recordBytes(event: EdgeEvent): number {
  return RECORD_HEADER_BYTES + FIXED_BYTES + event.topic.length + event.data.length;
}

/** An absurdly long quantity or unit is left out rather than truncated. */
function shortText(text: string | undefined): string {
  return text === undefined || text.length * MAX_UTF8_BYTES > MAX_SHORT_TEXT ? '' : text;
}

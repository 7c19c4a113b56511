import { completeEvent, type EdgeEvent, MAX_UTF8_BYTES } from '../frame';

/**
 * An event on its way to the engine, little-endian:
 *
 * ```
 * length u32 | flags u8 | suppressed u32 | time f64 | symbol u16 | bytesIn u32
 * | topic u32 | quantity u16 | unit u16 | topic, quantity, unit, data in UTF-8
 * ```
 *
 * `length` is that of the whole record; `topic`, `quantity` and `unit` are the lengths of these texts in bytes. Both
 * sides always have the same version: records are never stored.
 */
const AT = {
  length: 0,
  flags: 4,
  suppressed: 5,
  time: 9,
  symbol: 17,
  bytesIn: 19,
  topic: 23,
  quantity: 27,
  unit: 29,
};
const FIXED_BYTES = 31;

const ALARM = 1;
/** The event must not be taken in: its record only keeps the numbers of the others right. */
const DROPPED = 2;
/** The time is our own stamp. */
const STAMPED = 4;

/** From this many code units on, counting bytes pays: three for each would be a fifth of a block and rarely needed. */
const COUNTED_FROM = 4096;
const MAX_SHORT_TEXT = 0xffff;
const MAX_COUNT = 0xffffffff;

/** Upper bound of the size of a record in bytes; close to its real size if the record is long. */
export function mostBytes({ topic, quantity, unit, data }: EdgeEvent): number {
  const ofQuantity = isShort(quantity) ? quantity.length * MAX_UTF8_BYTES : 0;
  const ofUnit = isShort(unit) ? unit.length * MAX_UTF8_BYTES : 0;
  const isLong = topic.length + data.length >= COUNTED_FROM;
  const ofTexts = isLong
    ? Buffer.byteLength(topic) + Buffer.byteLength(data)
    : (topic.length + data.length) * MAX_UTF8_BYTES;
  return FIXED_BYTES + ofTexts + ofQuantity + ofUnit;
}

/**
 * Writes a record.
 * @param suppressed messages that the change filter held back before this one.
 * @returns where it ends.
 */
export function writeRecord(into: Buffer, start: number, event: EdgeEvent, suppressed: number): number {
  const { topic, quantity, unit, data } = event;
  into[start + AT.flags] = (event.alarm ? ALARM : 0) | (event.stamped ? STAMPED : 0);
  into.writeUInt32LE(Math.min(suppressed, MAX_COUNT), start + AT.suppressed);
  into.writeDoubleLE(event.time, start + AT.time);
  into.writeUInt16LE(event.symbol, start + AT.symbol);
  into.writeUInt32LE(Math.min(event.bytesIn, MAX_COUNT), start + AT.bytesIn);
  let end = start + FIXED_BYTES;
  const topicBytes = into.write(topic, end);
  end += topicBytes;
  into.writeUInt32LE(topicBytes, start + AT.topic);
  const quantityBytes = isShort(quantity) ? into.write(quantity, end) : 0;
  end += quantityBytes;
  into.writeUInt16LE(quantityBytes, start + AT.quantity);
  const unitBytes = isShort(unit) ? into.write(unit, end) : 0;
  end += unitBytes;
  into.writeUInt16LE(unitBytes, start + AT.unit);
  end += into.write(data, end);
  into.writeUInt32LE(end - start, start + AT.length);
  return end;
}

/** The event of the record that begins at `start`. */
export function readRecord(from: Buffer, start: number): EdgeEvent {
  const topicAt = start + FIXED_BYTES;
  const quantityAt = topicAt + from.readUInt32LE(start + AT.topic);
  const unitAt = quantityAt + from.readUInt16LE(start + AT.quantity);
  const dataAt = unitAt + from.readUInt16LE(start + AT.unit);
  const topic = from.toString('utf8', topicAt, quantityAt);
  const symbol = from.readUInt16LE(start + AT.symbol);
  const data = from.toString('utf8', dataAt, endOf(from, start));
  const time = from.readDoubleLE(start + AT.time);
  const bytesIn = from.readUInt32LE(start + AT.bytesIn);
  return completeEvent(
    { topic, symbol, data, time, bytesIn },
    (flagsOf(from, start) & STAMPED) !== 0,
    isAlarm(from, start),
    unitAt > quantityAt ? from.toString('utf8', quantityAt, unitAt) : undefined,
    dataAt > unitAt ? from.toString('utf8', unitAt, dataAt) : undefined,
  );
}

/** Where a record ends and the next one begins. */
export const endOf = (from: Buffer, start: number): number => start + from.readUInt32LE(start + AT.length);

export const suppressedOf = (from: Buffer, start: number): number => from.readUInt32LE(start + AT.suppressed);

export const isAlarm = (from: Buffer, start: number): boolean => (flagsOf(from, start) & ALARM) !== 0;

export const isDropped = (from: Buffer, start: number): boolean => (flagsOf(from, start) & DROPPED) !== 0;

export function markDropped(from: Buffer, start: number): void {
  from[start + AT.flags] = flagsOf(from, start) | DROPPED;
}

/** Replaces the time of the event with a corrected one, which is final. */
export function restampRecord(from: Buffer, start: number, time: number): void {
  from[start + AT.flags] = flagsOf(from, start) & ~STAMPED;
  from.writeDoubleLE(time, start + AT.time);
}

const flagsOf = (from: Buffer, start: number): number => from[start + AT.flags] ?? 0;

/** An absurdly long quantity or unit is left out rather than cut. */
function isShort(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text.length * MAX_UTF8_BYTES <= MAX_SHORT_TEXT;
}

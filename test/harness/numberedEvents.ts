import type { EdgeEvent } from '../../src/frame';
import type { ReadEvent } from '../fixtures/frameReader';

/** Codes of the catalog: SENSOR_TEMP and SENSOR_ALERT. */
const READING = 0xfc60;
const ALERT = 0xfc6d;

const TOPICS = 20;

/** How often an event is an alarm, and how often it is long: more than fits into a block of a disk. */
const ALARM_EVERY = 40;
const LONG_EVERY = 100;
const LONG_TEXT = 6000;

/** A backend that chokes on this topic rejects its events. */
export const POISON_TOPIC = 'plant/poison';

export interface Numbering {
  /** Every nth event has the topic POISON_TOPIC; 0 for none. */
  readonly poisonEvery?: number;
}

export function isAlarm(number: number): boolean {
  return number % ALARM_EVERY === ALARM_EVERY - 1;
}

/** The event of this number: everything in it follows from the number, so that the receiver can check it. */
export function numberedEvent(number: number, time: number, { poisonEvery = 0 }: Numbering = {}): EdgeEvent {
  const isPoison = poisonEvery > 0 && number % poisonEvery === poisonEvery - 1;
  const data = JSON.stringify({ number, text: textOf(number) });
  const topic = isPoison ? POISON_TOPIC : topicOf(number);
  const event = { topic, data, time, bytesIn: topic.length + data.length };
  return isAlarm(number) && !isPoison
    ? { ...event, symbol: ALERT, alarm: true }
    : { ...event, symbol: READING };
}

/** The number of an event that arrived. @throws {Error} if it is not as it was sent. */
export function numberOf(event: ReadEvent): number {
  const { number, text } = Object(event.data);
  const isIntact =
    text === textOf(number) && (event.topic === topicOf(number) || event.topic === POISON_TOPIC);
  if (!isIntact) throw new Error(`an event arrived changed: ${JSON.stringify(event).slice(0, 300)}`);
  return number;
}

function topicOf(number: number): string {
  return isAlarm(number) ? `plant/alarm${number % TOPICS}` : `plant/line${number % TOPICS}/temp`;
}

function textOf(number: number): string {
  const length = number % LONG_EVERY === 0 ? LONG_TEXT : (number * 7) % 120;
  return String(number)
    .repeat(Math.ceil(length / String(number).length))
    .slice(0, length);
}

import type { EdgeEvent } from '../../../../src/frame';

const ALARM_EVERY = 6;
const DIGITS = 6;
const MARK = /#(\d{6})#/g;

/** The event of this number: its data has a mark that can be found wherever it is written. */
export function markedEvent(number: number): EdgeEvent {
  const data = JSON.stringify({
    mark: `#${String(number).padStart(DIGITS, '0')}#`,
    text: 'x'.repeat(number % 60),
  });
  const event = { topic: `s${number}`, symbol: 1, data, time: number, bytesIn: 9 };
  return number % ALARM_EVERY === ALARM_EVERY - 1 ? { ...event, alarm: true } : event;
}

export const numberOf = ({ topic }: EdgeEvent): number => Number(topic.slice(1));

/** Numbers of the events found in some bytes. */
export function markedNumbers(bytes: Buffer): number[] {
  return [...bytes.toString('latin1').matchAll(MARK)].map(([, digits]) => Number(digits));
}

import { countText, shortNumber } from '../amounts';
import { monitorText } from './monitorText';

/** Shown if a figure is unknown or does not apply. */
export const NOTHING = '\u2013';

export function rateText(rate: number): string {
  const options = { maximumFractionDigits: rate < 10 ? 1 : 0 };
  return monitorText('figure.per-second', {
    n: new Intl.NumberFormat(RED.i18n.lang(), options).format(rate),
  });
}

export function eventsText(count: number): string {
  return monitorText(count === 1 ? 'figure.event' : 'figure.events', { n: countText(count) });
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB'];

export function bytesText(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), BYTES.length - 1);
  return `${shortNumber(bytes / 1024 ** power)}\u00a0${BYTES[power]}`;
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** Seconds in the unit that fits; in milliseconds below one second. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return NOTHING;
  const format = (value: number, unit: string): string =>
    new Intl.NumberFormat(RED.i18n.lang(), {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumSignificantDigits: 2,
    }).format(value);
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [];
  return size && unit ? format(seconds / size, unit) : format(seconds * 1000, 'millisecond');
}

/** Milliseconds since the epoch as a time of day, with the date if it is not today. */
export function timeText(time: number | null): string {
  if (time === null) return NOTHING;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return NOTHING;
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString(RED.i18n.lang()) : date.toLocaleString(RED.i18n.lang());
}

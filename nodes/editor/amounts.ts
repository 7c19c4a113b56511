import { isEnvReference } from './envReference';

/** A number in the language of the editor. */
function format(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(RED.i18n.lang(), { maximumFractionDigits: 2, ...options }).format(value);
}

/** The number in a setting; undefined if it is not a number, or is known only when the node starts. */
function numberOf(setting: string): number | undefined {
  if (setting === '' || isEnvReference(setting)) return undefined;
  const value = Number(setting);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** `0.02` as `2%`; empty if the setting is not a number. */
export function asPercent(setting: string): string {
  const value = numberOf(setting);
  return value === undefined ? '' : format(value, { style: 'percent', maximumFractionDigits: 4 });
}

/** Bytes as bytes, KiB, MiB or GiB; empty for anything but an amount. */
export function asBinarySize(bytes: number): string {
  if (!(bytes >= 0)) return '';
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), 3);
  const amount = format(bytes / 1024 ** power, { maximumSignificantDigits: 3 });
  return `${amount} ${unitName(BINARY_UNITS[power] ?? '')}`;
}

const BINARY_UNITS = ['byte', 'KiB', 'MiB', 'GiB'];

/** A unit in the language of the editor, in the plural. */
export function unitName(unit: string): string {
  if (unit.endsWith('iB')) return unit;
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  const parts = new Intl.NumberFormat(RED.i18n.lang(), options).formatToParts(2);
  return parts.find(({ type }) => type === 'unit')?.value ?? unit;
}

const DURATIONS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** A number of seconds as a rough duration in minutes, hours or days; empty if under a minute. */
export function asRoughDuration(seconds: number): string {
  const [length, unit] = DURATIONS.find(([length]) => seconds >= length) ?? [];
  if (!length || !unit) return '';
  return format(seconds / length, { style: 'unit', unit, unitDisplay: 'long', maximumSignificantDigits: 2 });
}

/** A number in the language of the editor, with just enough digits to show its size. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  return new Intl.NumberFormat(RED.i18n.lang(), { maximumSignificantDigits: 3 }).format(value);
}

/** A share from 0 to 1 as a percentage. */
export function shortPercent(share: number): string {
  return new Intl.NumberFormat(RED.i18n.lang(), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** A count in the language of the editor. */
export function countText(count: number): string {
  return new Intl.NumberFormat(RED.i18n.lang()).format(count);
}

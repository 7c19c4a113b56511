import { isEnvReference } from './envReference';

/** A number in the language of the editor. */
function format(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(RED.i18n.lang(), { maximumFractionDigits: 2, ...options }).format(value);
}

/** The number in a setting; undefined while it is none, or is known only when the node starts. */
function numberOf(setting: string): number | undefined {
  if (setting === '' || isEnvReference(setting)) return undefined;
  const value = Number(setting);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** `0.02` as `2%`; empty when the setting is not a number. */
export function asPercent(setting: string): string {
  const value = numberOf(setting);
  return value === undefined ? '' : format(value, { style: 'percent', maximumFractionDigits: 4 });
}

/** Bytes as KiB, MiB or GiB; empty when the setting is not a number or too small for it. */
export function asBinarySize(setting: string): string {
  const value = numberOf(setting);
  if (value === undefined || value < 1024) return '';
  const power = Math.min(Math.floor(Math.log2(value) / 10), 3);
  return `${format(value / 1024 ** power, {})} ${['', 'KiB', 'MiB', 'GiB'][power]}`;
}

const DURATIONS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** Seconds as minutes, hours or days; empty when the setting is not a number or under a minute. */
export function asDuration(setting: string): string {
  return formatDuration(numberOf(setting) ?? 0, {});
}

/** About how long so many events last at a rate, events a second; empty when it is under a minute. */
export function asRoughDuration(setting: string, rate: number): string {
  return formatDuration((numberOf(setting) ?? 0) / rate, { maximumSignificantDigits: 2 });
}

function formatDuration(value: number, options: Intl.NumberFormatOptions): string {
  const [seconds, unit] = DURATIONS.find(([seconds]) => value >= seconds) ?? [];
  if (!seconds || !unit) return '';
  return format(value / seconds, { style: 'unit', unit, unitDisplay: 'long', ...options });
}

/** A number in the language of the editor, with so many digits that its size is seen. */
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

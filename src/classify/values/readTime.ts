/**
 * The range of plausible times, in milliseconds since the epoch: 2000 up to 2100. Others are counts or unset clocks.
 */
const FROM = Date.UTC(2000, 0);
const TO = Date.UTC(2100, 0);

/** Epoch times are counted in these fractions of a second. Their plausible ranges do not overlap. */
const PARTS_PER_SECOND = [1, 1e3, 1e6, 1e9] as const;

/** ISO 8601 with date and time; a space may replace the T. */
const ISO =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;

/** The same without separators, as it is written in UTC. */
const BASIC_ISO = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** As in HTTP and mail headers: `Fri, 01 Mar 2024 10:00:00 GMT`. */
const INTERNET = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})$/;

/** As .NET writes them: `/Date(1700000000000)/`. */
const DOT_NET = /^\/Date\((\d{9,15})\)\/$/;

/** Digits of an epoch time, in seconds to nanoseconds, with an optional fraction. */
const EPOCH = /^\d{9,19}(?:\.\d{1,9})?$/;

const MAX_TEXT = 48;
const SHORTEST_KEY = 13;

/**
 * Reads a time: ISO 8601, or a number or numeric text since the epoch in seconds, milliseconds, microseconds
 * or nanoseconds, distinguished by magnitude. A local time without a zone is not trusted: the device's zone is not
 * known here.
 * @param zone `utc` if the field's name says that a time without a zone is UTC.
 * @returns milliseconds since the epoch; undefined for anything but a time between 2000 and 2100.
 */
export function readTime(value: unknown, zone: 'local' | 'utc' = 'local'): number | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value === 'bigint') return fromEpoch(Number(value));
  if (value instanceof Date) return plausible(value.getTime());
  if (typeof value !== 'string' || value.length > MAX_TEXT) return undefined;
  const text = value.trim();
  if (EPOCH.test(text)) return fromEpoch(Number(text));
  if (INTERNET.test(text)) return plausible(Date.parse(text));
  const [, ms] = DOT_NET.exec(text) ?? [];
  if (ms !== undefined) return plausible(Number(ms));
  return fromIso(text.replace(BASIC_ISO, '$1-$2-$3T$4:$5:$6Z'), zone);
}

/** Whether a text is a date with a time, whatever its zone. */
export function isTimeText(text: string): boolean {
  if (text.length > MAX_TEXT) return false;
  const trimmed = text.trim();
  return ISO.test(trimmed) || BASIC_ISO.test(trimmed);
}

/** Milliseconds since the epoch from 2001 to 2065, as a key. */
const KEY = /^[12]\d{12}$/;

/** The time that a key spells: `{"2024-03-01T10:00:00Z":21.4}`; undefined for any other key. */
export function timeOfKey(key: string): number | undefined {
  if (key.length < SHORTEST_KEY || key.length > MAX_TEXT) return undefined;
  const first = key.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  return isDigit && (KEY.test(key) || isTimeText(key)) ? readTime(key) : undefined;
}

function fromEpoch(value: number): number | undefined {
  for (const parts of PARTS_PER_SECOND) {
    const time = plausible((value / parts) * 1e3);
    if (time !== undefined) return time;
  }
  return undefined;
}

function fromIso(text: string, zone: 'local' | 'utc'): number | undefined {
  const [, date, minutes, seconds = '00', fraction = '', offset = zone === 'utc' ? 'Z' : ''] =
    ISO.exec(text) ?? [];
  if (date === undefined || offset === '') return undefined;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  return plausible(Date.parse(`${date}T${minutes}:${seconds}.${milliseconds}${isoOffset(offset)}`));
}

/** `+0100` and `+01` as `+01:00`, the only spelling that JavaScript guarantees to parse. */
function isoOffset(offset: string): string {
  if (/^[+-]/.test(offset) === false) return 'Z';
  const minutes = offset.slice(3).replace(':', '') || '00';
  return `${offset.slice(0, 3)}:${minutes}`;
}

function plausible(time: number): number | undefined {
  const rounded = Math.round(time);
  return rounded >= FROM && rounded < TO ? rounded : undefined;
}

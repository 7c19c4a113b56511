import type { MessageContext } from './DeltaVerdict';

/** The name of a series: its topic, and its device and field if given. */
export interface SeriesName {
  readonly topic: string;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
}

/** The name of a kept series, which may be one of several payload shapes on one topic. */
export interface KeptName extends SeriesName {
  /** Absent for the first shape. */
  readonly shape?: number | undefined;
}

/** A longer name is kept as its beginning and a hash: names may come from anyone, and stay in memory. */
const MAX_NAME = 512;

/** Characters of a long name that stay readable. */
const BEGINNING = 100;

/** Begins keys that are more than a topic; MQTT topics cannot contain it. */
const COMPOSED = '\0';

/** The key of a series: just its topic if that is all. */
export function seriesKey(
  topic: string,
  { device, field }: Pick<MessageContext, 'device' | 'field'>,
  shape?: number,
): string {
  const short = shortName(topic);
  const isPlain = device === undefined && field === undefined && shape === undefined;
  if (isPlain && !isComposed(topic)) return short;
  return COMPOSED + JSON.stringify({ topic: short, device: ifShort(device), field: ifShort(field), shape });
}

function ifShort(name: string | undefined): string | undefined {
  return name === undefined ? undefined : shortName(name);
}

/** A name as it is kept: unchanged, unless it is very long. */
export function shortName(name: string): string {
  if (name.length <= MAX_NAME) return name;
  // Copied by way of JSON: a mere slice would keep the whole text in memory.
  const beginning: string = JSON.parse(JSON.stringify(name.slice(0, BEGINNING)));
  return `${beginning}…#${hashOf(name)}`;
}

/** A hash of 106 bits, and the length (cyrb53 twice, by bryc, public domain). */
function hashOf(text: string): string {
  return [cyrb53(text, 1), cyrb53(text, 2), text.length].map((part) => part.toString(36)).join('-');
}

function cyrb53(text: string, seed: number): number {
  let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 2 ** 32 * (0x1fffff & low) + (high >>> 0);
}

/** Whether a key is more than a topic. */
export function isComposed(key: string): boolean {
  return key.startsWith(COMPOSED);
}

/** The name that a key was made from. */
export function seriesName(key: string): KeptName {
  return isComposed(key) ? JSON.parse(key.slice(1)) : { topic: key };
}

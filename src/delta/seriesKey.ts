import type { MessageContext } from './DeltaVerdict';

/** What a series is called: its topic, and where they are given its device and field. */
export interface SeriesName {
  readonly topic: string;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
}

/** Begins the keys that are more than a topic; MQTT topics cannot hold it. */
const COMPOSED = '\0';

/** The key of a series: its topic where that is all. */
export function seriesKey(topic: string, { device, field }: MessageContext): string {
  if (device === undefined && field === undefined && !isComposed(topic)) return topic;
  return COMPOSED + JSON.stringify({ topic, device, field });
}

/** Whether a key is more than a topic. */
export function isComposed(key: string): boolean {
  return key.startsWith(COMPOSED);
}

/** The name that a key was made of. */
export function seriesName(key: string): SeriesName {
  return isComposed(key) ? JSON.parse(key.slice(1)) : { topic: key };
}

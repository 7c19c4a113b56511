import { KEYWORDS, type Keyword } from '../../src/classify';

/** The simplest possible classifier, as a baseline for speed: looks up whole segments and keys, unchanged. */
export function splitAndLookUp(topic: string, payload: unknown): Keyword | undefined {
  const segments = topic.split('/');
  for (let i = segments.length - 1; i >= 0; i--) {
    const found = KEYWORDS.get((segments[i] ?? '').toLowerCase());
    if (found) return found;
  }
  if (typeof payload !== 'object' || payload === null) return undefined;
  for (const key of Object.keys(payload)) {
    const found = KEYWORDS.get(key.toLowerCase());
    if (found) return found;
  }
  return undefined;
}

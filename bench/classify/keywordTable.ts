import { KEYWORDS, type Keyword } from '../../src/classify';
import { withoutNumber, wordsOf } from '../../src/classify/rules/wordsOf';

/** The answer of the published keywords alone. */
export interface KeywordAnswer {
  readonly symbol: string;
  readonly quantity?: string | undefined;
}

/**
 * The classifier of 0.1.0, for comparison: keywords of the topic's segments, rightmost first, then keys of the
 * payload, outer ones first, else the fallback.
 */
export function classifyByKeywords(topic: string, payload: unknown): KeywordAnswer {
  const found = inTopic(topic) ?? inKeys(payload);
  return found ? { symbol: found.symbol, quantity: found.quantity } : { symbol: 'SENSOR_POLL' };
}

function inTopic(topic: string): Keyword | undefined {
  let end = topic.length;
  while (end > 0) {
    const start = topic.lastIndexOf('/', end - 1) + 1;
    const found = end > start ? inName(topic.slice(start, end)) : undefined;
    if (found) return found;
    end = start - 1;
  }
  return undefined;
}

function inKeys(root: unknown): Keyword | undefined {
  let level: unknown[] = [root];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const container of level) {
      if (typeof container !== 'object' || container === null) continue;
      for (const [key, value] of Object.entries(container)) {
        const found = inName(key);
        if (found) return found;
        next.push(value);
      }
    }
    level = next;
  }
  return undefined;
}

function inName(name: string): Keyword | undefined {
  const lowercase = name.toLowerCase();
  return inWords(wordsOf(name)) ?? (lowercase === name ? undefined : inWords(wordsOf(lowercase)));
}

function inWords(words: readonly string[]): Keyword | undefined {
  for (let i = words.length - 1; i >= 0; i--) {
    const word = words[i] ?? '';
    const found = KEYWORDS.get(word) ?? KEYWORDS.get(withoutNumber(word));
    if (found) return found;
  }
  return undefined;
}

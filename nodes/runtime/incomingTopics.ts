import type { Classification } from '../../src/classify';

/** What arrived on a topic while someone was watching. */
export interface IncomingTopic {
  readonly topic: string;
  /** The latest value as text, truncated. */
  readonly value: string;
  /** The name of its symbol. */
  readonly symbol: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly count: number;
}

/** Maximum number of topics; later ones are not shown. */
const MOST_TOPICS = 200;

/** Maximum characters of a topic and of a value: the editor is sent a list of topics every second. */
const MAX_TOPIC = 200;
const MAX_VALUE = 80;

/** Milliseconds for which topics are recorded after each request. */
const LASTS_MS = 15_000;

interface Shared {
  topics: Map<string, IncomingTopic>;
  until: number;
}

/** Not a constant of this module: the package may be loaded twice in one process. */
const shared: Shared = (() => {
  const registry: { [key: symbol]: unknown } = globalThis;
  const key = Symbol.for('@wireband/node-red-edge incoming topics');
  const there: Partial<Shared> = Object(registry[key]);
  if (there.topics instanceof Map && typeof there.until === 'number') {
    return Object.assign(there, { topics: there.topics, until: there.until });
  }
  const made: Shared = { topics: new Map(), until: Number.NEGATIVE_INFINITY };
  registry[key] = made;
  return made;
})();

/** Whether someone is watching. */
export function areTopicsWatched(): boolean {
  // First, because most of the time nobody is, and every message asks: reading the clock has a cost.
  if (shared.until === Number.NEGATIVE_INFINITY) return false;
  if (performance.now() < shared.until) return true;
  shared.until = Number.NEGATIVE_INFINITY;
  return false;
}

/** Someone is watching: from now on, what classify nodes receive is recorded. */
export function watchTopics(): readonly IncomingTopic[] {
  if (!areTopicsWatched()) shared.topics = new Map();
  shared.until = performance.now() + LASTS_MS;
  return incomingTopics();
}

/** In the order in which they first arrived. */
export function incomingTopics(): readonly IncomingTopic[] {
  return [...shared.topics.values()];
}

/** A classify node received a message, or extracted a reading from one. */
export function noteTopic(topic: string, payload: unknown, found: Classification): void {
  if (!areTopicsWatched()) return;
  const key = topic.slice(0, MAX_TOPIC);
  const before = shared.topics.get(key);
  if (!before && shared.topics.size >= MOST_TOPICS) return;
  const { name: symbol, quantity, unit } = found;
  shared.topics.set(key, {
    topic: key,
    value: valueText(payload),
    symbol,
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
    count: (before?.count ?? 0) + 1,
  });
}

function valueText(payload: unknown): string {
  // Reads only as many bytes as can be shown.
  if (payload instanceof Uint8Array) return Buffer.from(payload.subarray(0, MAX_VALUE)).toString();
  if (typeof payload === 'string') return payload.slice(0, MAX_VALUE);
  if (typeof payload !== 'object' || payload === null) return String(payload);
  try {
    return JSON.stringify(payload).slice(0, MAX_VALUE);
  } catch {
    return '…';
  }
}

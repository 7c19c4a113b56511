import { peekPayload } from '../../payload';
import { FALLBACK_SYMBOL } from '../../symbols';
import { QUANTITIES } from '../../symbols/vocabulary';
import { visitFields } from '../fields/visitFields';
import type { Meaning } from '../names/lexicon/Lexicon';
import { NameReader } from '../names/lexicon/NameReader';
import { knownValue } from '../values/knownValue';
import type { ValueKind } from '../values/valueKind';
import type { Classifier } from './Classifier';

/** Maximum number of names that are read: levels of the topic and fields of the payload. */
const MAX_NAMES = 64;

/** What a value may be if no name says anything about it. */
const BY_VALUE: Readonly<Record<ValueKind, readonly string[]>> = {
  switch: ['ACTUATOR_RELAY_SET', 'GPIO_STATE', 'METRICS_EVENT'],
  number: ['METRICS_GAUGE_SET', 'METRICS_COUNTER_ADD'],
  text: ['METRICS_EVENT'],
  container: ['METRICS_GAUGE_SET', 'METRICS_EVENT'],
  empty: [],
  unknown: [],
};

const symbols = new Map<string, string>(QUANTITIES.map(({ quantity, symbol }) => [quantity, symbol]));

/**
 * The symbols that messages like this one may have although nothing in them is certain, the likeliest first: what else
 * was possible, then what single words of the topic and the fields may mean, then what such a value often is.
 */
export function likelySymbols(classifier: Classifier, topic: string, payload: unknown): readonly string[] {
  const { candidates } = classifier.explain(topic, payload);
  const possible = candidates.filter(({ by }) => by !== 'fallback').map(({ name }) => name);
  const all = [...possible, ...ofWords(topic, payload), ...BY_VALUE[kindOf(payload)], FALLBACK_SYMBOL];
  return [...new Set(all)];
}

/** What the words of names may mean, the stronger ones first; of equal ones, those further right. */
function ofWords(topic: string, payload: unknown): readonly string[] {
  const reader = new NameReader();
  const found: { readonly symbol: string; readonly strength: number }[] = [];
  for (const name of [...topic.split('/').reverse(), ...keysOf(payload)].slice(0, MAX_NAMES)) {
    reader.read(name, 0, name.length);
    for (let i = reader.count - 1; i >= 0; i--) {
      const word = reader.word(i);
      if (word) found.push(...symbolsOf(word).map((symbol) => ({ symbol, strength: word.strength })));
    }
  }
  return found
    .filter(({ symbol }) => symbol !== FALLBACK_SYMBOL)
    .sort((a, b) => b.strength - a.strength)
    .map(({ symbol }) => symbol);
}

function symbolsOf({ keyword, quantities, units }: Meaning): string[] {
  const ofUnits = units.map(({ quantity }) => symbols.get(quantity) ?? FALLBACK_SYMBOL);
  const own = keyword ? [keyword.symbol] : [];
  return [...own, ...quantities.map(({ symbol }) => symbol), ...ofUnits];
}

function keysOf(payload: unknown): readonly string[] {
  const keys: string[] = [];
  try {
    visitFields(peekPayload(payload), undefined, ({ key }) => {
      keys.push(key);
      return keys.length >= MAX_NAMES;
    });
  } catch {
    // A getter or proxy of the payload threw: what was seen so far counts.
  }
  return keys;
}

function kindOf(payload: unknown): ValueKind {
  try {
    return knownValue(peekPayload(payload)).kind;
  } catch {
    return 'unknown';
  }
}

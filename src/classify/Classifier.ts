import { decodePayload } from '../payload';
import { FALLBACK_SYMBOL, type Family, SymbolCatalog } from '../symbols';
import { KEYWORDS, type Keyword } from './keywords';
import { checkTopicFilter, hasWildcard, topicMatches } from './topicFilter';
import { withoutNumber, wordsOf } from './words';

/** The rule that decided, in the order in which rules are tried. */
export type ClassificationRule = 'override' | 'keyword' | 'topic' | 'payload' | 'fallback';

/** What a message is; `match` is the topic filter, keyword or key that decided, `''` for the fallback. */
export interface Classification {
  readonly symbol: number;
  readonly code: string;
  readonly name: string;
  readonly family: Family;
  readonly quantity?: string;
  readonly by: ClassificationRule;
  readonly match: string;
}

/** A user's rule: messages of `topic` (an MQTT filter) are `symbol` (a name or a code). */
export interface TopicSymbol {
  readonly topic: string;
  readonly symbol: string | number;
}

/** A user's rule: names that hold `keyword` as a whole word are `symbol` (a name or a code). */
export interface KeywordSymbol {
  readonly keyword: string;
  readonly symbol: string | number;
}

export interface ClassifierOptions {
  readonly catalog?: SymbolCatalog | undefined;
  readonly topicSymbols?: readonly TopicSymbol[] | undefined;
  readonly keywordSymbols?: readonly KeywordSymbol[] | undefined;
  /** Symbol of what no rule recognises; `SENSOR_POLL` by default. */
  readonly fallback?: string | number | undefined;
}

/** A rule that cannot be registered; `rule` is what was given. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  constructor(
    readonly rule: unknown,
    reason: string,
  ) {
    super(reason);
  }
}

/** Keys of a payload that are looked at before giving up; a reading has far fewer. */
const MAX_PAYLOAD_KEYS = 1000;

/** Items of an array that are looked at: they are alike. */
const MAX_ARRAY_ITEMS = 100;

/** Items of all arrays of one level that are looked at: an array may hold itself many times over. */
const MAX_LEVEL_ITEMS = 10_000;

/** Levels of a payload that are looked at. */
const MAX_PAYLOAD_DEPTH = 8;

/**
 * Gives each message a typed symbol. Rules are tried in the order that the Wire.Band edge protocol publishes:
 * topic overrides, registered keywords, known words of the topic (rightmost segment first, within a segment
 * the rightmost word first), keys of the payload, fallback.
 */
export class Classifier {
  private readonly catalog: SymbolCatalog;
  private readonly exactTopics = new Map<string, Classification>();
  private readonly wildcardTopics = new Map<string, Classification>();
  private readonly registeredKeywords = new Map<string, Classification>();
  private readonly builtInKeywords = new Map<string, Classification>();
  private readonly fallback: Classification;
  /** Words of the longest registered keyword: how many neighbouring words are looked up together. */
  private longestKeyword = 1;

  /**
   * @throws {UnknownSymbolError} {TopicFilterError} {RuleError} when an option names no symbol, no valid
   * MQTT filter or no word.
   */
  constructor(options: ClassifierOptions = {}) {
    this.catalog = options.catalog ?? new SymbolCatalog();
    for (const [word, keyword] of KEYWORDS) {
      this.builtInKeywords.set(word, this.toClassification(keyword.symbol, 'topic', word, keyword));
    }
    this.fallback = this.toClassification(options.fallback ?? FALLBACK_SYMBOL, 'fallback', '');
    for (const { topic, symbol } of options.topicSymbols ?? []) this.registerTopicSymbol(topic, symbol);
    for (const { keyword, symbol } of options.keywordSymbols ?? [])
      this.registerKeywordSymbol(keyword, symbol);
  }

  /**
   * Messages of this topic are this symbol, whatever their names say. Wildcards are allowed; an exact topic
   * goes before them, and of several wildcards the one registered first decides. Registering again replaces.
   * @throws {UnknownSymbolError} {TopicFilterError}
   */
  registerTopicSymbol(topic: string, symbol: string | number): void {
    if (typeof topic !== 'string') throw new RuleError(topic, 'A topic rule has no topic.');
    checkTopicFilter(topic);
    const topics = hasWildcard(topic) ? this.wildcardTopics : this.exactTopics;
    topics.set(topic, this.toClassification(symbol, 'override', topic));
  }

  /**
   * Names that hold this keyword as whole words are this symbol; it goes before every built-in word.
   * @throws {UnknownSymbolError} {RuleError}
   */
  registerKeywordSymbol(keyword: string, symbol: string | number): void {
    if (typeof keyword !== 'string') throw new RuleError(keyword, 'A keyword rule has no keyword.');
    const words = wordsOf(keyword);
    if (words.length === 0) {
      throw new RuleError(
        keyword,
        `${JSON.stringify(keyword)} is no keyword: it needs at least one letter or digit.`,
      );
    }
    const classification = this.toClassification(symbol, 'keyword', keyword);
    for (const phrase of [words, wordsOf(keyword.toLowerCase())]) {
      this.registeredKeywords.set(phrase.join(' '), classification);
    }
    this.longestKeyword = Math.max(this.longestKeyword, words.length);
  }

  /** Classifies one message. The payload is only looked at where the topic says nothing; never throws. */
  classify(topic: string, payload: unknown): Classification {
    return this.byOverride(topic) ?? this.byTopicWords(topic) ?? this.byPayloadKeys(payload) ?? this.fallback;
  }

  private byOverride(topic: string): Classification | undefined {
    const exact = this.exactTopics.get(topic);
    if (exact) return exact;
    for (const [filter, classification] of this.wildcardTopics) {
      if (topicMatches(filter, topic)) return classification;
    }
    return undefined;
  }

  private byTopicWords(topic: string): Classification | undefined {
    return (
      (this.registeredKeywords.size > 0
        ? findInSegments(topic, (words) => this.findRegistered(words))
        : undefined) ?? findInSegments(topic, (words) => this.findBuiltIn(words))
    );
  }

  private byPayloadKeys(payload: unknown): Classification | undefined {
    const find = (words: string[]) => this.findRegistered(words) ?? this.findBuiltIn(words);
    try {
      return findInKeys(decodePayload(payload), (key): Classification | undefined => {
        const found = findInName(key, find);
        return found?.by === 'topic' ? { ...found, by: 'payload', match: key } : found;
      });
    } catch {
      // A getter or proxy of the payload threw: its keys say nothing.
      return undefined;
    }
  }

  private findRegistered(words: readonly string[]): Classification | undefined {
    if (this.registeredKeywords.size === 0) return undefined;
    for (let end = words.length; end > 0; end--) {
      for (let length = Math.min(this.longestKeyword, end); length > 0; length--) {
        const phrase = words.slice(end - length, end).join(' ');
        const found =
          this.registeredKeywords.get(phrase) ?? this.registeredKeywords.get(withoutNumber(phrase));
        if (found) return found;
      }
    }
    return undefined;
  }

  private findBuiltIn(words: readonly string[]): Classification | undefined {
    for (let i = words.length - 1; i >= 0; i--) {
      const word = words[i] ?? '';
      const found = this.builtInKeywords.get(word) ?? this.builtInKeywords.get(withoutNumber(word));
      if (found) return found;
    }
    return undefined;
  }

  private toClassification(
    symbol: string | number,
    by: ClassificationRule,
    match: string,
    keyword?: Keyword,
  ): Classification {
    const { code, hex, name, family } = this.catalog.resolve(symbol);
    const classification = { symbol: code, code: hex, name, family, by, match };
    return Object.freeze(
      keyword?.quantity ? { ...classification, quantity: keyword.quantity } : classification,
    );
  }
}

function findInSegments<T>(topic: string, find: (words: string[]) => T | undefined): T | undefined {
  let end = topic.length;
  while (end > 0) {
    const start = topic.lastIndexOf('/', end - 1) + 1;
    const found = end > start ? findInName(topic.slice(start, end), find) : undefined;
    if (found !== undefined) return found;
    end = start - 1;
  }
  return undefined;
}

/** Looks at the words of a name; where they say nothing, capitals may not have been meant as camelCase (`TeMp`). */
function findInName<T>(name: string, find: (words: string[]) => T | undefined): T | undefined {
  const found = find(wordsOf(name));
  if (found !== undefined) return found;
  const lowercase = name.toLowerCase();
  return lowercase === name ? undefined : find(wordsOf(lowercase));
}

/** Looks at the keys of an object, level by level, in their order, up to bounds that hostile payloads meet. */
function findInKeys<T>(root: unknown, find: (key: string) => T | undefined): T | undefined {
  let level: unknown[] = [root];
  let seen = 0;
  for (let depth = 0; depth < MAX_PAYLOAD_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const container of level) {
      if (typeof container !== 'object' || container === null || ArrayBuffer.isView(container)) continue;
      if (Array.isArray(container)) {
        const room = Math.max(0, MAX_LEVEL_ITEMS - next.length);
        next.push(...container.slice(0, Math.min(MAX_ARRAY_ITEMS, room)));
        continue;
      }
      for (const key of Object.keys(container)) {
        if (++seen > MAX_PAYLOAD_KEYS) return undefined;
        const found = find(key);
        if (found !== undefined) return found;
        next.push(Reflect.get(container, key));
      }
    }
    level = next;
  }
  return undefined;
}

import { checkTopicFilter, hasWildcard, topicMatches } from '../topics/topicFilter';
import { withoutNumber, wordsOf } from './wordsOf';

/** A user's rule: messages of `topic` (an MQTT filter) get `symbol` (a name or a code). */
export interface TopicSymbol {
  readonly topic: string;
  readonly symbol: string | number;
}

/** A user's rule: names that contain `keyword` as a whole word get `symbol` (a name or a code). */
export interface KeywordSymbol {
  readonly keyword: string;
  readonly symbol: string | number;
}

/** An invalid rule; `rule` is the value given. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  constructor(
    readonly rule: unknown,
    reason: string,
  ) {
    super(reason);
  }
}

/** The user's rules, which take precedence over everything built in. */
export class SymbolRules<Result> {
  private readonly exactTopics = new Map<string, Result>();
  private readonly wildcardTopics = new Map<string, Result>();
  private readonly keywords = new Map<string, Result>();
  /** Number of words in the longest keyword: how many adjacent words are looked up together. */
  private longestKeyword = 1;

  /** @param resolve makes the result of a rule. @throws what it throws for an unknown symbol */
  constructor(
    private readonly resolve: (symbol: string | number, by: 'override' | 'keyword', match: string) => Result,
  ) {}

  /** @throws {TopicFilterError} {RuleError} */
  registerTopic(topic: string, symbol: string | number): void {
    if (typeof topic !== 'string') throw new RuleError(topic, 'A topic rule has no topic.');
    checkTopicFilter(topic);
    const topics = hasWildcard(topic) ? this.wildcardTopics : this.exactTopics;
    topics.set(topic, this.resolve(symbol, 'override', topic));
  }

  /** @throws {RuleError} */
  registerKeyword(keyword: string, symbol: string | number): void {
    if (typeof keyword !== 'string') throw new RuleError(keyword, 'A keyword rule has no keyword.');
    const words = wordsOf(keyword);
    if (words.length === 0) {
      throw new RuleError(
        keyword,
        `${JSON.stringify(keyword)} is not a keyword: it needs at least one letter or digit.`,
      );
    }
    const result = this.resolve(symbol, 'keyword', keyword);
    for (const phrase of [words, wordsOf(keyword.toLowerCase())]) {
      this.keywords.set(phrase.join(' '), result);
    }
    this.longestKeyword = Math.max(this.longestKeyword, words.length);
  }

  get hasKeywords(): boolean {
    return this.keywords.size > 0;
  }

  byTopic(topic: string): Result | undefined {
    const exact = this.exactTopics.size > 0 ? this.exactTopics.get(topic) : undefined;
    if (exact) return exact;
    if (this.wildcardTopics.size === 0) return undefined;
    for (const [filter, result] of this.wildcardTopics) {
      if (topicMatches(filter, topic)) return result;
    }
    return undefined;
  }

  /** The rule of the rightmost keyword in the rightmost segment that has one. */
  byWordsOf(path: string): Result | undefined {
    if (this.keywords.size === 0) return undefined;
    let end = path.length;
    while (end > 0) {
      const start = path.lastIndexOf('/', end - 1) + 1;
      const found = end > start ? this.findInName(path.slice(start, end)) : undefined;
      if (found !== undefined) return found;
      end = start - 1;
    }
    return undefined;
  }

  /** If the words of a name match nothing, its capitals may not be meant as camelCase (`TeMp`). */
  private findInName(name: string): Result | undefined {
    const found = this.find(wordsOf(name));
    if (found !== undefined) return found;
    const lowercase = name.toLowerCase();
    return lowercase === name ? undefined : this.find(wordsOf(lowercase));
  }

  private find(words: readonly string[]): Result | undefined {
    for (let end = words.length; end > 0; end--) {
      for (let length = Math.min(this.longestKeyword, end); length > 0; length--) {
        const phrase = words.slice(end - length, end).join(' ');
        const found = this.keywords.get(phrase) ?? this.keywords.get(withoutNumber(phrase));
        if (found) return found;
      }
    }
    return undefined;
  }
}

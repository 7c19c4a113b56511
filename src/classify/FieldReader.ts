import type { Classification } from './Classification';
import type { Convention } from './conventions';
import { isImpossible, type Judge } from './Judge';
import type { NameReader } from './lexicon/NameReader';
import { NOTHING, nameMeaning, type ReadingKind, STRONG } from './nameMeaning';
import { unitBeside, visitFields } from './payloadFields';
import { KIND_RANKS, RANK, type Ranking } from './Ranking';
import type { SymbolRules } from './SymbolRules';
import { valueKind } from './valueKind';

/** Diagnostics: what a device says of itself gives way to what it measures. */
const DIAGNOSTICS: ReadonlySet<string> = new Set(['battery', 'signal_strength', 'duration', 'timestamp']);

/** Offers what the fields of a payload say. */
export class FieldReader {
  constructor(
    private readonly reader: NameReader,
    private readonly rules: SymbolRules<Classification>,
    private readonly judge: Judge,
  ) {}

  /** @param imposed what the topic asks for: `…/set` makes setpoints of readings. */
  offerTo(ranking: Ranking, payload: unknown, imposed: ReadingKind | undefined): void {
    const { convention } = ranking;
    let order = 0;
    try {
      visitFields(payload, (key, value, depth, container) => {
        order++;
        const keyword = this.rules.byWordsOf(key);
        if (keyword) {
          const rank = RANK.payloadKeyword - depth;
          ranking.offer(rank, { classification: keyword, kind: 'reading', evidence: 'keyword' });
        }
        return this.offerField(ranking, { key, value, depth, container, order }, convention, imposed);
      });
    } catch {
      // A getter or proxy of the payload threw: what was seen until then has to do.
    }
  }

  /** @returns whether no other field can be better. */
  private offerField(
    ranking: Ranking,
    { key, value, depth, container, order }: PlacedField,
    convention: Convention | undefined,
    imposed: ReadingKind | undefined,
  ): boolean {
    this.reader.read(key, 0, key.length);
    if (this.reader.count === 0) return false;
    const known = { kind: valueKind(value), value };
    const own = nameMeaning(this.reader, known);
    const meaning = own && imposed && own.kind === 'reading' ? { ...own, kind: imposed } : own;
    if (!meaning || convention?.skip.has(key.toLowerCase())) return false;
    const { strength, kind, quantity } = meaning;
    if (kind === 'meta' && quantity === undefined) return false;
    const isDiagnostic = kind === 'meta' || kind === 'duration' || DIAGNOSTICS.has(quantity?.quantity ?? '');
    const tier = strength === NOTHING || isImpossible(meaning, known) ? 0 : KIND_RANKS[kind];
    const rank =
      RANK.payload +
      (isDiagnostic ? 0 : 1e5) +
      tier * 1e4 +
      strength * 2e3 -
      depth * 100 -
      Math.min(99, order) / 100;
    if (!ranking.wants(rank)) return false;
    const unit = known.kind === 'container' ? unitBeside(value, '') : unitBeside(container, key);
    ranking.offer(rank, this.judge.judge(meaning, 'payload', key, known, unit, convention));
    const isBest = depth === 0 && tier === KIND_RANKS.reading && strength === STRONG && !isDiagnostic;
    return isBest && !ranking.keepsAll && !this.rules.hasKeywords;
  }
}

interface PlacedField {
  readonly key: string;
  readonly value: unknown;
  /** 0 = outermost. */
  readonly depth: number;
  /** The object that it stands in. */
  readonly container: object;
  /** How many fields were seen before it, and itself. */
  readonly order: number;
}

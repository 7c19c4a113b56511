import { peekPayload } from '../../payload';
import { FALLBACK_SYMBOL, SymbolCatalog } from '../../symbols';
import { AnswerCache } from '../cache/AnswerCache';
import { PayloadWatch } from '../cache/PayloadWatch';
import { fieldOf } from '../fields/Field';
import { keyHints, keysOf, MAY_HAVE_NAME, MAY_HAVE_UNIT, MAY_HAVE_VALUE } from '../fields/keyHints';
import { qualityKey, qualityOf } from '../fields/qualityField';
import { itemOf, namesInside, valueInside } from '../fields/singleValue';
import { wholeUnit } from '../fields/unitFields';
import type { Leaf } from '../leaves/Leaf';
import { NameReader } from '../names/lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from '../names/lexicon/strength';
import type { NameMeaning } from '../names/NameMeaning';
import { type KeywordSymbol, SymbolRules, type TopicSymbol } from '../rules/SymbolRules';
import { conventionOf } from '../topics/conventionOf';
import { PathReader } from '../topics/PathReader';
import { knownValue } from '../values/knownValue';
import { isWholeWithin, type KnownValue } from '../values/valueKind';
import { Borrowing } from './Borrowing';
import type { Classification, ClassificationKind, Explanation } from './Classification';
import { ClassificationBuilder, withUnit } from './ClassificationBuilder';
import { kindOfValue } from './classificationKind';
import { FieldReader } from './FieldReader';
import { type LeafAnswer, LeafDecision } from './LeafDecision';
import { RANK, Ranking } from './Ranking';

export interface ClassifierOptions {
  readonly catalog?: SymbolCatalog | undefined;
  readonly topicSymbols?: readonly TopicSymbol[] | undefined;
  readonly keywordSymbols?: readonly KeywordSymbol[] | undefined;
  /** Symbol of messages that no rule recognizes; `SENSOR_POLL` by default. */
  readonly fallback?: string | number | undefined;
}

/** Kinds of values that nothing recognizes. */
const FALLBACK_KINDS: readonly ClassificationKind[] = ['measurement', 'state', 'text', 'meta'];

/** The maximum of a dimmer: a `light` with a number up to this may be a lamp. */
const MAX_DIMMER = 255;

/**
 * Gives each message a typed symbol. Rules are tried in the order that the Wire.Band edge protocol publishes: topic
 * overrides, registered keywords, words of the topic (rightmost segment first), keys of the payload, fallback. How
 * words compete is described in docs/classification.md.
 */
export class Classifier {
  private readonly builder: ClassificationBuilder;
  private readonly rules: SymbolRules<Classification>;
  private readonly paths: PathReader;
  private readonly fields: FieldReader;
  private readonly borrowing: Borrowing;
  private readonly leaves: LeafDecision;
  /** Classifications of messages that nothing recognizes, by the kind of the value. */
  private readonly fallbacks: ReadonlyMap<ClassificationKind, Classification>;
  private readonly fallback: Classification;
  /** The note of each is the key of the quality of its value. */
  private readonly answers = new AnswerCache<Classification>();
  private readonly leafAnswers = new AnswerCache<LeafAnswer>();
  /** Answers for leaves without a topic, by their paths. */
  private readonly nameAnswers = new AnswerCache<LeafAnswer>();

  /**
   * @throws {UnknownSymbolError} {TopicFilterError} {RuleError} if an option has an unknown symbol, an invalid MQTT
   * filter or no word.
   */
  constructor(options: ClassifierOptions = {}) {
    const builder = new ClassificationBuilder(options.catalog ?? new SymbolCatalog());
    const reader = new NameReader();
    this.builder = builder;
    this.rules = new SymbolRules((symbol, by, match) => Object.freeze(builder.fromSymbol(symbol, by, match)));
    this.paths = new PathReader(reader);
    this.borrowing = new Borrowing(reader);
    this.fields = new FieldReader(reader, this.rules, builder, this.borrowing);
    const fallbackOf = (kind: ClassificationKind): Classification =>
      Object.freeze(builder.fromSymbol(options.fallback ?? FALLBACK_SYMBOL, 'fallback', '', kind));
    this.fallback = fallbackOf('measurement');
    this.fallbacks = new Map(FALLBACK_KINDS.map((kind) => [kind, fallbackOf(kind)]));
    this.leaves = new LeafDecision(this.rules, this.paths, this.borrowing, builder, (known, isMeta) =>
      this.fallbackFor(known, isMeta),
    );
    for (const { topic, symbol } of options.topicSymbols ?? []) this.registerTopicSymbol(topic, symbol);
    for (const { keyword, symbol } of options.keywordSymbols ?? [])
      this.registerKeywordSymbol(keyword, symbol);
  }

  /**
   * Gives messages of this topic this symbol, whatever their names say. Wildcards are allowed; an exact topic takes
   * precedence, and of several wildcards the one registered first decides. Registering a topic again replaces its
   * symbol.
   * @throws {UnknownSymbolError} {TopicFilterError}
   */
  registerTopicSymbol(topic: string, symbol: string | number): void {
    this.rules.registerTopic(topic, symbol);
    this.forgetAnswers();
  }

  /**
   * Gives names that contain this keyword as whole words this symbol; it takes precedence over every built-in word.
   * @throws {UnknownSymbolError} {RuleError}
   */
  registerKeywordSymbol(keyword: string, symbol: string | number): void {
    this.rules.registerKeyword(keyword, symbol);
    this.forgetAnswers();
  }

  /** Classifies one message. The payload is read only if the topic says nothing; never throws. */
  classify(topic: string, payload: unknown): Classification {
    const ruled = mayNeedDecoding(payload) ? this.ruled(topic) : undefined;
    if (ruled) return ruled;
    const decoded = decoding(payload);
    const known = this.answers.of(topic, '');
    const found = known && this.answers.find(known, decoded);
    if (found)
      return found.note === undefined ? found.answer : withQuality(found.answer, found.note, decoded);
    if (!known || !this.answers.wants(known)) {
      const { best = this.fallback, qualityKey } = this.rankAll(topic, decoded);
      return withQuality(best, qualityKey, decoded);
    }
    const watch = new PayloadWatch(decoded);
    const { best = this.fallback, qualityKey } = this.rankAll(topic, decoded, watch);
    this.answers.add(known, watch, Object.freeze(best), undefined, qualityKey);
    return withQuality(best, qualityKey, decoded);
  }

  /** Like classify(), with everything else that was possible, and why. */
  explain(topic: string, payload: unknown): Explanation {
    const ranking = new Ranking(true);
    this.rank(topic, decoding(payload), ranking);
    const { best: classification = this.fallback, convention } = ranking;
    const candidates = ranking.candidates();
    return convention
      ? { classification, convention: convention.row.name, candidates }
      : { classification, candidates };
  }

  /** Classifies one leaf of a payload: its path decides, or the topic if the path says nothing. */
  classifyLeaf(topic: string, leaf: Leaf): LeafAnswer {
    const cache = topic === '' ? this.nameAnswers : this.leafAnswers;
    const known = topic === '' ? cache.of(leaf.path, '') : cache.of(topic, leaf.path);
    if (!known) return this.leaves.decide(topic, leaf, knownValue(leaf.value));
    const found = cache.find(known, leaf.value, leaf);
    if (found) return found.answer;
    if (!cache.wants(known)) return this.leaves.decide(topic, leaf, knownValue(leaf.value));
    const watch = new PayloadWatch(leaf.value);
    const decided = this.leaves.decide(topic, leaf, watch.knownRoot());
    Object.freeze(decided.classification);
    cache.add(known, watch, decided, leaf);
    return decided;
  }

  /** Whether a name says only which value it is, not what is measured, so that what is said above it applies. */
  saysNothing(name: string): boolean {
    return this.borrowing.saysNothing(name, 0, name.length, STRONG);
  }

  /** What the user's rules say about a topic. */
  private ruled(topic: string): Classification | undefined {
    return this.rules.byTopic(topic) ?? this.rules.byWordsOf(topic);
  }

  private forgetAnswers(): void {
    this.answers.clear();
    this.leafAnswers.clear();
    this.nameAnswers.clear();
  }

  private rankAll(topic: string, decoded: unknown, watch?: PayloadWatch): Ranking {
    const ranking = new Ranking(false, watch);
    this.rank(topic, decoded, ranking);
    return ranking;
  }

  private fallbackFor({ kind }: KnownValue, isMeta?: boolean): Classification {
    return this.fallbacks.get(isMeta ? 'meta' : kindOfValue(kind)) ?? this.fallback;
  }

  /** Offers everything that a message may be, from the most certain rule down, until nothing else can decide. */
  private rank(topic: string, decoded: unknown, ranking: Ranking): void {
    const override = this.rules.byTopic(topic);
    if (override) {
      ranking.offer(RANK.override, { classification: override, kind: 'reading', evidence: 'override' });
      if (ranking.isDecided(RANK.override)) return;
    }
    const keyword = this.rules.byWordsOf(topic);
    if (keyword) {
      ranking.offer(RANK.keyword, { classification: keyword, kind: 'reading', evidence: 'keyword' });
      if (ranking.isDecided(RANK.keyword)) return;
    }

    const convention = conventionOf(topic);
    ranking.convention = convention;
    const isContainer = typeof decoded === 'object' && decoded !== null;
    const item = itemOf(decoded);
    const keys = isContainer ? keysOf(item) : undefined;
    const hints = isContainer ? keyHints(keys) : 0;
    if ((hints & MAY_HAVE_VALUE) !== 0 && item === decoded && keys) ranking.qualityKey = qualityKey(keys);
    const known = knownOf(decoded, hints, ranking.watch);
    const unit = known.unit ?? ((hints & MAY_HAVE_UNIT) === 0 ? undefined : wholeUnit(item));
    const found = this.paths.read(topic, convention, known);
    // `unit-7` is a device; only a text can be a unit, a name or an address.
    const isNumbered =
      found?.meaning.kind === 'meta' && found.meaning.strength === NOTHING && known.kind !== 'text';
    const ofTopic =
      found && (known.kind === 'container' ? this.heldIn(found.meaning, decoded, ranking) : found.meaning);
    const isAside = isContainer && ofTopic?.kind === 'meta';
    if (ofTopic && !isNumbered && !isAside && !isLamp(ofTopic, known)) {
      const rank = isContainer ? topicRank(ofTopic) : RANK.topic;
      ranking.offer(rank, this.builder.fromName(ofTopic, 'topic', ofTopic.word, known, unit, convention));
      if (ranking.isDecided(RANK.topic)) return;
    }
    if (isContainer && !convention?.row.describes) {
      const asked = found?.meaning.kind;
      const imposed = asked === 'command' || asked === 'setpoint' ? asked : undefined;
      this.fields.offerTo(ranking, topic, decoded, item === decoded ? keys : undefined, imposed);
      if ((hints & MAY_HAVE_NAME) !== 0) this.offerNamed(ranking, decoded, known, unit);
    }
    this.offerLast(topic, known, unit, ranking);
  }

  /**
   * What a topic says about a payload with fields: its quantity counts only if one of them may have it. A published
   * word keeps its symbol.
   */
  private heldIn(meaning: NameMeaning, payload: unknown, { watch }: Ranking): NameMeaning | undefined {
    if (meaning.quantity === undefined || typeof payload !== 'object' || payload === null) return meaning;
    if (this.borrowing.isHeld(meaning, '', payload, watch)) return meaning;
    return meaning.keyword?.status === 'published'
      ? { ...meaning, quantity: undefined, others: [] }
      : undefined;
  }

  /** A payload that names its value: `{"name": "Pressure", "value": 1003.2}`. */
  private offerNamed(ranking: Ranking, payload: object, known: KnownValue, unit: string | undefined): void {
    if (known.kind !== 'number' || !ranking.wants(RANK.named)) return;
    ranking.watch?.giveUp();
    for (const name of namesInside(payload)) {
      const meaning = this.paths.read(name, undefined, known)?.meaning;
      if (!meaning || meaning.strength < GENERIC) continue;
      const classified = this.builder.fromName(
        meaning,
        'payload',
        meaning.word,
        known,
        unit,
        ranking.convention,
      );
      ranking.offer(RANK.named, classified);
      return;
    }
  }

  /** Offers what decides if no word does: a convention's device name, a unit alone, the convention, the fallback. */
  private offerLast(topic: string, known: KnownValue, unit: string | undefined, ranking: Ranking): void {
    const { convention } = ranking;
    if (convention && !convention.row.describes && ranking.wants(RANK.device)) {
      const meaning = this.paths.readDevice(topic, convention, known)?.meaning;
      if (meaning)
        ranking.offer(
          RANK.device,
          this.builder.fromName(meaning, 'topic', meaning.word, known, unit, convention),
        );
    }
    if (
      unit !== undefined &&
      known.kind === 'number' &&
      !convention?.row.describes &&
      ranking.wants(RANK.unit)
    ) {
      const byUnit = this.leaves.byUnit(topic, unit, known);
      if (byUnit) ranking.offer(RANK.unit, { classification: byUnit, kind: 'reading', evidence: 'unit' });
    }
    if (convention?.row.symbol && ranking.wants(RANK.convention)) {
      const fixedWord = topic.slice(0, topic.indexOf('/'));
      const kind = convention.row.kind ?? 'reading';
      const said = known.kind === 'container' ? undefined : kindOfValue(known.kind);
      const ofFamily = this.builder.fromSymbol(convention.row.symbol, 'topic', fixedWord, said);
      ranking.offer(RANK.convention, { classification: ofFamily, kind, evidence: 'convention' });
    }
    if (ranking.wants(RANK.fallback)) {
      const fallback = withUnit(this.fallbackFor(known), unit);
      ranking.offer(RANK.fallback, { classification: fallback, kind: 'reading', evidence: 'fallback' });
    }
  }
}

/** Adds the quality, which belongs to this message; everything else applies to all messages like it. */
function withQuality(found: Classification, key: string | undefined, decoded: unknown): Classification {
  if (key === undefined || typeof decoded !== 'object' || decoded === null) return found;
  const quality = qualityOf(fieldOf(decoded, key));
  return quality === undefined ? found : { ...found, quality };
}

/** First characters of texts that may hold more than one value, or JSON of one: others are taken as they are. */
const MAY_HOLD: ReadonlySet<number> = new Set([...'{["n \t\r\n'].map((first) => first.charCodeAt(0)));

/** Whether reading a payload takes longer than applying the user's rules, as texts and bytes do. */
function mayNeedDecoding(payload: unknown): boolean {
  return typeof payload === 'string' || payload instanceof Uint8Array;
}

/** The decoded payload; undefined if reading it throws, as a getter or proxy may. */
function decoding(payload: unknown): unknown {
  if (typeof payload === 'string' ? !MAY_HOLD.has(payload.charCodeAt(0)) : typeof payload !== 'object') {
    return payload;
  }
  try {
    return peekPayload(payload);
  } catch {
    return undefined;
  }
}

/**
 * What is known about the one value that a payload is or holds; a container if it holds none or several.
 * @param hints those of its item, by keyHints().
 */
function knownOf(decoded: unknown, hints: number, watch: PayloadWatch | undefined): KnownValue {
  if (typeof decoded !== 'object' || decoded === null) return watch ? watch.knownRoot() : knownValue(decoded);
  const inside = valueInside(decoded, hints);
  if (!inside) return { kind: 'container', value: decoded };
  return watch ? watch.known(decoded, inside.key, inside.value) : knownValue(inside.value);
}

/** The rank of a topic for a payload with fields: the fields decide if the topic says little. */
function topicRank({ strength, kind, keyword, isAlone, evidence, quantity }: NameMeaning): number {
  // `weather/current` with fields is the present weather.
  if (isAlone && keyword?.quantity === 'current') return RANK.weakTopic + 1000 * strength;
  // `data/kv` may mean keys and values.
  if (isAlone && evidence === 'unit') return RANK.weakTopic + 1000 * WEAK;
  // `plant/fan-3` with fields is a fan, unless one of them says what is measured about it.
  if (keyword?.symbol === 'SENSOR_FAN' && kind === 'reading') return RANK.thing;
  // A quantity without a class of its own gives way to fields that have one.
  if (quantity?.hasClass === false) return RANK.weakTopic + 1000 * strength;
  const isSure = strength === STRONG || (strength > NOTHING && kind !== 'reading' && kind !== 'state');
  return isSure ? RANK.topic : RANK.weakTopic + 1000 * strength;
}

function isLamp({ word, strength }: NameMeaning, known: KnownValue): boolean {
  if (word !== 'light' || strength !== GENERIC || known.kind !== 'number') return false;
  return isWholeWithin(known, Number.NEGATIVE_INFINITY, MAX_DIMMER);
}

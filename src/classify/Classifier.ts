import { decodePayload } from '../payload';
import { type EdgeSymbol, FALLBACK_SYMBOL, type Family, SymbolCatalog } from '../symbols';
import { type Convention, conventionOf } from './conventions';
import { NameReader } from './lexicon/NameReader';
import {
  type Evidence,
  GENERIC,
  type KnownValue,
  type NameMeaning,
  NOTHING,
  nameMeaning,
  type ReadingKind,
  STRONG,
} from './nameMeaning';
import { siblingUnit, visitFields } from './payloadFields';
import type { Leaf } from './readings/Leaf';
import { type KeywordSymbol, SymbolRules, type TopicSymbol } from './SymbolRules';
import { symbolOf } from './symbolOf';
import { spellUnit, unitOfSpelling } from './unitSpelling';
import { canBe, valueKind } from './valueKind';

export { type KeywordSymbol, RuleError, type TopicSymbol } from './SymbolRules';

/** The rule that decided, in the order in which rules are tried. */
export type ClassificationRule = 'override' | 'keyword' | 'topic' | 'payload' | 'fallback';

/**
 * What a message is. `match` is the topic filter, keyword, word or key that decided, `''` for the fallback;
 * `unit` is spelled as SenML does, or UCUM where SenML has none.
 */
export interface Classification {
  readonly symbol: number;
  readonly code: string;
  readonly name: string;
  readonly family: Family;
  readonly quantity?: string;
  readonly unit?: string;
  readonly by: ClassificationRule;
  readonly match: string;
}

/** A classification that was possible, with why. */
export interface Candidate extends Classification {
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
}

/** All that was possible, best first: the first is the classification. */
export interface Explanation {
  readonly classification: Classification;
  /** The convention that the topic follows, by its usual name. */
  readonly convention?: string;
  readonly candidates: readonly Candidate[];
}

export interface ClassifierOptions {
  readonly catalog?: SymbolCatalog | undefined;
  readonly topicSymbols?: readonly TopicSymbol[] | undefined;
  readonly keywordSymbols?: readonly KeywordSymbol[] | undefined;
  /** Symbol of what no rule recognises; `SENSOR_POLL` by default. */
  readonly fallback?: string | number | undefined;
}

/** A candidate with its rank; the highest decides, of equals the first. */
interface Ranked {
  readonly rank: number;
  readonly candidate: Candidate;
}

/** Symbols are few; more than these are a user's codes without end. */
const MAX_RESOLVED = 1000;

/** Diagnostics: what a device says of itself gives way to what it measures. */
const DIAGNOSTICS: ReadonlySet<string> = new Set(['battery', 'signal_strength', 'duration', 'timestamp']);

/** Ranks of rules; between them the payload's fields stand by what they say and how deep they lie. */
const RANK = {
  override: 1e6,
  keyword: 9e5,
  topic: 8e5,
  payloadKeyword: 7e5,
  payload: 1e5,
  weakTopic: 1e4,
  device: 5e3,
  unit: 20,
  convention: 10,
  fallback: 0,
};

const KIND_RANKS: Readonly<Record<ReadingKind, number>> = {
  reading: 5,
  extreme: 4,
  alert: 4,
  command: 3,
  setpoint: 3,
  limit: 2,
  duration: 2,
  count: 2,
  state: 1,
  meta: 0,
};

/**
 * Gives each message a typed symbol. Rules are tried in the order that the Wire.Band edge protocol publishes:
 * topic overrides, registered keywords, words of the topic (rightmost segment first), keys of the payload,
 * fallback. How words compete is written in docs/classification.md.
 */
export class Classifier {
  private readonly catalog: SymbolCatalog;
  private readonly rules: SymbolRules<Classification>;
  private readonly fallback: Classification;
  private readonly reader = new NameReader();
  /** Symbols of the built-in tables, resolved once. */
  private readonly resolved = new Map<string | number, EdgeSymbol>();

  /**
   * @throws {UnknownSymbolError} {TopicFilterError} {RuleError} when an option names no symbol, no valid
   * MQTT filter or no word.
   */
  constructor(options: ClassifierOptions = {}) {
    this.catalog = options.catalog ?? new SymbolCatalog();
    this.rules = new SymbolRules((symbol, by, match) =>
      Object.freeze(this.toClassification(symbol, by, match)),
    );
    this.fallback = Object.freeze(this.toClassification(options.fallback ?? FALLBACK_SYMBOL, 'fallback', ''));
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
    this.rules.registerTopic(topic, symbol);
  }

  /**
   * Names that hold this keyword as whole words are this symbol; it goes before every built-in word.
   * @throws {UnknownSymbolError} {RuleError}
   */
  registerKeywordSymbol(keyword: string, symbol: string | number): void {
    this.rules.registerKeyword(keyword, symbol);
  }

  /** Classifies one message. The payload is only looked at where the topic says nothing; never throws. */
  classify(topic: string, payload: unknown): Classification {
    return this.rank(topic, payload, undefined).classification;
  }

  /** Like classify(), with everything else that was possible and why. */
  explain(topic: string, payload: unknown): Explanation {
    const all: Ranked[] = [];
    const { classification, convention } = this.rank(topic, payload, all);
    all.sort((a, b) => b.rank - a.rank);
    const candidates = all.map(({ candidate }) => candidate);
    return convention ? { classification, convention, candidates } : { classification, candidates };
  }

  /** Classifies one leaf of a payload: its path decides, and the topic where the path says nothing. */
  classifyLeaf(topic: string, leaf: Leaf): { classification: Classification; kind: ReadingKind } {
    const full = leaf.path === '' ? topic : `${topic}/${leaf.path}`;
    const ruled =
      this.rules.byTopic(full) ??
      this.rules.byTopic(topic) ??
      this.rules.byWordsOf(leaf.path) ??
      this.rules.byWordsOf(topic);
    const known = { kind: valueKind(leaf.value), value: leaf.value };
    const found = this.readSegments(leaf.path, undefined, known);
    const fromPath =
      found && (found.meaning.strength > NOTHING || found.meaning.kind !== 'reading') ? found : undefined;
    const topicFound = fromPath ? undefined : this.readSegments(topic, conventionOf(topic), known);
    const chosen = fromPath ?? topicFound;
    const kind = leaf.meta ? 'meta' : (chosen?.meaning.kind ?? 'reading');
    const { unit } = leaf;
    if (ruled) return { classification: withUnit(ruled, unit), kind };
    if (chosen) {
      const [by, match] = fromPath
        ? (['payload', chosen.name] as const)
        : (['topic', chosen.meaning.word] as const);
      return { classification: this.judge(chosen.meaning, by, match, known, unit).classification, kind };
    }
    const byUnit = unit === undefined ? undefined : this.byUnit(unit, known);
    if (byUnit) return { classification: byUnit, kind: 'reading' };
    return { classification: withUnit(this.fallback, unit), kind };
  }

  private rank(
    topic: string,
    payload: unknown,
    all: Ranked[] | undefined,
  ): { classification: Classification; convention?: string } {
    let bestRank = -1;
    let classification = this.fallback;
    const isBetter = (rank: number): boolean => rank > bestRank || all !== undefined;
    const offer = (rank: number, judged: Judged): void => {
      all?.push({
        rank,
        candidate: { ...judged.classification, kind: judged.kind, evidence: judged.evidence },
      });
      if (rank <= bestRank) return;
      bestRank = rank;
      classification = judged.classification;
    };

    const override = this.rules.byTopic(topic);
    if (override) {
      if (!all) return { classification: override };
      offer(RANK.override, { classification: override, kind: 'reading', evidence: 'override' });
    }
    const keyword = this.rules.byWordsOf(topic);
    if (keyword) {
      if (!all) return { classification: keyword };
      offer(RANK.keyword, { classification: keyword, kind: 'reading', evidence: 'keyword' });
    }

    const convention = conventionOf(topic);
    const decoded = decoding(payload);
    const isContainer = typeof decoded === 'object' && decoded !== null;
    const known = { kind: isContainer ? ('container' as const) : valueKind(decoded), value: decoded };
    const found = this.readSegments(topic, convention, known);
    let unit: string | undefined;
    // `unit-7` is a device; only a text can be a unit, a name or an address.
    const isNumbered =
      found?.meaning.kind === 'meta' && found.meaning.strength === NOTHING && known.kind !== 'text';
    if (found && !isNumbered) {
      unit = unitBeside(decoded, '');
      const { strength, kind } = found.meaning;
      const isSure =
        !isContainer || strength === STRONG || (strength > NOTHING && kind !== 'reading' && kind !== 'state');
      const rank = isSure ? RANK.topic : RANK.weakTopic + 1000 * strength;
      offer(rank, this.judge(found.meaning, 'topic', found.meaning.word, known, unit, convention));
      if (isSure && !all) return { classification };
    }
    if (isContainer) {
      const asked = found?.meaning.kind === 'command' || found?.meaning.kind === 'setpoint';
      const imposed = asked ? found.meaning.kind : undefined;
      this.offerFields(decoded, convention, imposed, all !== undefined, isBetter, offer);
    }
    if (isContainer && isBetter(RANK.device)) unit = unitBeside(decoded, '');
    if (convention && isBetter(RANK.device)) {
      const device = this.readDevice(topic, convention, known);
      if (device)
        offer(RANK.device, this.judge(device.meaning, 'topic', device.meaning.word, known, unit, convention));
    }
    if (unit !== undefined && isBetter(RANK.unit)) {
      const byUnit = this.byUnit(unit, known);
      if (byUnit) offer(RANK.unit, { classification: byUnit, kind: 'reading', evidence: 'unit' });
    }
    if (convention?.row.symbol && isBetter(RANK.convention)) {
      const fixedWord = topic.slice(0, topic.indexOf('/'));
      const kind = convention.row.kind ?? 'reading';
      const ofFamily = this.toClassification(convention.row.symbol, 'topic', fixedWord);
      offer(RANK.convention, { classification: ofFamily, kind, evidence: 'convention' });
    }
    if (isBetter(RANK.fallback)) {
      const fallback = withUnit(this.fallback, unit);
      offer(RANK.fallback, { classification: fallback, kind: 'reading', evidence: 'fallback' });
    }
    return convention ? { classification, convention: convention.row.name } : { classification };
  }

  private offerFields(
    payload: unknown,
    convention: Convention | undefined,
    imposed: ReadingKind | undefined,
    wantsAll: boolean,
    isBetter: (rank: number) => boolean,
    offer: (rank: number, judged: Judged) => void,
  ): void {
    let order = 0;
    try {
      visitFields(payload, (key, value, depth, container) => {
        order++;
        const keyword = this.rules.byWordsOf(key);
        if (keyword) {
          offer(RANK.payloadKeyword - depth, {
            classification: keyword,
            kind: 'reading',
            evidence: 'keyword',
          });
        }
        this.reader.read(key, 0, key.length);
        if (this.reader.count === 0) return false;
        const known = { kind: valueKind(value), value };
        const own = nameMeaning(this.reader, known);
        const meaning = own && imposed && own.kind === 'reading' ? { ...own, kind: imposed } : own;
        if (!meaning || convention?.skip.has(key.toLowerCase())) return false;
        const { strength, kind, quantity } = meaning;
        if (kind === 'meta' && quantity === undefined) return false;
        const isDiagnostic =
          kind === 'meta' || kind === 'duration' || DIAGNOSTICS.has(quantity?.quantity ?? '');
        const tier = strength === NOTHING || isImpossible(meaning, known) ? 0 : KIND_RANKS[kind];
        const rank =
          RANK.payload +
          (isDiagnostic ? 0 : 1e5) +
          tier * 1e4 +
          strength * 2e3 -
          depth * 100 -
          Math.min(99, order) / 100;
        if (!isBetter(rank)) return false;
        const unit = known.kind === 'container' ? unitBeside(value, '') : unitBeside(container, key);
        offer(rank, this.judge(meaning, 'payload', key, known, unit, convention));
        const isBest = depth === 0 && tier === KIND_RANKS.reading && strength === STRONG && !isDiagnostic;
        return isBest && !wantsAll && !this.rules.hasKeywords;
      });
    } catch {
      // A getter or proxy of the payload threw: what was seen until then has to do.
    }
  }

  private byUnit(unit: string, known: KnownValue): Classification | undefined {
    const row = unitOfSpelling(unit);
    if (!row || row.quantity === '' || known.kind === 'text') return undefined;
    const symbol = symbolOf({ kind: 'reading', quantity: row.quantity });
    return { ...this.toClassification(symbol, 'payload', 'unit'), quantity: row.quantity, unit: row.unit };
  }

  private readDevice(topic: string, convention: Convention, known: KnownValue): Found | undefined {
    const device = topic
      .split('/', 9)
      .filter((_, level) => convention.isDevice[Math.min(level, convention.isDevice.length - 1)]);
    const found = this.readSegments(device.join('/'), undefined, known);
    return found?.meaning.strength === STRONG ? found : undefined;
  }

  /** Reads segments from right to left; modifiers of segments on the right speak of quantities on their left. */
  private readSegments(
    path: string,
    convention: Convention | undefined,
    known: KnownValue,
  ): Found | undefined {
    let end = path.length;
    let level = convention ? countLevels(path) - 1 : 0;
    const isText = known.kind === 'text';
    let own: Found | undefined;
    let generic: Found | undefined;
    while (end > 0) {
      const start = path.lastIndexOf('/', end - 1) + 1;
      const isContent = !convention || (level >= convention.from && level < convention.to);
      if (end > start && isContent && !convention?.skip.has(path.slice(start, end).toLowerCase())) {
        this.reader.read(path, start, end);
        const meaning = nameMeaning(this.reader, known);
        if (meaning) {
          const name = path.slice(start, end);
          if (meaning.strength === STRONG) return combine({ meaning, name }, own, isText);
          if (generic) return combine(generic, own, isText);
          if (meaning.strength === GENERIC) generic = { meaning, name };
          else if (meaning.strength > NOTHING) return combine({ meaning, name }, own, isText);
          else own ??= { meaning, name };
        } else if (generic) return combine(generic, own, isText);
      }
      end = start - 1;
      level--;
    }
    return generic ? combine(generic, own, isText) : own;
  }

  private judge(
    meaning: NameMeaning,
    by: ClassificationRule,
    match: string,
    known: KnownValue,
    foundUnit: string | undefined,
    convention?: Convention,
  ): Judged {
    let { quantity, kind, evidence } = meaning;
    const { keyword } = meaning;
    if (convention?.row.kind === 'command' && kind !== 'meta') kind = 'command';
    if (
      known.kind === 'switch' &&
      quantity?.quantity === 'power' &&
      (kind === 'reading' || kind === 'command')
    ) {
      return { classification: this.toClassification('ACTUATOR_RELAY_SET', by, match), kind, evidence };
    }
    if (isImpossible(meaning, known) && kind !== 'command') {
      quantity = undefined;
      if (kind === 'reading') kind = 'state';
    }
    let unit = meaning.unit?.unit;
    if (foundUnit !== undefined) {
      const row = unitOfSpelling(foundUnit);
      unit ??= spellUnit(foundUnit);
      const contradicts = row && row.quantity !== '' && quantity && !quantity.units.includes(row.unit);
      if (contradicts && meaning.strength < STRONG) {
        const symbol = symbolOf({ kind, quantity: row.quantity });
        const classification = this.toClassification(symbol, by, match, row.quantity, row.unit);
        return { classification, kind, evidence: 'unit' };
      }
    }
    const name = quantityNameOf(kind, quantity);
    const symbol = symbolOf({ kind, quantity: name, keyword: keyword?.symbol });
    if (known.kind === 'switch') unit = undefined;
    return { classification: this.toClassification(symbol, by, match, name, unit), kind, evidence };
  }

  private toClassification(
    given: string | number,
    by: ClassificationRule,
    match: string,
    quantity?: string,
    unit?: string,
  ): Classification {
    let found = this.resolved.get(given);
    if (!found) {
      found = this.catalog.resolve(given);
      if (this.resolved.size < MAX_RESOLVED) this.resolved.set(given, found);
    }
    const { code, hex, name, family } = found;
    if (quantity === undefined) {
      return unit === undefined
        ? { symbol: code, code: hex, name, family, by, match }
        : { symbol: code, code: hex, name, family, unit, by, match };
    }
    return unit === undefined
      ? { symbol: code, code: hex, name, family, quantity, by, match }
      : { symbol: code, code: hex, name, family, quantity, unit, by, match };
  }
}

/** What a name says of a value, judged. */
interface Judged {
  readonly classification: Classification;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
}

/** `{"power": "ON"}`: a value that this quantity cannot have. Published words decide whatever the value is. */
function isImpossible({ quantity, keyword, kind }: NameMeaning, known: KnownValue): boolean {
  if (quantity === undefined || (keyword?.status === 'published' && kind === 'reading')) return false;
  return !canBe(quantity, known);
}

function quantityNameOf(kind: ReadingKind, quantity: NameMeaning['quantity']): string | undefined {
  switch (kind) {
    case 'duration':
      return 'duration';
    case 'alert':
    case 'state':
    case 'count':
      return undefined;
    case 'reading':
    case 'extreme':
    case 'limit':
    case 'setpoint':
    case 'command':
    case 'meta':
      return quantity?.quantity;
  }
}

/** A meaning with the name of the segment that holds it. */
interface Found {
  readonly meaning: NameMeaning;
  readonly name: string;
}

/** What stands right of a quantity says what kind of value it is: `temperature/set`, `temperature/alarm`. */
function combine(found: Found, right: Found | undefined, isText: boolean): Found {
  if (!right) return found;
  // `temp/unit-7` is a place, `temperature/unit` with a text is not.
  if (right.meaning.kind === 'meta' && !isText) return found;
  // `temperature/state` is the value of the temperature, as Home Assistant and ESPHome publish it.
  if (right.meaning.kind === 'reading' || right.name.toLowerCase() === 'state') return found;
  return { ...found, meaning: { ...found.meaning, kind: right.meaning.kind } };
}

function withUnit(classification: Classification, found: string | undefined): Classification {
  const unit = found === undefined ? undefined : spellUnit(found);
  return unit ? { ...classification, unit } : classification;
}

function countLevels(topic: string): number {
  let levels = 1;
  for (let at = topic.indexOf('/'); at >= 0; at = topic.indexOf('/', at + 1)) levels++;
  return levels;
}

/** The payload as it is meant; undefined where reading it throws, as a getter or proxy may. */
function decoding(payload: unknown): unknown {
  try {
    return decodePayload(payload);
  } catch {
    return undefined;
  }
}

function unitBeside(container: unknown, key: string): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    return siblingUnit(container, key);
  } catch {
    return undefined;
  }
}

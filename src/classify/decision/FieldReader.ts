import type { Family } from '../../symbols';
import type { Quantity } from '../../symbols/vocabulary';
import { isRadioNoise } from '../fields/metaFields';
import {
  readUnitFields,
  type UnitFields,
  unitForQuantity,
  unitOfField,
  wholeUnit,
} from '../fields/unitFields';
import {
  baseNameOf,
  isGenericHolderKey,
  isGenericValueKey,
  type ValueNames,
  valueNamesIn,
} from '../fields/valueNames';
import { type PayloadField, visitFields } from '../fields/visitFields';
import { meaningOfInstance } from '../names/instanceNumber';
import { ipsoMeaning } from '../names/ipso';
import type { ReadingKind } from '../names/kindOf';
import { MODIFIER_BITS } from '../names/lexicon/Lexicon';
import type { NameReader } from '../names/lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from '../names/lexicon/strength';
import { meaningOfName } from '../names/meaningOfName';
import type { NameMeaning } from '../names/NameMeaning';
import { obisMeaning } from '../names/obis';
import type { SymbolRules } from '../rules/SymbolRules';
import { knownValue } from '../values/knownValue';
import type { KnownValue } from '../values/valueKind';
import type { Borrowing } from './Borrowing';
import type { Classification } from './Classification';
import { type ClassificationBuilder, type Classified, isImpossible } from './ClassificationBuilder';
import { KIND_RANKS, RANK, type Ranking } from './Ranking';

/** Diagnostics: what a device says about itself gives way to what it measures. */
const DIAGNOSTICS: ReadonlySet<string> = new Set<Quantity>(['battery', 'signal_strength', 'duration']);

/** Longer keys are not read together with the key above them. */
const MAX_JOINED = 40;

/** A payload with more keys names no value. */
const MAX_KEYS = 32;

/** Maximum number of objects in a payload that are searched for names next to values: they are alike. */
const MAX_NAMED = 50;

/** Maximum number of keys below a quantity that are searched for its unit. */
const MAX_INNER = 8;

const UNKNOWN: KnownValue = { kind: 'unknown', value: undefined };

/**
 * Strength of a name that holds further fields and names only the thing that they belong to: a strong quantity inside
 * takes precedence over a motor, and anything measured there over a place.
 */
const THING = 2.5;
const PLACE = 1.5;

/** Offers what the fields of a payload say. */
export class FieldReader {
  constructor(
    private readonly reader: NameReader,
    private readonly rules: SymbolRules<Classification>,
    private readonly builder: ClassificationBuilder,
    private readonly borrowing: Borrowing,
  ) {}

  /**
   * @param keys those of the payload, if known. @param imposed what the topic requests: `…/set` turns readings into set
   * points.
   */
  offerTo(
    ranking: Ranking,
    topic: string,
    payload: object,
    keys: readonly string[] | undefined,
    imposed: ReadingKind | undefined,
  ): void {
    const fields = new FieldOffers(ranking, topic, payload, keys, imposed);
    try {
      visitFields(payload, keys, (field) => {
        const keyword = this.rules.byWordsOf(field.key);
        if (keyword) {
          const rank = RANK.payloadKeyword - field.depth;
          ranking.offer(rank, { classification: keyword, kind: 'reading', evidence: 'keyword' });
        }
        return this.offerField(fields, field);
      });
    } catch {
      // A getter or proxy of the payload threw: what was seen so far counts.
    }
    fields.end();
  }

  /** @returns whether no other field can be better. */
  private offerField(fields: FieldOffers, field: PayloadField): boolean {
    const { ranking } = fields;
    const { key, value, depth } = field;
    const known = ranking.watch ? ranking.watch.known(field.container, key, value) : knownValue(value);
    const isValue = known.kind === 'number' || known.kind === 'switch';
    const ofKey = this.meaningOf(field, known, fields.topic);
    const isSaid = ofKey !== undefined && ofKey.strength > WEAK;
    const beside = isSaid ? undefined : this.meaningBeside(fields, field, known);
    const own = beside ?? ofKey;
    if (ranking.convention?.skip.has(key, 0, key.length)) return false;
    if (!own) {
      if (isValue) this.offerByUnit(fields, field, known);
      return false;
    }
    const meaning = fields.imposed && own.kind === 'reading' ? { ...own, kind: fields.imposed } : own;
    const { kind, quantity } = meaning;
    const strength = known.kind === 'container' ? strengthAround(key, meaning) : meaning.strength;
    // What is said about the message itself (IDs, times, the link) decides nothing.
    if (kind === 'meta' || !this.isHeld(fields, field, meaning)) return false;
    if (known.kind === 'text' && meaning.keyword?.symbol.startsWith('GEO_')) return false;
    if (quantity?.quantity === 'sound_pressure' && isRadioNoise(key, field.siblings)) return false;
    const isDiagnostic = kind === 'duration' || DIAGNOSTICS.has(quantity?.quantity ?? '');
    const tier = strength === NOTHING || isImpossible(meaning, known) ? 0 : tierOf(meaning);
    const rank =
      RANK.payload +
      (isDiagnostic ? 0 : 1e5) +
      tier * 1e4 +
      strength * 2e3 -
      depth * 100 -
      Math.min(99, field.order) / 100;
    if (!ranking.wants(rank)) return false;
    const unit = this.unitOf(fields, field, known, quantity?.quantity);
    const match = beside ? beside.word : key;
    const classified = this.builder.fromName(meaning, 'payload', match, known, unit, ranking.convention);
    if (kind === 'duration' && classified.classification.quantity === 'duration') fields.defer(classified);
    else if (known.kind !== 'container' && isThing(classified)) {
      fields.deferThing(rank, classified);
      return false;
    } else ranking.offer(rank, classified);
    // Fields come level by level, in order: no later one has a higher rank.
    const isBest = tier === KIND_RANKS.reading && strength === STRONG && !isDiagnostic;
    return isBest && !ranking.keepsAll && !this.rules.hasKeywords;
  }

  /** Whether one of the values below a quantity may have it: `{"energy":{"mystery":7}}` does not measure energy. */
  private isHeld({ ranking }: FieldOffers, { key, value }: PayloadField, meaning: NameMeaning): boolean {
    if (typeof value !== 'object' || value === null) return true;
    return this.borrowing.isHeld(meaning, key, value, ranking.watch);
  }

  /** What a key says, alone or with the key above it: `{"wind": {"speed": 3}}`. */
  private meaningOf(
    { key, parentKey }: PayloadField,
    known: KnownValue,
    topic: string,
  ): NameMeaning | undefined {
    this.reader.read(key, 0, key.length);
    const own =
      this.reader.count === 0
        ? (obisMeaning(key, 0, key.length) ?? ipsoMeaning(key))
        : (meaningOfName(this.reader, known) ?? this.airside(key, known, topic));
    const length = parentKey.length + key.length;
    if (parentKey === '' || own?.strength === STRONG || length > MAX_JOINED || known.kind === 'container') {
      return own;
    }
    const joined = `${parentKey}/${key}`;
    this.reader.read(joined, 0, joined.length);
    const meaning = meaningOfName(this.reader, known);
    if (meaning?.strength !== STRONG) return own;
    const spans = this.reader.endOf(meaning.at) > parentKey.length;
    return spans ? meaning : own;
  }

  /** What the fields next to a value say that it is: `{"name":"temperature","value":21}`, anywhere in the payload. */
  private meaningBeside(
    fields: FieldOffers,
    { container, key, isItem }: PayloadField,
    known: KnownValue,
  ): NameMeaning | undefined {
    const isOne = known.kind === 'number' || known.kind === 'switch';
    if (!(isOne ? isGenericValueKey(key, isItem) : known.kind === 'container' && isGenericHolderKey(key)))
      return undefined;
    fields.ranking.watch?.giveUp();
    const named = fields.valueNamesIn(container, isItem, (other) => this.isMetaName(other));
    if (named?.key !== key) return undefined;
    for (const name of named.names) {
      const full = `${fields.baseName}${name}`;
      this.reader.read(full, 0, full.length);
      const meaning = this.reader.count === 0 ? ipsoMeaning(full) : meaningOfName(this.reader, known);
      if (meaning && meaning.strength >= GENERIC) return meaning;
    }
    return undefined;
  }

  private isMetaName(key: string): boolean {
    this.reader.read(key, 0, key.length);
    return meaningOfName(this.reader, UNKNOWN)?.kind === 'meta';
  }

  /** What the key read last means in a topic about air handling: `SAT` in `ahu-3`. */
  private airside(key: string, known: KnownValue, topic: string): NameMeaning | undefined {
    if ((this.reader.modifiers & MODIFIER_BITS.airside) === 0) return undefined;
    this.reader.read(topic, 0, topic.length);
    const around = this.reader.modifiers & MODIFIER_BITS.hvac;
    this.reader.read(key, 0, key.length);
    return around === 0 ? undefined : meaningOfName(this.reader, known, around);
  }

  private offerByUnit(fields: FieldOffers, field: PayloadField, known: KnownValue): void {
    fields.sawUnknown = true;
    if (known.kind === 'number') fields.sawUnknownNumber = true;
    const units = fields.unitsOf(field);
    const unit =
      known.unit ??
      unitOfField(units, field.key) ??
      (isGenericValueKey(field.key, false) ? units.whole : undefined);
    const byUnit = unit === undefined ? undefined : this.builder.fromUnit(unit, known);
    if (!byUnit) return;
    const rank =
      RANK.payload + 1e5 + KIND_RANKS.reading * 1e4 - field.depth * 100 - Math.min(99, field.order) / 100;
    fields.ranking.offer(rank, {
      classification: { ...byUnit, match: field.key },
      kind: 'reading',
      evidence: 'unit',
    });
  }

  private unitOf(
    fields: FieldOffers,
    field: PayloadField,
    known: KnownValue,
    quantity: string | undefined,
  ): string | undefined {
    const { key, value } = field;
    const units = fields.unitsOf(field);
    const own =
      known.kind === 'container'
        ? (wholeUnit(value) ?? this.unitInside(key, value, quantity))
        : (known.unit ?? unitOfField(units, key) ?? units.whole);
    return (
      own ??
      unitForQuantity(units, quantity, this.reader) ??
      unitForQuantity(fields.rootUnits, quantity, this.reader)
    );
  }

  /** The unit in the keys below a quantity, which are values of it: `{"temperature":{"tC":21.3,"tF":70.3}}`. */
  private unitInside(key: string, value: unknown, quantity: string | undefined): string | undefined {
    if (quantity === undefined || typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return undefined;
    for (const inner of Object.keys(value).slice(0, MAX_INNER)) {
      const joined = `${key}/${inner}`;
      if (joined.length > MAX_JOINED || typeof Reflect.get(value, inner) !== 'number') continue;
      this.reader.read(joined, 0, joined.length);
      const meaning = meaningOfName(this.reader, UNKNOWN);
      if (meaning?.unit && meaning.quantity?.quantity === quantity) return meaning.unit.unit;
    }
    return undefined;
  }
}

/** Measured values come first; a quantity without a class counts less than any other. */
function tierOf({ kind, quantity }: NameMeaning): number {
  return quantity?.hasClass === false ? KIND_RANKS.state : KIND_RANKS[kind];
}

/** Families that apply to a whole message or not at all: one switch among readings does not make them a relay. */
const THINGS: ReadonlySet<Family> = new Set<Family>(['actuator', 'gpio', 'edge', 'metrics']);

/** Whether a field names nothing measured: a part that is switched, or a limit or set point of nothing. */
function isThing({ classification: { name, family, quantity }, kind }: Classified): boolean {
  if (quantity !== undefined || kind === 'command') return false;
  return THINGS.has(family) || name === 'SENSOR_THRESHOLD';
}

/** How certain a name is about the fields below it. */
function strengthAround(key: string, meaning: NameMeaning): number {
  const { strength, quantity, keyword } = meaningOfInstance(meaning, key, key.length);
  if (strength !== STRONG || quantity || !keyword) return strength;
  return keyword.symbol.startsWith('GEO_') ? PLACE : THING;
}

/** What is remembered while the fields of one payload are offered. */
class FieldOffers {
  /** Whether there was a value that no word explains. */
  sawUnknown = false;
  /** Whether that was a number. */
  sawUnknownNumber = false;
  private readonly deferred: Classified[] = [];
  private things: { readonly rank: number; readonly classified: Classified }[] | undefined;
  private unitsFor: unknown;
  private units: UnitFields | undefined;
  private ofRoot: UnitFields | undefined;
  private base: string | undefined;
  private namedFor: unknown;
  private lookUps = 0;
  private named: ValueNames | undefined;

  constructor(
    readonly ranking: Ranking,
    readonly topic: string,
    readonly payload: object,
    readonly keys: readonly string[] | undefined,
    readonly imposed: ReadingKind | undefined,
  ) {}

  /** What precedes the names of all values. */
  get baseName(): string {
    this.base ??= baseNameOf(this.payload);
    return this.base;
  }

  /** What an object names; remembered for the last object. */
  valueNamesIn(
    container: object,
    isItem: boolean,
    isMetaName: (key: string) => boolean,
  ): ValueNames | undefined {
    if (container === this.payload && this.keys && this.keys.length > MAX_KEYS) return undefined;
    if (this.namedFor !== container) {
      this.namedFor = container;
      this.named = this.lookUps++ < MAX_NAMED ? valueNamesIn(container, isItem, isMetaName) : undefined;
    }
    return this.named;
  }

  get rootUnits(): UnitFields {
    this.ofRoot ??= readUnitFields(this.payload, this.keys);
    return this.ofRoot;
  }

  /** The units next to a field; remembered for the last container. */
  unitsOf({ container, siblings }: PayloadField): UnitFields {
    if (container === this.payload) return this.rootUnits;
    if (this.units === undefined || this.unitsFor !== container) {
      this.unitsFor = container;
      this.units = readUnitFields(container, siblings);
    }
    return this.units;
  }

  /** Uptime and the like decide only if nothing else is said, not even by an unknown word. */
  defer(classified: Classified): void {
    this.deferred.push(classified);
  }

  /** Something switched or set decides only if nothing is measured, not even under an unknown word. */
  deferThing(rank: number, classified: Classified): void {
    this.things ??= [];
    this.things.push({ rank, classified });
  }

  end(): void {
    const rank = this.sawUnknown ? RANK.never : RANK.duration;
    for (const classified of this.deferred) this.ranking.offer(rank, classified);
    for (const thing of this.things ?? []) {
      const ofThing = this.sawUnknownNumber ? RANK.never : RANK.thingField + thing.rank / RANK.keyword;
      this.ranking.offer(ofThing, thing.classified);
    }
  }
}

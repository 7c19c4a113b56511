import { type EdgeSymbol, FALLBACK_SYMBOL, type SymbolCatalog } from '../../symbols';
import { QUANTITIES, type QuantityRow, type UnitRow } from '../../symbols/vocabulary';
import { kinOfUnit } from '../names/kin';
import type { ReadingKind } from '../names/kindOf';
import type { Evidence, NameMeaning } from '../names/NameMeaning';
import type { Convention } from '../topics/conventionOf';
import { spellUnit, unitOfSpelling } from '../values/unitSpelling';
import { canBe, isBit, type KnownValue } from '../values/valueKind';
import type { Classification, ClassificationKind, ClassificationRule } from './Classification';
import { classificationKind, kindOfSymbol } from './classificationKind';
import { symbolOf } from './symbolOf';

/** Maximum number of cached symbols: there are few, but a user's codes have no limit. */
const MAX_RESOLVED = 1000;

/** The classification of a value by what its name says. */
export interface Classified {
  readonly classification: Classification;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
}

/** Makes classifications from what names and units say. */
export class ClassificationBuilder {
  /** A cache of symbols, by name or code. */
  private readonly resolved = new Map<string | number, EdgeSymbol>();

  constructor(private readonly catalog: SymbolCatalog) {}

  /** Classifies by a name, its value and a unit next to it. */
  fromName(
    meaning: NameMeaning,
    by: ClassificationRule,
    match: string,
    given: KnownValue,
    unitFound: string | undefined,
    convention?: Convention,
  ): Classified {
    const known = unitFound === undefined ? given : knownBy(meaning, given);
    const foundUnit = known === given ? unitFound : undefined;
    let { quantity, kind, evidence } = meaning;
    const { keyword } = meaning;
    const isOnOff = known.kind === 'switch' || ((kind === 'setpoint' || kind === 'command') && isBit(known));
    if (convention?.row.kind === 'command' && kind !== 'meta') kind = 'command';
    // `location: "local"` is not a place on earth.
    if (keyword?.symbol.startsWith('GEO_') && known.kind === 'text')
      return this.fromText(by, match, kind, evidence);
    if (isOnOff && quantity?.quantity === 'power' && SWITCHED.has(kind)) {
      return { classification: this.fromSymbol('ACTUATOR_RELAY_SET', by, match, 'state'), kind, evidence };
    }
    if (isImpossible(meaning, known) && kind !== 'command') {
      quantity = undefined;
      if (kind === 'reading') kind = 'state';
    }
    const beside = foundUnit === undefined ? undefined : unitOfQuantity(foundUnit, quantity);
    // The unit in the value itself takes precedence over a name that may be read as a unit:
    // `{"Level In Tank": "86 %"}`.
    let unit = known.unit !== undefined && beside ? beside.unit : meaning.unit?.unit;
    if (foundUnit !== undefined) unit ??= beside?.unit ?? spellUnit(foundUnit);
    if (beside && quantity && !quantity.units.includes(beside.unit)) {
      quantity =
        meaning.others.find(({ units }) => units.includes(beside.unit)) ??
        kinOfUnit(quantity, beside.unit) ??
        quantity;
    }
    if (beside && beside.quantity !== '' && isOverruled(meaning, beside, known)) {
      const ofUnit = kind === 'state' || kind === 'duration' || kind === 'count' ? 'reading' : kind;
      const symbol = symbolOf({ kind: ofUnit, quantity: beside.quantity });
      const row = rows.get(beside.quantity);
      const said = classificationKind(ofUnit, row, undefined, known.kind, meaning.tells);
      const classification = this.fromSymbol(symbol, by, match, said, classOf(beside), beside.unit);
      return { classification, kind: ofUnit, evidence: 'unit' };
    }
    if (beside && quantity && isContradicted(meaning, quantity, beside)) {
      quantity = undefined;
      if (kind === 'reading' || kind === 'extreme') kind = 'state';
    }
    const name = quantityNameOf(kind, quantity, known);
    const symbol = symbolOf({ kind, quantity: name, keyword: keyword?.symbol });
    const isSaid = name === 'duration' || (quantity?.hasClass === true && canBe(quantity, known));
    if (known.kind === 'switch') unit = undefined;
    const said = classificationKind(kind, quantity, keyword?.symbol, known.kind, meaning.tells);
    return {
      classification: this.fromSymbol(symbol, by, match, said, isSaid ? name : undefined, unit),
      kind,
      evidence,
    };
  }

  private fromText(by: ClassificationRule, match: string, kind: ReadingKind, evidence: Evidence): Classified {
    return { classification: this.fromSymbol(FALLBACK_SYMBOL, by, match, 'text'), kind, evidence };
  }

  /** Classifies by a unit alone. */
  fromUnit(unit: string, known: KnownValue): Classification | undefined {
    const row = unitOfSpelling(unit);
    if (!row || row.quantity === '' || known.kind === 'text' || known.isChoice) return undefined;
    const symbol = symbolOf({ kind: 'reading', quantity: row.quantity });
    const said = classificationKind('reading', rows.get(row.quantity), undefined, known.kind);
    return this.fromSymbol(symbol, 'payload', 'unit', said, classOf(row), row.unit);
  }

  /**
   * @param kind by default that of the symbol, if nothing is known about the value.
   * @throws {UnknownSymbolError}
   */
  fromSymbol(
    given: string | number,
    by: ClassificationRule,
    match: string,
    kind?: ClassificationKind,
    quantity?: string,
    unit?: string,
  ): Classification {
    let found = this.resolved.get(given);
    if (!found) {
      found = this.catalog.resolve(given);
      if (this.resolved.size < MAX_RESOLVED) this.resolved.set(given, found);
    }
    const { code, hex, name, family } = found;
    const said = kind ?? kindOfSymbol(found);
    if (quantity === undefined) {
      return unit === undefined
        ? { symbol: code, code: hex, name, family, kind: said, by, match }
        : { symbol: code, code: hex, name, family, unit, kind: said, by, match };
    }
    return unit === undefined
      ? { symbol: code, code: hex, name, family, quantity, kind: said, by, match }
      : { symbol: code, code: hex, name, family, quantity, unit, kind: said, by, match };
  }
}

const rows = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/** Letters that are another unit if an acceleration is measured. */
const GRAVITIES: Readonly<Record<string, string>> = { g: '[g]', mg: 'm[g]' };

/** The unit of a spelling, for this quantity: `g` is grams, except for an acceleration. */
function unitOfQuantity(found: string, quantity: QuantityRow | undefined): UnitRow | undefined {
  const row = unitOfSpelling(found);
  if (quantity?.quantity !== 'acceleration' || !row) return row;
  return unitOfSpelling(GRAVITIES[row.unit] ?? row.unit);
}

/** The quantity that a unit implies, if it is one of the device classes. */
function classOf({ quantity }: UnitRow): string | undefined {
  return rows.get(quantity)?.hasClass ? quantity : undefined;
}

/** `5 seconds`, `0T01:00:00`. */
const DURATION_TEXT = /^\d/;

/** Kinds for which `power` with `ON` is a relay. */
const SWITCHED: ReadonlySet<ReadingKind> = new Set(['reading', 'command', 'setpoint', 'state']);

/** Whether a quantity cannot have a value: `{"power": "ON"}`. A published word alone decides, whatever the value is. */
export function isImpossible({ quantity, keyword, kind, isAlone }: NameMeaning, known: KnownValue): boolean {
  if (quantity === undefined) return false;
  if (keyword?.status === 'published' && kind === 'reading' && isAlone) return false;
  return !canBe(quantity, known);
}

/**
 * Whether a unit next to the value says more than its name: `power_threshold` in VA, `water_level` in cm. A published
 * word alone is not overruled, nor is a name that says that it is not a value.
 */
function isOverruled(meaning: NameMeaning, beside: UnitRow, known: KnownValue): boolean {
  if (known.kind === 'text' || known.kind === 'switch') return false;
  const { quantity, keyword, kind, isAlone } = meaning;
  if (kind === 'meta' || kind === 'alert' || (keyword?.status === 'published' && isAlone)) return false;
  if (kind === 'duration') return beside.quantity !== 'duration';
  if (quantity) return quantity.units.length > 0 && !quantity.units.includes(beside.unit);
  return keyword === undefined || keyword.symbol === 'SENSOR_THRESHOLD' || keyword.symbol.startsWith('GEO_');
}

/** Whether a unit next to the value is not one of its quantity, and implies no other: `gas` in ppm, `speed` in rpm. */
function isContradicted(
  { keyword, isAlone }: NameMeaning,
  quantity: QuantityRow,
  { unit, quantity: implied }: UnitRow,
): boolean {
  if (keyword?.status === 'published' && isAlone) return false;
  return implied === '' && quantity.units.length > 0 && !quantity.units.includes(unit);
}

function quantityNameOf(
  kind: ReadingKind,
  quantity: NameMeaning['quantity'],
  known: KnownValue,
): string | undefined {
  switch (kind) {
    case 'duration':
      return known.kind === 'switch' || (known.kind === 'text' && !DURATION_TEXT.test(String(known.value)))
        ? undefined
        : 'duration';
    case 'alert':
      // `smoke_alarm` says that there is smoke; `temperature_alarm` says nothing about how warm it is.
      return quantity && quantity.values !== 'number' ? quantity.quantity : undefined;
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

export function withUnit(classification: Classification, found: string | undefined): Classification {
  const unit = found === undefined ? undefined : spellUnit(found);
  return unit ? { ...classification, unit } : classification;
}

/** Units of a duration, for names of durations that have another quantity or none. */
const DURATIONS: readonly string[] = ['s', 'min', 'h', 'd', 'ms', 'us'];

/** What is known about a value with this name: a possible option is measured only if its quantity has the unit. */
function knownBy({ quantity, kind }: NameMeaning, known: KnownValue): KnownValue {
  if (!known.isChoice || known.unit === undefined) return known;
  const unit = unitOfSpelling(known.unit)?.unit ?? '';
  const isDuration = kind === 'duration' && DURATIONS.includes(unit);
  const isMeasured = quantity?.units.includes(unit) || isDuration;
  return isMeasured ? known : { kind: 'text', value: `${known.value} ${known.unit}` };
}

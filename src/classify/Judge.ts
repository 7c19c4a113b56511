import type { EdgeSymbol, SymbolCatalog } from '../symbols';
import type { Classification, ClassificationRule } from './Classification';
import type { Convention } from './conventions';
import { type Evidence, type KnownValue, type NameMeaning, type ReadingKind, STRONG } from './nameMeaning';
import { symbolOf } from './symbolOf';
import { spellUnit, unitOfSpelling } from './unitSpelling';
import { canBe } from './valueKind';

/** Symbols are few; more than these are a user's codes without end. */
const MAX_RESOLVED = 1000;

/** What a name says of a value, judged. */
export interface Judged {
  readonly classification: Classification;
  readonly kind: ReadingKind;
  readonly evidence: Evidence;
}

/** Makes classifications of what names and units say. */
export class Judge {
  /** Symbols of the built-in tables, resolved once. */
  private readonly resolved = new Map<string | number, EdgeSymbol>();

  constructor(private readonly catalog: SymbolCatalog) {}

  /** What a name, its value and a unit beside it say together. */
  judge(
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

  /** What a unit alone says. */
  byUnit(unit: string, known: KnownValue): Classification | undefined {
    const row = unitOfSpelling(unit);
    if (!row || row.quantity === '' || known.kind === 'text') return undefined;
    const symbol = symbolOf({ kind: 'reading', quantity: row.quantity });
    return { ...this.toClassification(symbol, 'payload', 'unit'), quantity: row.quantity, unit: row.unit };
  }

  /** @throws {UnknownSymbolError} */
  toClassification(
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

/** `{"power": "ON"}`: a value that this quantity cannot have. Published words decide whatever the value is. */
export function isImpossible({ quantity, keyword, kind }: NameMeaning, known: KnownValue): boolean {
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

export function withUnit(classification: Classification, found: string | undefined): Classification {
  const unit = found === undefined ? undefined : spellUnit(found);
  return unit ? { ...classification, unit } : classification;
}

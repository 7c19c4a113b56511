import { CATALOG, type Family } from './catalog';

/** A symbol as the pipeline uses it: `code` is the 16-bit number, `hex` its wire spelling (`"0xfc60"`). */
export interface EdgeSymbol {
  readonly code: number;
  readonly hex: string;
  readonly name: string;
  readonly family: Family;
}

/** An invalid symbol or catalog override; `symbol` is the value given. */
export class UnknownSymbolError extends Error {
  override readonly name = 'UnknownSymbolError';
  constructor(
    readonly symbol: unknown,
    reason: string,
  ) {
    super(reason);
  }
}

/** Families of codes that have no name, by the ranges of docs/wire-format.md. */
const FAMILY_RANGES: readonly (readonly [from: number, to: number, family: Family])[] = [
  [0xfc60, 0xfc6f, 'sensor'],
  [0xfc70, 0xfc7f, 'gpio'],
  [0xfc80, 0xfc8f, 'edge'],
  [0xfc90, 0xfc9f, 'actuator'],
  [0xfca0, 0xfcaf, 'metrics'],
  [0xfcb0, 0xfcbf, 'geo'],
];

/** Spells a 16-bit code as it goes on the wire: `0x` and four lowercase hex digits. */
export function formatCode(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}

/**
 * Reads a code given as a number, `"0xFC60"`, `"FC60"` or decimal digits.
 * Four characters that are all hex digits count as hex, as the protocol prints them.
 */
export function parseCode(given: unknown): number | undefined {
  const code =
    typeof given === 'number' ? given : typeof given === 'string' ? parseCodeText(given) : undefined;
  return code !== undefined && Number.isInteger(code) && code >= 0 && code <= 0xffff ? code : undefined;
}

function parseCodeText(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^0x[0-9a-f]{1,4}$/i.test(trimmed)) return Number.parseInt(trimmed.slice(2), 16);
  if (/^[0-9a-f]{4}$/i.test(trimmed)) return Number.parseInt(trimmed, 16);
  if (/^\d{1,5}$/.test(trimmed)) return Number.parseInt(trimmed, 10);
  return undefined;
}

/** Names and codes of all symbols, with a user's overrides applied. */
export class SymbolCatalog {
  readonly symbols: readonly EdgeSymbol[];
  private readonly byName = new Map<string, EdgeSymbol>();
  private readonly byCode = new Map<number, EdgeSymbol>();

  /**
   * @param overrides name → code (number or text); a name outside the table adds a symbol.
   * @throws {UnknownSymbolError} if a code is not a 16-bit number, or two names would share one.
   */
  constructor(overrides: Readonly<Record<string, unknown>> = {}) {
    for (const { code, name, family } of CATALOG) this.byName.set(name, toSymbol(code, name, family));
    for (const [given, value] of Object.entries(overrides)) {
      const name = given.trim().toUpperCase();
      const code = parseCode(value);
      if (name === '') throw new UnknownSymbolError(given, 'A catalog entry needs a symbol name.');
      if (code === undefined) {
        throw new UnknownSymbolError(
          value,
          `Catalog: ${typeof value === 'string' ? JSON.stringify(value) : String(value)} is not a code for ${name}; use a 16-bit number such as "0xfc60".`,
        );
      }
      this.byName.set(name, toSymbol(code, name, this.byName.get(name)?.family ?? familyOfCode(code)));
    }
    for (const symbol of this.byName.values()) {
      const other = this.byCode.get(symbol.code);
      if (other) {
        throw new UnknownSymbolError(
          symbol.hex,
          `Catalog: ${symbol.name} and ${other.name} share the code ${symbol.hex}; give one of them another.`,
        );
      }
      this.byCode.set(symbol.code, symbol);
    }
    this.symbols = [...this.byName.values()].sort((a, b) => a.code - b.code);
  }

  /** Finds a symbol by name (any case) or by code. A code without a name is a symbol named after its code. */
  find(nameOrCode: unknown): EdgeSymbol | undefined {
    if (typeof nameOrCode === 'string') {
      const named = this.byName.get(nameOrCode) ?? this.byName.get(nameOrCode.trim().toUpperCase());
      if (named) return named;
    }
    const code = parseCode(nameOrCode);
    return code === undefined ? undefined : this.ofCode(code);
  }

  /** Like find(). @throws {UnknownSymbolError} if there is none. */
  resolve(nameOrCode: unknown): EdgeSymbol {
    const found = this.find(nameOrCode);
    if (found) return found;
    throw new UnknownSymbolError(
      nameOrCode,
      `Unknown symbol ${describe(nameOrCode)}; use a name such as SENSOR_TEMP or a code such as 0xfc60.`,
    );
  }

  /** The symbol of a 16-bit code, named after the code if the catalog has no name. */
  ofCode(code: number): EdgeSymbol {
    return this.byCode.get(code) ?? toSymbol(code, formatCode(code).toUpperCase(), familyOfCode(code));
  }
}

function toSymbol(code: number, name: string, family: Family): EdgeSymbol {
  return Object.freeze({ code, hex: formatCode(code), name, family });
}

function familyOfCode(code: number): Family {
  return FAMILY_RANGES.find(([from, to]) => code >= from && code <= to)?.[2] ?? 'sensor';
}

function describe(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? JSON.stringify(value)
    : `of type ${typeof value}`;
}

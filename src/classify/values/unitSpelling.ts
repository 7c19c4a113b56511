import { type Quantity, UNITS, type UnitRow } from '../../symbols/vocabulary';

/** Longer texts are not units. */
const MAX_UNIT_LENGTH = 32;

/** A spelling as in the table, and its unit. */
interface Spelling {
  readonly text: string;
  readonly row: UnitRow;
}

const exact = new Map<string, UnitRow>();
/** The spellings that differ only in case, by their lowercase form. */
const anyCase = new Map<string, Spelling[]>();
for (const row of UNITS) {
  for (const text of [row.unit, ...row.spellings.split(' ')]) {
    if (text === '' || exact.has(text)) continue;
    exact.set(text, row);
    const folded = text.toLowerCase();
    anyCase.set(folded, [...(anyCase.get(folded) ?? []), { text, row }]);
  }
}

/** The row of a unit as devices spell it (`°C`, `kwh`, ` C`); undefined for one that is not in the table. */
export function unitOfSpelling(found: string): UnitRow | undefined {
  const usual = exact.get(found);
  if (usual) return usual;
  const text = found.trim();
  if (text.length === 0 || text.length > MAX_UNIT_LENGTH) return undefined;
  const compact = text.replace(/\s+/g, '_');
  return (
    exact.get(text) ??
    exact.get(compact) ??
    inAnyCase(text) ??
    inAnyCase(compact) ??
    afterDegrees(text) ??
    ofCurrent(text) ??
    written(text)
  );
}

/** `V AC`, `A DC`, `Vrms`: volts and amperes with their kind of current. */
const OF_CURRENT = /[\s_]*(?:AC|DC|rms)$/i;

function ofCurrent(text: string): UnitRow | undefined {
  const rest = text.replace(OF_CURRENT, '');
  const row = rest === text || rest === '' ? undefined : exact.get(rest);
  return row && CURRENT_UNITS.has(row.quantity) ? row : undefined;
}

const CURRENT_UNITS: ReadonlySet<string> = new Set<Quantity>(['voltage', 'current', 'power']);

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Units as printed: `m⋅s⁻¹`, `µS·cm⁻¹`, `kg m^-3`, `l per min`. */
function written(text: string): UnitRow | undefined {
  const plain = text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(RAISED.indexOf(digit)))
    .replace(/⁻|−/g, '-')
    .replace(/[µμ]/g, 'u')
    .replace(/\s+per\s+/gi, '/')
    .replace(/\s*[⋅·∙•*×]\s*/g, '.')
    .replace(/\^|\*\*/g, '');
  const divided = plain.replace(/[.\s]([a-z]+)-([123])/gi, (_, unit: string, power: string) =>
    power === '1' ? `/${unit}` : `/${unit}${power}`,
  );
  return divided === text ? undefined : (exact.get(divided) ?? inAnyCase(divided));
}

/** `degrees Celsius`, `degreesFahrenheit`: of a temperature. */
const DEGREES = /^degrees?[\s_-]*/i;

function afterDegrees(text: string): UnitRow | undefined {
  const rest = text.replace(DEGREES, '');
  if (rest === text) return undefined;
  const row = exact.get(rest) ?? inAnyCase(rest);
  return row?.quantity === 'temperature' ? row : undefined;
}

/** The canonical spelling of a unit: that of SenML or UCUM if it is known, else as found without outer spaces. */
export function spellUnit(found: string): string | undefined {
  const usual = exact.get(found);
  if (usual) return usual.unit;
  const text = found.trim();
  if (text === '' || text.length > MAX_UNIT_LENGTH) return undefined;
  return unitOfSpelling(text)?.unit ?? text;
}

/**
 * Letters that mean another unit in the other case: second and siemens, bit and byte; at the beginning, milli and mega.
 */
const TELLING = /[sb]/i;
const PREFIX = /m/i;

/** Length up to which case is never accidental if it tells units apart: `Mb`, `MS`, `kb`. */
const SYMBOL = 2;

/**
 * The unit of a text whose case differs from the table: `KWH`, `Hpa`. Case is ignored only if it does not tell units
 * apart. A single letter is, or may be, another unit in the other case (`K` and `k`, `M` and `m`).
 */
function inAnyCase(text: string): UnitRow | undefined {
  if (text.length === 1) return undefined;
  const spellings = anyCase.get(text.toLowerCase());
  if (!spellings) return undefined;
  const [first, ...others] = spellings.filter((spelling) => text.length > SYMBOL || isAlike(spelling, text));
  if (!first || others.every(({ row }) => row === first.row)) return first?.row;
  // `Mwh` is mega, `mWH` milli.
  const rows = new Set(spellings.filter((spelling) => spelling.text[0] === text[0]).map(({ row }) => row));
  const [only] = rows;
  return rows.size === 1 ? only : undefined;
}

function isAlike(spelling: Spelling, text: string): boolean {
  return [...text].every(
    (letter, i) => letter === spelling.text[i] || !(TELLING.test(letter) || (i === 0 && PREFIX.test(letter))),
  );
}

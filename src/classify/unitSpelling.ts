import { UNITS, type UnitRow } from '../symbols/vocabulary';

/** Longer texts are no unit. */
const MAX_UNIT_LENGTH = 32;

const exact = new Map<string, UnitRow>();
const anyCase = new Map<string, UnitRow>();
for (const row of UNITS) {
  for (const spelling of [row.unit, ...row.spellings.split(' ')]) {
    if (spelling === '') continue;
    if (!exact.has(spelling)) exact.set(spelling, row);
    if (!anyCase.has(spelling.toLowerCase())) anyCase.set(spelling.toLowerCase(), row);
  }
}

/** The row of a unit as devices spell it (`°C`, `kwh`, ` C`); undefined for one that the table does not know. */
export function unitOfSpelling(found: string): UnitRow | undefined {
  const usual = exact.get(found);
  if (usual) return usual;
  const text = found.trim();
  if (text.length === 0 || text.length > MAX_UNIT_LENGTH) return undefined;
  const compact = text.replace(/\s+/g, '_');
  return (
    exact.get(text) ??
    exact.get(compact) ??
    anyCase.get(text.toLowerCase()) ??
    anyCase.get(compact.toLowerCase())
  );
}

/** The one spelling of a unit: SenML's or UCUM's where it is known, else as found without outer spaces. */
export function spellUnit(found: string): string | undefined {
  const usual = exact.get(found);
  if (usual) return usual.unit;
  const text = found.trim();
  if (text === '' || text.length > MAX_UNIT_LENGTH) return undefined;
  return unitOfSpelling(text)?.unit ?? text;
}

/** Fields of a payload that are looked at before giving up; a reading has far fewer. */
const MAX_FIELDS = 1000;
/** Items of an array that are looked at: they are alike. */
const MAX_ARRAY_ITEMS = 100;
/** Levels of a payload that are looked at. */
const MAX_DEPTH = 8;

/** Fields of an object among which the unit of one is looked for. */
const MAX_SIBLINGS = 100;

/** A field of a payload: its key, value, depth (0 = outermost) and the object that it stands in. */
export type FieldVisitor = (key: string, value: unknown, depth: number, container: object) => boolean;

/**
 * Visits the fields of a payload level by level, in their order, up to bounds that only hostile payloads meet.
 * Ends early where the visitor returns true.
 * @throws what a getter or proxy of the payload throws
 */
export function visitFields(root: unknown, visit: FieldVisitor): void {
  let level: unknown[] = [root];
  let seen = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const container of level) {
      if (typeof container !== 'object' || container === null || ArrayBuffer.isView(container)) continue;
      if (Array.isArray(container)) {
        const room = Math.max(0, MAX_FIELDS * 10 - next.length);
        next.push(...container.slice(0, Math.min(MAX_ARRAY_ITEMS, room)));
        continue;
      }
      for (const key of Object.keys(container)) {
        if (++seen > MAX_FIELDS) return;
        const value: unknown = Reflect.get(container, key);
        if (visit(key, value, depth, container)) return;
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    level = next;
  }
}

const UNIT_KEYS = ['unit', 'units', 'uom', 'unit_of_measurement', 'u'] as const;
const KEY_ENDINGS: ReadonlySet<string> = new Set(['_unit', 'Unit', '_units', 'Units', '_uom']);

/** As siblingUnit; none where a getter or proxy of the payload throws. */
export function unitBeside(container: unknown, key: string): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  try {
    return siblingUnit(container, key);
  } catch {
    return undefined;
  }
}

/** The unit that stands beside a value, as found: `<key>_unit` beside its key, or a unit of its whole object. */
function siblingUnit(container: object, key: string): string | undefined {
  if (key !== '') {
    let seen = 0;
    for (const name in container) {
      if (++seen > MAX_SIBLINGS) break;
      if (name.length <= key.length || !name.startsWith(key)) continue;
      if (!KEY_ENDINGS.has(name.slice(key.length))) continue;
      const found: unknown = Reflect.get(container, name);
      if (typeof found === 'string' && found !== '') return found;
    }
  }
  for (const name of UNIT_KEYS) {
    const found: unknown = Object.hasOwn(container, name) ? Reflect.get(container, name) : undefined;
    if (typeof found === 'string' && found !== '') return found;
  }
  return undefined;
}

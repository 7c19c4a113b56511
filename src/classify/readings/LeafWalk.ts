import { type Field, fieldsOf, isContainer, isRecord } from './Field';
import type { FieldRules } from './FieldRules';
import type { Leaf } from './Leaf';
import { type NamedValue, namedValue, valueField } from './namedValue';
import { siblingUnits, type UnitText, unitText } from './siblingUnits';
import { soleMeasure } from './soleMeasure';
import { timedValues } from './timedValues';
import { timeOfFields } from './timeFields';

/** Values that are looked at. A payload that has more is no list of readings; it is not taken apart. */
export const MAX_LEAVES = 10_000;

/** Levels that are looked at, for the same reason. */
export const MAX_DEPTH = 32;

/** Where a walk stands: what the levels above say of the value. */
export interface Place {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly time?: number | undefined;
  readonly unit?: UnitText | undefined;
  /** No reading, and nothing below it is. */
  readonly meta?: boolean | undefined;
  readonly rules?: FieldRules | undefined;
}

/** Collects the leaves of a payload of any shape, within bounds. A value inside of itself is left out. */
export class LeafWalk {
  readonly leaves: Leaf[] = [];
  /** The containers that the walk is in. */
  private readonly above: object[] = [];
  private visited = 0;
  private beyond = false;

  /** @param now milliseconds since the epoch, for forms whose times are relative to now. */
  constructor(readonly now: () => number) {}

  /** Whether the payload has more values or levels than are looked at, so that leaves are missing. */
  get isBeyondBounds(): boolean {
    return this.beyond;
  }

  /** Takes the leaves of a value: itself if it is one, else those below it. */
  walk(value: unknown, place: Place): void {
    if (!isContainer(value)) this.add(value, place);
    else if (Array.isArray(value)) this.inside(value, () => this.walkItems(value, place));
    else this.inside(value, () => this.walkObject(this.fieldsOf(value), place));
  }

  /** Takes one leaf. What is no text, number, truth value, date or null is none. */
  add(value: unknown, place: Place): void {
    if (!this.counts()) return;
    const leaf = toLeaf(value, place);
    if (leaf !== undefined) this.leaves.push(leaf);
  }

  private walkItems(items: readonly unknown[], place: Place): void {
    if (items.length > MAX_LEAVES) this.beyond = true;
    for (let i = 0; i < items.length && !this.beyond; i++) {
      const item = items[i];
      if (isRecord(item)) this.inside(item, () => this.walkItem(this.fieldsOf(item), String(i), place));
      else this.walk(item, { ...place, path: below(place.path, String(i)) });
    }
  }

  /** One object of an array: its name is its path, where it has one; else its index. */
  private walkItem(fields: readonly Field[], index: string, place: Place): void {
    const named = namedValue(fields);
    if (named) this.walkNamed(fields, named, place);
    // Items that only differ in their time are readings of the same series.
    else if (timedValues(fields)) this.walkObject(fields, place);
    else this.walkObject(fields, { ...place, path: below(place.path, index) });
  }

  private walkObject(fields: readonly Field[], place: Place): void {
    if (isBytesAsJson(fields)) return;
    const timed = timedValues(fields);
    const single = place.path === '' ? namedValue(fields, true) : undefined;
    if (timed) this.walkFields(fields, { ...place, time: timed.time }, timed.values);
    else if (single) this.walkNamed(fields, single, place);
    else this.walkFields(fields, place, valueField(fields));
  }

  private walkNamed(fields: readonly Field[], named: NamedValue, place: Place): void {
    this.walkFields(fields, { ...place, path: below(place.path, named.path) }, named.value, named.name);
  }

  /**
   * @param value the field that stands for the whole object: its path is the object's.
   * @param label the field that names the object.
   */
  private walkFields(fields: readonly Field[], place: Place, value?: Field, label?: Field): void {
    const { rules } = place;
    const times = timeOfFields(value ? fields.filter((field) => field !== value) : fields);
    const units = siblingUnits(fields, typeof place.unit === 'object' ? place.unit : undefined);
    const aboutUnit = typeof place.unit === 'string' ? place.unit : undefined;
    const time = (rules?.trustsTimes === false ? undefined : times?.time) ?? place.time;
    const isMeta = (field: Field): boolean =>
      field === label ||
      times?.fields.has(field) === true ||
      units.fields.has(field) ||
      rules?.meta?.has(field.name) === true;
    if (value) {
      const unit = units.own ?? units.of(value.name) ?? metaUnit(fields) ?? aboutUnit;
      this.walk(value.value, { ...place, time, unit: unit ?? rules?.unitOf?.(value.name, place.path) });
    }
    const sole = value || !units.own ? undefined : soleMeasure(fields, isMeta);
    for (const field of fields) {
      if (this.beyond) return;
      if (field === value) continue;
      const path = below(place.path, field.key);
      const unit = units.of(field.name) ?? (field === sole ? units.own : rules?.unitOf?.(field.name, path));
      const meta = place.meta || isMeta(field);
      this.walk(field.value, { path, time, unit: unit ?? (value ? undefined : aboutUnit), meta, rules });
    }
  }

  private fieldsOf(object: object): readonly Field[] {
    const fields = fieldsOf(object, MAX_LEAVES);
    if (fields === undefined) this.beyond = true;
    return fields ?? [];
  }

  /** Does something inside of a container, unless the walk is in it already or has gone as far as it goes. */
  private inside(container: object, visit: () => void): void {
    if (this.above.includes(container) || !this.counts()) return;
    if (this.above.length >= MAX_DEPTH) {
      this.beyond = true;
      return;
    }
    this.above.push(container);
    visit();
    this.above.pop();
  }

  private counts(): boolean {
    if (this.visited++ >= MAX_LEAVES) this.beyond = true;
    return !this.beyond;
  }
}

/** The path of what stands under a key. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}/${key}`;
}

function toLeaf(value: unknown, { path, time, unit, meta }: Place): Leaf | undefined {
  const scalar = toScalar(value);
  if (scalar === undefined) return undefined;
  // Nothing was measured where there is no value.
  const isMissing = scalar === null || (typeof scalar === 'number' && !Number.isFinite(scalar));
  return {
    path,
    value: scalar,
    ...(typeof unit === 'string' ? { unit } : {}),
    ...(time === undefined ? {} : { time }),
    ...(meta || isMissing || value instanceof Date ? { meta: true } : {}),
  };
}

function toScalar(value: unknown): Leaf['value'] | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
}

/** The unit in a description of the value: `{"value":294.5,"meta":{"units":"K"}}`, as Signal K has it. */
function metaUnit(fields: readonly Field[]): string | undefined {
  const description = fields.find(({ name }) => name === 'meta')?.value;
  if (!isRecord(description)) return undefined;
  return unitText(Reflect.get(description, 'units') ?? Reflect.get(description, 'unit'));
}

/** What JSON makes of a Buffer: bytes are no readings. */
function isBytesAsJson(fields: readonly Field[]): boolean {
  return (
    fields.length === 2 &&
    fields.some(({ name, value }) => name === 'type' && value === 'Buffer') &&
    fields.some(({ name, value }) => name === 'data' && Array.isArray(value))
  );
}

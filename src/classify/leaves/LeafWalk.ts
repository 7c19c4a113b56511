import { type Field, fieldsOf, firstNamed } from '../fields/Field';
import { isDescription, isMetaField, isRadioNoise } from '../fields/metaFields';
import {
  headingOf,
  isBareValue,
  kindText,
  type NamedValue,
  namedValue,
  nameOf,
  shortValue,
  valueField,
} from '../fields/namedValue';
import { QUALITIES, qualityOf } from '../fields/qualityField';
import { metaUnit, siblingUnits } from '../fields/siblingUnits';
import { listedObjects, measuredPair, type Table, tableOf } from '../fields/tables';
import { timeFields } from '../fields/timeFields';
import { isContainer, isRecord } from '../values/isContainer';
import { jsonInside } from '../values/jsonInside';
import { timeOfKey } from '../values/readTime';
import { FieldUnits, type NameKnowledge } from './FieldUnits';
import type { Leaf } from './Leaf';
import { itemNames, namedItems } from './listItems';
import { childPath, lastLevel, type Place, toLeaf } from './Place';
import { valuesField } from './valuesField';

/**
 * Maximum number of values and objects that are visited: more than any device has tags, few enough to take
 * milliseconds. A payload with more is not split.
 */
export const MAX_VALUES = 3000;

/** Maximum number of levels, for the same reason. */
export const MAX_DEPTH = 32;

/** A path whose last level is a number: the object then goes by its name, if it has one. */
const NUMBERED = /(?:^|\/)\d+$/;

/** What a walk needs to know from outside. */
export interface WalkContext extends NameKnowledge {
  /** Milliseconds since the epoch, for forms whose times are relative to now. */
  now(): number;
  /** Whether the words of a name say that its value is not a reading. */
  isMetaName(name: string, value: unknown): boolean;
  /** Whether the words of a name mean something measured that a voltage is not part of. */
  hasNoVoltage(name: string): boolean;
}

/** Collects the leaves of a payload of any shape, within bounds. A container inside itself is skipped. */
export class LeafWalk {
  readonly leaves: Leaf[] = [];
  /** The containers that the walk is in, and those that a form has already taken. */
  private readonly closed = new Set<object>();
  private depth = 0;
  private visited = 0;
  private beyond = false;

  private readonly units: FieldUnits;

  constructor(readonly context: WalkContext) {
    this.units = new FieldUnits(context);
  }

  /** Whether the payload has more values or levels than are visited, so that leaves are missing. */
  get isBeyondBounds(): boolean {
    return this.beyond;
  }

  /** Takes the leaves of a value: itself if it is one, else those below it. */
  walk(value: unknown, place: Place): void {
    if (typeof value === 'string' && isOfReading(place)) this.walkText(value, place);
    else if (!isContainer(value)) this.add(value, place);
    else if (Array.isArray(value)) this.inside(value, () => this.walkItems(value, place));
    else this.inside(value, () => this.walkObject(this.fieldsOf(value), place));
  }

  /** Takes a text; if it is JSON, takes what it holds, and the text itself as metadata. */
  private walkText(text: string, place: Place): void {
    const held = jsonInside(text);
    if (held) this.walk(held, place);
    this.add(text, held ? { ...place, meta: true } : place);
  }

  /** Takes one leaf. Anything but a text, a number, a boolean, a date or null is ignored. */
  add(value: unknown, place: Place): void {
    if (!this.counts()) return;
    const leaf = toLeaf(value, place);
    if (leaf !== undefined) this.leaves.push(leaf);
  }

  /** Skips a container from now on: a form has taken what is in it. */
  close(container: object): void {
    this.closed.add(container);
  }

  /** The fields of an object that a form looks into; none beyond the bounds. */
  fieldsOf(object: object): readonly Field[] {
    const fields = fieldsOf(object, MAX_VALUES);
    if (fields === undefined) this.beyond = true;
    return fields ?? [];
  }

  /** Takes an object that is one named reading. */
  walkNamed(fields: readonly Field[], named: NamedValue, place: Place): void {
    this.walkFields(fields, { ...place, path: childPath(place.path, named.path) }, named.value, named.name);
  }

  private walkItems(items: readonly unknown[], place: Place): void {
    if (items.length > MAX_VALUES) this.beyond = true;
    if (this.beyond || this.takeLists(items, place)) return;
    const fields = items.map((item) => (isRecord(item) ? this.fieldsOf(item) : undefined));
    const names = itemNames(fields, place.rules?.hasChannels !== true);
    const named = namedItems(fields);
    for (let i = 0; i < items.length && !this.beyond; i++) {
      const item = items[i];
      const own = fields[i];
      const value = named[i];
      const path = names[i] === '' ? place.path : childPath(place.path, names[i] ?? String(i));
      if (!own || !isContainer(item)) this.walk(item, { ...place, path });
      else if (value) this.inside(item, () => this.walkNamed(own, value, place));
      else this.inside(item, () => this.walkObject(own, { ...place, path }));
    }
  }

  /** Takes lists that stand for objects, or for a number with its unit. */
  private takeLists(items: readonly unknown[], place: Place): boolean {
    const measured = measuredPair(items);
    const name = lastLevel(place.path);
    if (measured && this.context.measuresIn(measured.unit, name, measured.value)) {
      this.add(measured.value, { ...place, unit: measured.unit });
      this.add(measured.unit, { ...place, path: childPath(place.path, 'unit'), meta: true });
      return true;
    }
    const listed = Array.isArray(items[0]) ? listedObjects(items, MAX_VALUES) : undefined;
    if (!listed) return false;
    for (const [i, label] of listed.labels.entries()) {
      this.add(label, { ...place, path: childPath(place.path, `0/${i}`), meta: true });
    }
    this.walkItems(listed.objects, place);
    return true;
  }

  /** Takes a table, and what is next to it. */
  private walkTable(table: Table, fields: readonly Field[], place: Place): void {
    const { columns, rows, units, unitOf, objects } = table;
    const inside: Place = { ...place, time: timeFields(fields).time ?? place.time, unit: unitOf };
    const [only, ...others] = objects;
    if (only && others.length === 0) this.walk(only, inside);
    else this.walkItems(objects, inside);
    for (const field of [columns, units]) {
      if (field) this.walk(field.value, { ...place, path: childPath(place.path, field.key), meta: true });
    }
    const beside = fields.filter((field) => field !== columns && field !== rows && field !== units);
    this.walkFields(beside, place);
  }

  private walkObject(fields: readonly Field[], place: Place): void {
    if (isBytesAsJson(fields)) return;
    const table = tableOf(fields, MAX_VALUES);
    if (table) {
      this.walkTable(table, fields, place);
      return;
    }
    const isMeta = (field: Field): boolean => this.isMeta(field);
    const values = valuesField(fields, isMeta);
    const single = place.path === '' ? namedValue(fields, isMeta) : undefined;
    if (values) this.walkFields(fields, place, values);
    else if (single) this.walkNamed(fields, single, place);
    else this.walkFields(fields, place, valueField(fields, isMeta) ?? this.shortValueBelow(fields, place));
  }

  private shortValueBelow(fields: readonly Field[], { path }: Place): Field | undefined {
    const short = path === '' ? undefined : shortValue(fields);
    return short && this.context.hasNoVoltage(lastLevel(path)) ? short : undefined;
  }

  /**
   * @param value the field that stands for the whole object: its path is the object's.
   * @param label the field that names the object.
   */
  private walkFields(fields: readonly Field[], place: Place, value?: Field, label?: Field): void {
    const { rules } = place;
    const times = timeFields(value ? fields.filter((field) => field !== value) : fields);
    const units = siblingUnits(fields, typeof place.unit === 'object' ? place.unit : undefined);
    const aboutUnit = typeof place.unit === 'string' ? place.unit : undefined;
    const time = times.time ?? place.time;
    const isMeta = (field: Field): boolean =>
      field === label ||
      times.fields.has(field) ||
      units.fields.has(field) ||
      isMetaField(field) ||
      (field.name === 'noise' && isRadioNoise(field.key, keysOf(fields))) ||
      rules?.meta?.has(field.name) === true;
    if (value) {
      const ofAll = isContainer(value.value) ? units.table : undefined;
      const unit = units.own ?? units.of(value.name) ?? metaUnit(fields) ?? ofAll ?? aboutUnit;
      const others = label ? fields.filter((field) => field !== label) : fields;
      const says = kindText(others) ?? (NUMBERED.test(place.path) ? nameOf(others) : undefined);
      const quality =
        qualityOf(firstNamed(others, QUALITIES, (field) => field !== value)?.value) ?? place.quality;
      const own = unit ?? rules?.unitOf?.(value.name, place.path);
      this.walk(value.value, { ...place, time, unit: own, says, quality });
    }
    const isOther = (field: Field): boolean => isMeta(field) || this.isMeta(field);
    const measured =
      value || !units.own ? undefined : this.units.measuredIn(units.own, fields, place.path, isOther);
    const holder = measured?.size === 0 ? this.units.holderOf(units.own, fields, isMeta) : undefined;
    const isValueItself = value !== undefined && (!isContainer(value.value) || isBareValue(value.value));
    for (const field of fields) {
      if (this.beyond) return;
      if (field === value) continue;
      const moment = timeOfKey(field.key);
      const path = moment === undefined ? childPath(place.path, field.key) : place.path;
      const beside =
        units.of(field.name) ??
        (measured?.has(field) || field === holder ? units.own : rules?.unitOf?.(field.name, path)) ??
        this.units.ofQuantity(units, field) ??
        (isContainer(field.value) ? units.table : undefined);
      const ofKey = this.units.ofKey(field, fields, place.path);
      const above = (value ? undefined : aboutUnit) ?? ofKey?.unit;
      this.walk(field.value, {
        path,
        time: moment ?? time,
        unit: beside ?? above,
        meta: place.meta || isMeta(field),
        isUnit: ofKey?.isOfAbove,
        describes:
          place.describes ??
          (this.isDescription(field, fields) ? path : isValueItself ? place.path : undefined),
        means: rules?.meaningOf?.(field.name, path),
        heading: Array.isArray(field.value) ? headingOf(fields) : undefined,
        rules,
      });
    }
  }

  /** Whether what is in a field describes what is next to it, and is not all that there is. */
  private isDescription(field: Field, fields: readonly Field[]): boolean {
    return isDescription(field) && fields.some((other) => other !== field && !this.isMeta(other));
  }

  private isMeta(field: Field): boolean {
    return isMetaField(field) || this.context.isMetaName(field.key, field.value);
  }

  /** Visits a container, unless the walk is already in it or has reached its bounds. */
  private inside(container: object, visit: () => void): void {
    if (this.closed.has(container) || !this.counts()) return;
    if (this.depth >= MAX_DEPTH) {
      this.beyond = true;
      return;
    }
    this.closed.add(container);
    this.depth++;
    visit();
    this.depth--;
    this.closed.delete(container);
  }

  private counts(): boolean {
    if (this.visited++ >= MAX_VALUES) this.beyond = true;
    return !this.beyond;
  }
}

function isOfReading({ meta, describes }: Place): boolean {
  return meta !== true && describes === undefined;
}

function keysOf(fields: readonly Field[]): readonly string[] {
  return fields.map(({ key }) => key);
}

/** Whether an object is what JSON makes of a Buffer: bytes are not readings. */
function isBytesAsJson(fields: readonly Field[]): boolean {
  return (
    fields.length === 2 &&
    fields.some(({ key, value }) => key === 'type' && value === 'Buffer') &&
    fields.some(({ key, value }) => key === 'data' && Array.isArray(value))
  );
}

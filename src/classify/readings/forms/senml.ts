import { fieldOf } from '../../fields/Field';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { childPath } from '../../leaves/Place';
import { isRecord } from '../../values/isContainer';

/** Times below this are relative to now (RFC 8428, section 4.5.3). In seconds. */
const FIRST_ABSOLUTE = 2 ** 28;

/** Number of digits to which a sum is exact if both numbers have at most this many. */
const DIGITS = 15;

/** Labels of a value, each with its type. */
const VALUES = [
  ['v', 'number'],
  ['vs', 'string'],
  ['vb', 'boolean'],
  ['vd', 'string'],
] as const;

const BASE_LABELS = ['bn', 'bt', 'bu', 'bv', 'bs', 'bver'] as const;

/** What earlier records define for later ones. */
interface Base {
  readonly name: string;
  /** In seconds. */
  readonly time: number;
  readonly unit: string | undefined;
  readonly value: number;
}

/** A list of SenML records (RFC 8428), or one such record. The path is the name: base name and name. */
export function senml(payload: object, walk: LeafWalk): boolean {
  const records: readonly unknown[] = Array.isArray(payload) ? payload : [payload];
  if (!records.every(isRecord) || !isPack(records)) return false;
  let base: Base = { name: '', time: 0, unit: undefined, value: 0 };
  for (const record of records) {
    if (walk.isBeyondBounds) break;
    base = baseOf(record, base);
    takeRecord(record, base, walk);
  }
  return true;
}

function isPack(records: readonly object[]): boolean {
  let hasValue = false;
  let isNamed = false;
  for (const record of records) {
    const name = fieldOf(record, 'n');
    const hasBase = BASE_LABELS.some((label) => Object.hasOwn(record, label));
    isNamed ||= typeof fieldOf(record, 'bn') === 'string';
    if (name !== undefined ? typeof name !== 'string' : !isNamed && !hasBase) return false;
    const value = valueLabelled(record);
    if (value === undefined && fieldOf(record, 's') === undefined && !hasBase) return false;
    hasValue ||= value !== undefined;
  }
  return hasValue;
}

function baseOf(record: object, base: Base): Base {
  const [name, time, unit, value] = ['bn', 'bt', 'bu', 'bv'].map((label) => fieldOf(record, label));
  return {
    name: typeof name === 'string' ? name : base.name,
    time: typeof time === 'number' ? time : base.time,
    unit: typeof unit === 'string' ? unit : base.unit,
    value: typeof value === 'number' ? value : base.value,
  };
}

function takeRecord(record: object, base: Base, walk: LeafWalk): void {
  const fields = walk.fieldsOf(record);
  const text = (label: string): string | undefined => {
    const value = fieldOf(record, label);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (label: string): number => {
    const value = fieldOf(record, label);
    return typeof value === 'number' ? value : 0;
  };
  const path = pathOf(base.name, text('n') ?? '');
  const time = timeOf(base.time + number('t'), walk);
  const value = valueLabelled(record);
  const unit = text('u') ?? (typeof value?.value === 'number' ? base.unit : undefined);
  if (value)
    walk.add(typeof value.value === 'number' ? sum(base.value, value.value) : value.value, {
      path,
      time,
      unit,
    });
  for (const { key, value: about } of fields) {
    if (key !== value?.label) walk.walk(about, { path: childPath(path, key), time, meta: true });
  }
}

function valueLabelled(record: object): { readonly label: string; readonly value: unknown } | undefined {
  for (const [label, type] of VALUES) {
    const value = fieldOf(record, label);
    if (typeof value === type) return { label, value };
  }
  return undefined;
}

/** Base name and name as levels: `urn:dev:mac:0024be:` and `temp` are `urn:dev:mac:0024be/temp`. */
function pathOf(base: string, name: string): string {
  if (base === '' || name === '') return base.replace(/[:/]$/, '') || name;
  return /[:/]$/.test(base) ? `${base.slice(0, -1)}/${name}` : base + name;
}

/** Milliseconds since the epoch; undefined for "roughly now". */
function timeOf(seconds: number, walk: LeafWalk): number | undefined {
  if (seconds === 0 || !Number.isFinite(seconds)) return undefined;
  const ms = Math.round(seconds * 1e3);
  return seconds < FIRST_ABSOLUTE ? walk.context.now() + ms : ms;
}

function sum(base: number, value: number): number {
  return base === 0 ? value : Number((base + value).toPrecision(DIGITS));
}

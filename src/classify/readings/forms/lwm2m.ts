import { fieldAt, fieldOf } from '../../fields/Field';
import { unitText } from '../../fields/siblingUnits';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { childPath } from '../../leaves/Place';
import { isRecord } from '../../values/isContainer';

/** Names of a value, by its type, in the JSON of LwM2M 1.0. */
const VALUES = ['v', 'sv', 'bv', 'ov'] as const;

/** The resource that names the unit of its object, as a text. */
const UNIT = /(?:^|\/)5701$/;

/** The first time, in seconds, that counts from the epoch; smaller ones are relative to now, as in SenML. */
const FIRST_ABSOLUTE = 2 ** 28;

/**
 * The JSON of LwM2M 1.0 (OMA-TS-LightweightM2M-V1_0, section 6.4.4): `{"bn":"/3303/0/","e":[{"n":"5700","v":21.4}]}`.
 * What a resource measures follows from its numbers: see ipso.ts.
 */
export function lwm2m(payload: object, walk: LeafWalk): boolean {
  const entries = fieldAt(payload, 'e');
  const base = fieldAt(payload, 'bn') ?? '';
  if (!Array.isArray(entries) || typeof base !== 'string' || !entries.every(isEntry)) return false;
  if (entries.length === 0) return false;
  const root = base.replace(/\/$/, '');
  const baseTime = numberAt(payload, 'bt');
  const units = entries.filter((entry) => UNIT.test(nameOf(entry)));
  const unit = units.length === 1 ? unitText(fieldAt(units[0], 'sv')) : undefined;
  for (const entry of entries) {
    if (walk.isBeyondBounds) break;
    takeEntry(entry, { root, unit, baseTime }, walk);
  }
  walk.close(entries);
  walk.walk(payload, { path: '', meta: true });
  return true;
}

interface Base {
  readonly root: string;
  readonly unit: string | undefined;
  /** In seconds. */
  readonly baseTime: number;
}

function takeEntry(entry: object, { root, unit, baseTime }: Base, walk: LeafWalk): void {
  const name = nameOf(entry);
  const path = name === '' ? root : childPath(root, name);
  const time = timeOf(baseTime + numberAt(entry, 't'), walk);
  const isUnit = UNIT.test(name);
  for (const { key, value } of walk.fieldsOf(entry)) {
    const isValue = VALUES.some((label) => label === key);
    if (isValue)
      walk.add(value, { path, time, unit: typeof value === 'number' ? unit : undefined, meta: isUnit });
    else walk.walk(value, { path: childPath(path, key), time, meta: true });
  }
}

function isEntry(entry: unknown): entry is object {
  return isRecord(entry) && VALUES.some((label) => fieldOf(entry, label) !== undefined);
}

function nameOf(entry: object): string {
  const name = fieldOf(entry, 'n');
  return typeof name === 'string' ? name.replace(/^\//, '') : '';
}

function numberAt(object: object, key: string): number {
  const value = fieldOf(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Milliseconds since the epoch; undefined for "roughly now". */
function timeOf(seconds: number, walk: LeafWalk): number | undefined {
  if (seconds === 0) return undefined;
  const ms = Math.round(seconds * 1e3);
  return seconds < FIRST_ABSOLUTE ? walk.context.now() + ms : ms;
}

import { isContainer } from '../values/isContainer';
import { isTimeText, readTime } from '../values/readTime';
import { type Field, fieldsOf, firstNamed, ranked } from './Field';
import { INNER_TIME_KEYS, TIME_KEYS, UTC_KEYS } from './keys/timeKeys';

const RANKS = ranked(TIME_KEYS);

const UTC: ReadonlySet<string> = new Set(UTC_KEYS);

/** Whether a field of this name may hold a time. */
export function isTimeName(name: string): boolean {
  return RANKS.has(name);
}

export interface TimeFields {
  /**
   * Milliseconds since the epoch, from the field that best says when it was measured; undefined if none can be trusted:
   * a local time without a zone.
   */
  readonly time: number | undefined;
  /** Every field that holds a time of this kind. */
  readonly fields: ReadonlySet<Field>;
}

const NONE: TimeFields = { time: undefined, fields: new Set() };

const INNER = ranked(INNER_TIME_KEYS);

/** Objects with more fields are not times. */
const MAX_INNER = 4;

function timeInside(container: object): unknown {
  if (Array.isArray(container)) return undefined;
  const fields = fieldsOf(container, MAX_INNER);
  return fields && firstNamed(fields, INNER, ({ value }) => !isContainer(value))?.value;
}

/** What the fields of one object say about its time. */
export function timeFields(fields: readonly Field[]): TimeFields {
  let found: Set<Field> | undefined;
  let best: { readonly rank: number; readonly key: string; readonly time: number } | undefined;
  for (const field of fields) {
    const rank = RANKS.get(field.name);
    if (rank === undefined) continue;
    const { key } = field;
    const value = isContainer(field.value) ? timeInside(field.value) : field.value;
    const time = readTime(value, UTC.has(field.name) ? 'utc' : 'local');
    if (time === undefined && !(typeof value === 'string' && isTimeText(value))) continue;
    found ??= new Set();
    found.add(field);
    if (time === undefined) continue;
    if (!best || rank < best.rank || (rank === best.rank && key < best.key)) best = { rank, key, time };
  }
  return found ? { time: best?.time, fields: found } : NONE;
}

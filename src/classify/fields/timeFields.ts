import { isContainer } from '../values/isContainer';
import { isTimeText, readTime } from '../values/readTime';
import { type Field, fieldsOf, firstNamed, ranked } from './Field';

/**
 * Names of fields that say when a payload was measured, the ones that say it best first. A field counts only
 * when its value is a plausible time, so `t` and `dt` may stand for other things as well.
 */
const TIME_NAMES = [
  'phenomenontime',
  'timestamp',
  'ts',
  'time',
  'datetime',
  'unixtime',
  'epoch',
  'tst',
  'dateutc',
  'utc',
  'sourcetimestamp',
  'observedat',
  'measuredat',
  'recordedat',
  'sampledat',
  'eventtime',
  'sampletime',
  'resulttime',
  'measurementtime',
  'timestampms',
  'timems',
  'timeutc',
  'timeinstant',
  'timeunixnano',
  'dateobserved',
  'readingtime',
  'clock',
  'origin',
  'lastseen',
  'lastupdated',
  'lastupdate',
  'lastchanged',
  'senton',
  'sentat',
  'receivedat',
  'reportedat',
  'publishedat',
  'updatedat',
  'createdat',
  'servertimestamp',
  'date',
  'dt',
  't',
] as const;

const RANKS = ranked(TIME_NAMES);

/** The names whose times are UTC, also where they have no zone. */
const UTC_NAMES: ReadonlySet<string> = new Set(['dateutc', 'timeutc', 'utc']);

/** Whether a field of this name may hold a time. */
export function isTimeName(name: string): boolean {
  return RANKS.has(name);
}

export interface TimeFields {
  /**
   * Milliseconds since the epoch, of the field that says best when it was measured; undefined where none can be
   * trusted: a local time without a zone.
   */
  readonly time: number | undefined;
  /** Every field that holds a time of this kind. */
  readonly fields: ReadonlySet<Field>;
}

const NONE: TimeFields = { time: undefined, fields: new Set() };

/** Names under which a time stands that is an object: `{"timeInSeconds":1700000000,"offsetInNanos":0}`. */
const INNER = ranked(['value', 'date', 'timeinseconds', 'seconds', 'iso']);

/** Objects with more fields are no times. */
const MAX_INNER = 4;

function timeInside(container: object): unknown {
  if (Array.isArray(container)) return undefined;
  const fields = fieldsOf(container, MAX_INNER);
  return fields && firstNamed(fields, INNER, ({ value }) => !isContainer(value))?.value;
}

/** What the fields of one object say of its time. */
export function timeFields(fields: readonly Field[]): TimeFields {
  let found: Set<Field> | undefined;
  let best: { readonly rank: number; readonly key: string; readonly time: number } | undefined;
  for (const field of fields) {
    const rank = RANKS.get(field.name);
    if (rank === undefined) continue;
    const { key } = field;
    const value = isContainer(field.value) ? timeInside(field.value) : field.value;
    const time = readTime(value, UTC_NAMES.has(field.name) ? 'utc' : 'local');
    if (time === undefined && !(typeof value === 'string' && isTimeText(value))) continue;
    found ??= new Set();
    found.add(field);
    if (time === undefined) continue;
    if (!best || rank < best.rank || (rank === best.rank && key < best.key)) best = { rank, key, time };
  }
  return found ? { time: best?.time, fields: found } : NONE;
}

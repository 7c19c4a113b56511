import type { Field } from './Field';
import { readTime } from './readTime';

/**
 * Names of fields that say when a payload was measured, the ones that say it best first. A field counts only
 * when its value is a plausible time, so `t` and `dt` may stand for other things as well.
 */
const TIME_NAMES = [
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
  'measurementtime',
  'timestampms',
  'timems',
  'timeutc',
  'lastseen',
  'lastupdated',
  'lastupdate',
  'lastchanged',
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

const RANKS: ReadonlyMap<string, number> = new Map(TIME_NAMES.map((name, rank) => [name, rank]));

/** The names whose times are UTC, also where they have no zone. */
const UTC_NAMES: ReadonlySet<string> = new Set(['dateutc', 'timeutc', 'utc']);

/** Whether a field of this name may hold a time. */
export function isTimeName(name: string): boolean {
  return RANKS.has(name);
}

export interface TimeFields {
  /** Milliseconds since the epoch, of the field that says best when it was measured. */
  readonly time: number;
  /** Every field that holds a time of this kind. */
  readonly fields: ReadonlySet<Field>;
}

/** What the fields of one object say of its time; undefined where they say nothing that can be trusted. */
export function timeOfFields(fields: readonly Field[]): TimeFields | undefined {
  const found = new Set<Field>();
  let best = { rank: Number.POSITIVE_INFINITY, time: Number.NaN };
  for (const field of fields) {
    const rank = RANKS.get(field.name);
    if (rank === undefined) continue;
    const time = readTime(field.value, UTC_NAMES.has(field.name) ? 'utc' : 'local');
    if (time === undefined) continue;
    found.add(field);
    if (rank < best.rank) best = { rank, time };
  }
  return found.size > 0 ? { time: best.time, fields: found } : undefined;
}

/**
 * Keys that say when a payload was measured, without case and separators, the ones that say it best first. A field
 * counts only when its value is a plausible time, so `t` and `dt` may stand for other things as well.
 */
export const TIME_KEYS = [
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

/** Those whose times are UTC, also where they have no zone. */
export const UTC_KEYS = ['dateutc', 'timeutc', 'utc'] as const;

/** Keys under which a time stands that is an object: `{"timeInSeconds":1700000000,"offsetInNanos":0}`. */
export const INNER_TIME_KEYS = ['value', 'date', 'timeinseconds', 'seconds', 'iso'] as const;

/**
 * Keys that say when a payload was measured, without case and separators, the most specific first. A field counts only
 * if its value is a plausible time, so `t` and `dt` may also stand for other things.
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

/** Those whose times are UTC even without a zone. */
export const UTC_KEYS = ['dateutc', 'timeutc', 'utc'] as const;

/** Keys that hold the time inside an object: `{"timeInSeconds":1700000000,"offsetInNanos":0}`. */
export const INNER_TIME_KEYS = ['value', 'date', 'timeinseconds', 'seconds', 'iso'] as const;

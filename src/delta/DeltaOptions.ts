export const DELTA_MODES = ['relative', 'absolute', 'change', 'span', 'swinging-door'] as const;

/**
 * When a number counts as changed against the last forwarded one:
 * - `relative`: by at least `threshold` times the last forwarded value, and by at least `floor`
 * - `absolute`: by at least `threshold`
 * - `change`: at all
 * - `span`: by at least `threshold` times the span of the series, declared or learned
 * - `swinging-door`: when a straight line from the last forwarded point to this one would be further than `threshold`
 *   from a suppressed point
 */
export type DeltaMode = (typeof DELTA_MODES)[number];

/** What a rule may look at. */
export const RULE_SUBJECTS = ['any', 'quantity', 'family', 'symbol', 'unit', 'topic', 'field'] as const;

export type RuleSubject = (typeof RULE_SUBJECTS)[number];

/** How one series is filtered. Numbers may come as text, as from a flow. Times in seconds. */
export interface SeriesOptions {
  readonly mode?: DeltaMode | undefined;
  /**
   * 0.02 is 2 % in relative mode and in span mode, and two hundredths of the unit in absolute mode and for the
   * swinging door. 0 forwards everything.
   */
  readonly threshold?: number | string | undefined;
  /** Relative mode: changes smaller than this never count, so that noise around zero is not 100 %. Default 0. */
  readonly floor?: number | string | undefined;
  /** Span mode: highest minus lowest value that the series can have. 0, the default, learns it from what is seen. */
  readonly span?: number | string | undefined;
  /** After a forwarded message, changes wait so long; the latest value is then forwarded. Default 0. */
  readonly minInterval?: number | string | undefined;
  /** After so long without a forwarded message, the next measurement passes. Default 0: never for that alone. */
  readonly maxSilence?: number | string | undefined;
  /** After so long without any message, the series is reported stale, once. Default 0: never. */
  readonly staleAfter?: number | string | undefined;
  /** Also forwards the measurement before a change, so that lines drawn between points are right. Default false. */
  readonly sendPrevious?: boolean | string | undefined;
}

/** What a rule doesn't say holds as in the options themselves. */
export interface DeltaRule extends SeriesOptions {
  /** A quantity, family, symbol (name or code), unit, MQTT topic filter or field path (`*` for any part of a name). */
  readonly match: string;
  /** What `match` is; `any`, the default, tries all of them. */
  readonly by?: RuleSubject | undefined;
  /** The unit of `threshold`, `floor` and `span`: a series that is known to be in another gets them converted. */
  readonly unit?: string | undefined;
}

export interface DeltaOptions extends SeriesOptions {
  /** The first rule that matches a series decides how it is filtered. */
  readonly rules?: readonly DeltaRule[] | undefined;
  /** Field paths never compared: a list, or text with commas. `rssi` at any depth, `wifi.*`, `.time` at the top only. */
  readonly ignore?: readonly string[] | string | undefined;
  /** Field paths of which any change passes at once. Default {@link DEFAULT_STATUS_FIELDS}; `[]` for none. */
  readonly statusFields?: readonly string[] | string | undefined;
  /** Names or codes of symbols that always pass, beside SENSOR_ALERT. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
  /** Of a payload with several values, forwards only those that changed. Default false. */
  readonly partial?: boolean | string | undefined;
  /** The state will be kept over a restart, so the filter notes when each series was last forwarded. Default false. */
  readonly persist?: boolean | string | undefined;
  /** Series (topic and field) remembered; the topics seen longest ago are forgotten first. Default 100,000. */
  readonly maxSeries?: number | string | undefined;
}

/** Fields in which devices say how good a measurement is, or how they are. */
export const DEFAULT_STATUS_FIELDS: readonly string[] = [
  'quality',
  'status',
  'statusCode',
  'status_code',
  'error',
  'errorCode',
  'error_code',
  'fault',
  'alarm',
];

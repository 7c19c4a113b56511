import { DEFAULT_STATUS_FIELDS, type DELTA, DELTA_SERIES } from '../settings/delta';
import type { GivenSettings } from '../settings/settingsReader';

export { DEFAULT_STATUS_FIELDS };

export const DELTA_MODES = DELTA_SERIES.mode.choices;

/**
 * When a number counts as changed from the last forwarded one:
 * - `auto`: by the usual threshold of its quantity, by one learned from its first readings, or at all; what the value
 *   is decides
 * - `relative`: by at least `threshold` times the last forwarded value, and by at least `floor`
 * - `absolute`: by at least `threshold`
 * - `change`: at all
 * - `span`: by at least `threshold` times the span of the series, declared or learned
 * - `swinging-door`: when a straight line from the last forwarded point to this one would be more than `threshold` away
 *   from a suppressed point
 */
export type DeltaMode = (typeof DELTA_MODES)[number];

/** What a rule can match. */
export const RULE_SUBJECTS = ['any', 'quantity', 'family', 'symbol', 'unit', 'topic', 'field'] as const;

export type RuleSubject = (typeof RULE_SUBJECTS)[number];

/** How one series is filtered. Numbers may be text, as in a flow. Times in seconds. */
export interface SeriesOptions extends Omit<GivenSettings<typeof DELTA_SERIES>, 'mode'> {
  readonly mode?: DeltaMode | undefined;
}

/** What a rule leaves out is as in the options themselves. */
export interface DeltaRule extends SeriesOptions {
  /** A quantity, family, symbol (name or code), unit, MQTT topic filter or field path (`*` for any part of a name). */
  readonly match: string;
  /** What `match` is; `any`, the default, tries all of them. */
  readonly by?: RuleSubject | undefined;
  /** The unit of `threshold`, `floor` and `span`; they are converted for a series known to be in another one. */
  readonly unit?: string | undefined;
}

export interface DeltaOptions
  extends SeriesOptions,
    Pick<
      GivenSettings<typeof DELTA>,
      'partial' | 'persist' | 'sendExtremes' | 'window' | 'maxSeries' | 'maxBytes'
    > {
  /** The first rule that matches a series decides how it is filtered. */
  readonly rules?: readonly DeltaRule[] | undefined;
  /** Field paths never compared: a list or comma-separated. `rssi` at any depth, `wifi.*`, `.time` only at the top. */
  readonly ignore?: readonly string[] | string | undefined;
  /** Field paths where any change passes at once. Default {@link DEFAULT_STATUS_FIELDS}; `[]` for none. */
  readonly statusFields?: readonly string[] | string | undefined;
  /** Names or codes of symbols that always pass, in addition to SENSOR_ALERT. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
}

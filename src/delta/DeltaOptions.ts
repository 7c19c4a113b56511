import { DEFAULT_STATUS_FIELDS, type DELTA, DELTA_SERIES } from '../settings/delta';
import type { GivenSettings } from '../settings/settingsReader';

export { DEFAULT_STATUS_FIELDS };

export const DELTA_MODES = DELTA_SERIES.mode.choices;

/**
 * When a number counts as changed against the last forwarded one:
 * - `auto`: by the usual threshold of what it is, by one learned from its first readings, or at all; what a value is
 *   decides
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
export interface SeriesOptions extends Omit<GivenSettings<typeof DELTA_SERIES>, 'mode'> {
  readonly mode?: DeltaMode | undefined;
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

export interface DeltaOptions
  extends SeriesOptions,
    Pick<
      GivenSettings<typeof DELTA>,
      'partial' | 'persist' | 'sendExtremes' | 'window' | 'maxSeries' | 'maxBytes'
    > {
  /** The first rule that matches a series decides how it is filtered. */
  readonly rules?: readonly DeltaRule[] | undefined;
  /** Field paths never compared: a list, or text with commas. `rssi` at any depth, `wifi.*`, `.time` at the top only. */
  readonly ignore?: readonly string[] | string | undefined;
  /** Field paths of which any change passes at once. Default {@link DEFAULT_STATUS_FIELDS}; `[]` for none. */
  readonly statusFields?: readonly string[] | string | undefined;
  /** Names or codes of symbols that always pass, next to SENSOR_ALERT. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
}

import type { Keyword } from './lexicon/keywords';
import { MODIFIER_BITS } from './lexicon/Lexicon';

/** What a name refers to, besides its quantity. */
export type ReadingKind =
  | 'reading'
  | 'setpoint'
  | 'command'
  | 'limit'
  | 'extreme'
  | 'alert'
  | 'state'
  | 'duration'
  | 'count'
  | 'meta';

const { command, setpoint, limit, extreme, alert, state, duration, count, meta, protection } = MODIFIER_BITS;
const BOUNDS = extreme | limit | setpoint;

/** Of these after the head, only the rightmost counts: `action_duration`, `alarm_count`. */
export const LATEST_HOLDS = state | duration | count;

/** Modifiers of a name, around the word that names its quantity. */
export interface Modifiers {
  readonly before: number;
  readonly after: number;
  /** The rightmost of LATEST_HOLDS after the head; 0 if there is none. */
  readonly latest: number;
}

/**
 * What kind of value a name with these modifiers has: what follows the head takes precedence over what precedes it.
 * `temperature_alarm` is an alarm, unless a number says when to raise it (`temperature_warn_upper`: 60).
 * @param isBound whether the value is a number of a quantity, and not the level of an alarm
 */
export function kindOf(
  { before, after, latest }: Modifiers,
  keyword: Keyword | undefined,
  hasHead: boolean,
  isSwitch: boolean,
  isBound: boolean,
): ReadingKind {
  const all = before | after;
  if (keyword?.symbol === 'SENSOR_THRESHOLD') return 'limit';
  if ((after & meta) !== 0) return 'meta';
  if ((after & alert) !== 0 || keyword?.symbol === 'SENSOR_ALERT') {
    if (latest === count) return 'count';
    if (latest === duration) return 'duration';
    if ((all & BOUNDS) !== 0 && !isSwitch) return 'limit';
    return isBound && isProtection(all, keyword) ? 'limit' : 'alert';
  }
  if ((all & limit) !== 0) return 'limit';
  if (isBound && (before & protection) !== 0) return 'limit';
  if (latest === state) return 'state';
  if (latest === duration) return 'duration';
  if (latest === count) return 'count';
  if ((all & command) !== 0) return 'command';
  if ((all & setpoint) !== 0) return 'setpoint';
  if ((all & extreme) !== 0) return hasHead ? 'extreme' : 'reading';
  if ((before & alert) !== 0 && keyword?.symbol === 'METRICS_COUNTER_ADD') return 'count';
  if ((before & alert) !== 0 && hasHead) return isSwitch ? 'alert' : 'limit';
  return 'reading';
}

function isProtection(modifiers: number, keyword: Keyword | undefined): boolean {
  return (modifiers & protection) !== 0 || keyword?.symbol === 'SENSOR_ALERT';
}

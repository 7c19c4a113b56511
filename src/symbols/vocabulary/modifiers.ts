/** What a word says of a name, next to naming a quantity. */
export type Modifier =
  | 'command'
  | 'setpoint'
  | 'limit'
  | 'extreme'
  | 'alert'
  | 'state'
  | 'duration'
  | 'count'
  | 'meta'
  /** Stands next to quantities and says nothing: a room, a medium, a chip. */
  | 'place'
  /** Root mean square: an alternating voltage or current. */
  | 'rms'
  /** Of an electrical installation: single letters next to it are its quantities (`P_Grid`, `Ac/L1/V`). */
  | 'electric'
  /** What `current` precedes when it means the present: `current_position`. */
  | 'present'
  /** An electrical current, or the present one of what is next to it. */
  | 'moment'
  /** A time of day, or a duration if more is said and the number is small: `total_time`. */
  | 'time'
  /** Letters of a plant's tags (ISA-5.1), which need a loop number: `TT-101`. */
  | 'tag'
  /** Says something only of a plant that moves air: `SAT`, supply air temperature. */
  | 'airside'
  /** A part of a plant that moves air. */
  | 'hvac'
  /** A set point that is in force at times: a flag next to it says that it is. */
  | 'preset'
  /** What is switched: `ON` next to it is a relay's state. */
  | 'switched'
  /** Before what says whose or when it is, not what is measured: `power_at_max_voltage`. */
  | 'relation'
  /** Makes another quantity of power and energy. */
  | 'reactive'
  | 'apparent'
  /** As a converter gives it, in no unit: `soil_temp_raw`. */
  | 'raw'
  /** An alarm of these is a limit where a number is next to it: `cell_overvoltage: 3650`. */
  | 'protection'
  /** Summed up since it began: with an amount or a duration a counter, `rain_total`, `uptime`. */
  | 'total'
  /** A number that no quantity has, and no choice: `efficiency`, `valve_position`. */
  | 'figure'
  /** Says something only with other words next to it: a bare `volume` is as often a loudness. */
  | 'accompanied';

/** What a word can say about a name, besides naming a quantity. */
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
  /** Accompanies quantities and says nothing: a room, a medium, a chip. */
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
  /** Says something only about air handling: `SAT`, supply air temperature. */
  | 'airside'
  /** A part of an air-handling system. */
  | 'hvac'
  /** A set point that is not always active: with a flag as its value, it says whether it is. */
  | 'preset'
  /** Something switched: with `ON` as its value, it is the state of a relay. */
  | 'switched'
  /** Comes before what says whose or when it is, not what is measured: `power_at_max_voltage`. */
  | 'relation'
  /** Turns power and energy into another quantity. */
  | 'reactive'
  | 'apparent'
  /** As a converter outputs it, without a unit: `soil_temp_raw`. */
  | 'raw'
  /** An alarm of this kind is a limit if its value is a number: `cell_overvoltage: 3650`. */
  | 'protection'
  /** Accumulated: an amount or a duration is then a counter, `rain_total`, `uptime`. */
  | 'total'
  /** A number that belongs to no quantity and is not an option: `efficiency`, `valve_position`. */
  | 'figure'
  /** Says something only with other words next to it: a bare `volume` is as often a loudness. */
  | 'accompanied';

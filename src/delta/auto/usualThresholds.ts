import { unitScale } from '../unitScales';

/** The change of a quantity that is usually worth sending, in a unit. */
export interface UsualThreshold {
  readonly quantity: string;
  readonly unit: string;
  /** `line` for values that mostly rise, such as a meter's register. */
  readonly by: 'absolute' | 'relative' | 'line';
  readonly threshold: number;
  /** With a relative threshold: smaller changes never count. */
  readonly floor: number;
  /** Values in this range are believed to be in this unit if they come without one; none if absent. */
  readonly alone?: readonly [least: number, most: number];
}

type Alone = readonly [least: number, most: number];
type Columns = readonly [
  quantity: string,
  unit: string,
  by: UsualThreshold['by'],
  threshold: number,
  floor: number,
  alone?: Alone,
];

/** The unit of values without one. */
const PURE_NUMBER = '1';

const ANY: Alone = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * Below what a person or a control loop would act on, above the flicker of common sensors. The first row of a quantity
 * is the usual one; another row applies only to its own unit, in which the quantity is measured on another scale.
 */
// biome-ignore format: a table reads best with aligned columns
const TABLE: readonly Columns[] = [
  ['temperature',                'Cel',    'absolute', 0.2,   0,    ANY],
  ['temperature_delta',          'K',      'absolute', 0.2,   0,    ANY],
  ['humidity',                   '%RH',    'absolute', 1,     0,    [2, 100]],
  ['absolute_humidity',          'g/m3',   'absolute', 0.2,   0,    [2, 60]],
  ['pressure',                   'hPa',    'absolute', 0.5,   0,    [300, 1100]],
  ['pressure',                   'bar',    'absolute', 0.02,  0],
  ['pressure',                   'MPa',    'absolute', 0.002, 0],
  ['pressure',                   '[psi]',  'absolute', 0.2,   0],
  ['atmospheric_pressure',       'hPa',    'absolute', 0.5,   0,    [300, 1100]],
  ['carbon_dioxide',             'ppm',    'absolute', 20,    0,    [300, 40_000]],
  ['carbon_monoxide',            'ppm',    'absolute', 1,     0],
  ['nitrogen_dioxide',           'ppb',    'relative', 0.1,   2],
  ['nitrogen_monoxide',          'ppb',    'relative', 0.1,   2],
  ['ozone',                      'ppb',    'relative', 0.1,   2],
  ['sulphur_dioxide',            'ppb',    'relative', 0.1,   2],
  ['volatile_organic_compounds', 'ug/m3',  'relative', 0.1,   5],
  ['volatile_organic_compounds_parts', 'ppb', 'relative', 0.1, 5],
  ['pm1',                        'ug/m3',  'relative', 0.1,   1],
  ['pm25',                       'ug/m3',  'relative', 0.1,   1],
  ['pm4',                        'ug/m3',  'relative', 0.1,   1],
  ['pm10',                       'ug/m3',  'relative', 0.1,   1],
  ['aqi',                        '',       'absolute', 2,     0,    [20, 500]],
  ['ph',                         'pH',     'absolute', 0.05,  0,    [0, 14]],
  ['conductivity',               'uS/cm',  'relative', 0.02,  1],
  ['illuminance',                'lx',     'relative', 0.1,   5,    [20, 200_000]],
  ['irradiance',                 'W/m2',   'relative', 0.05,  5,    [20, 2000]],
  ['power',                      'W',      'relative', 0.02,  1],
  ['apparent_power',             'VA',     'relative', 0.02,  1],
  ['reactive_power',             'var',    'relative', 0.02,  1],
  ['current',                    'A',      'relative', 0.02,  0.02],
  ['voltage',                    'V',      'relative', 0.005, 0.02, [80, 500]],
  ['frequency',                  'Hz',     'absolute', 0.02,  0,    [15, 70]],
  ['frequency',                  'kHz',    'relative', 0.005, 0],
  ['frequency',                  'MHz',    'relative', 0.005, 0],
  ['frequency',                  'GHz',    'relative', 0.005, 0],
  ['power_factor',               '',       'absolute', 0.02,  0,    [-1, 1]],
  ['power_factor',               '%',      'absolute', 2,     0],
  ['energy',                     'kWh',    'line',     0.01,  0],
  ['energy',                     'MWh',    'line',     0.001, 0],
  ['reactive_energy',            'kvarh',  'line',     0.01,  0],
  ['energy_storage',             'kWh',    'absolute', 0.05,  0],
  ['gas',                        'm3',     'line',     0.01,  0],
  ['water',                      'L',      'line',     1,     0],
  ['volume',                     'L',      'absolute', 1,     0],
  ['volume',                     'mL',     'absolute', 5,     0],
  ['volume',                     'm3',     'absolute', 0.01,  0],
  ['volume_storage',             'L',      'absolute', 1,     0],
  ['volume_storage',             'm3',     'absolute', 0.05,  0],
  ['volume_flow_rate',           'L/min',  'relative', 0.02,  0.05],
  ['precipitation',              'mm',     'absolute', 0.1,   0],
  ['precipitation_intensity',    'mm/h',   'absolute', 0.2,   0],
  ['distance',                   'm',      'absolute', 0.02,  0],
  ['distance',                   'cm',     'absolute', 1,     0],
  ['distance',                   'mm',     'absolute', 1,     0],
  ['distance',                   'km',     'absolute', 0.1,   0],
  ['distance',                   '[mi_i]', 'absolute', 0.1,   0],
  ['area',                       'm2',     'relative', 0.01,  0],
  ['weight',                     'kg',     'relative', 0.005, 0.05],
  ['weight',                     'g',      'relative', 0.005, 1],
  ['speed',                      'm/s',    'relative', 0.02,  0.1],
  ['wind_speed',                 'm/s',    'absolute', 0.5,   0],
  ['wind_direction',             'deg',    'absolute', 10,    0,    [0, 360]],
  ['sound_pressure',             'dB',     'absolute', 1,     0,    [20, 140]],
  ['battery',                    '%',      'absolute', 1,     0,    [2, 100]],
  ['moisture',                   '%',      'absolute', 1,     0,    [2, 100]],
  ['signal_strength',            'dBm',    'absolute', 5,     0,    [-130, -20]],
  ['data_rate',                  'bit/s',  'relative', 0.1,   1000],
  ['data_size',                  'B',      'relative', 0.02,  1000],
  ['blood_glucose_concentration', 'mg/dL', 'absolute', 2,     0,    [30, 600]],
];

/** Usual thresholds, the usual unit of each quantity first. */
export const USUAL_THRESHOLDS: readonly UsualThreshold[] = TABLE.map(
  ([quantity, unit, by, threshold, floor, alone]) =>
    Object.freeze({ quantity, unit, by, threshold, floor, ...(alone && { alone }) }),
);

const rowsOf = new Map<string, readonly UsualThreshold[]>();
for (const row of USUAL_THRESHOLDS) rowsOf.set(row.quantity, [...(rowsOf.get(row.quantity) ?? []), row]);

/**
 * The usual threshold of a quantity, in the unit of the series.
 * @param unit of the series; undefined if it is unknown, and `value`, the first one of the series, has to tell it.
 * @returns undefined if there is none, or the unit is unknown or cannot be converted.
 */
export function usualThreshold(
  quantity: string,
  unit: string | undefined,
  value: number,
): UsualThreshold | undefined {
  const rows = rowsOf.get(quantity) ?? [];
  if (unit === undefined) return rows.find(({ alone }) => alone && value >= alone[0] && value <= alone[1]);
  const own = rows.find((row) => row.unit === (unit === PURE_NUMBER ? '' : unit));
  if (own) return own;
  for (const row of rows) {
    const scale = unitScale(row.unit, unit);
    if (scale === undefined) continue;
    const threshold = row.by === 'relative' ? row.threshold : decimal(row.threshold * scale);
    return { ...row, unit, threshold, floor: decimal(row.floor * scale) };
  }
  return undefined;
}

/** Removes the noise of binary fractions: 0.36, not 0.36000000000000004. */
function decimal(number: number): number {
  return Number(number.toPrecision(6));
}

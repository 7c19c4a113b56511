import type { DeltaMode } from './DeltaOptions';

/** A rule that is sensible for a quantity, in its usual unit. */
export interface SuggestedRule {
  readonly match: string;
  readonly by: 'quantity';
  readonly mode: DeltaMode;
  readonly threshold: number;
  readonly floor?: number;
  readonly unit?: string;
}

type Columns = readonly [quantity: string, mode: DeltaMode, threshold: number, floor: number, unit: string];

/** Below what a person or a control loop would act on, above what common sensors flicker by. */
// biome-ignore format: a table reads best with aligned columns
const TABLE: readonly Columns[] = [
  ['temperature',                'absolute', 0.2,   0,    'Cel'],
  ['humidity',                   'absolute', 1,     0,    '%RH'],
  ['pressure',                   'absolute', 0.5,   0,    'hPa'],
  ['atmospheric_pressure',       'absolute', 0.5,   0,    'hPa'],
  ['carbon_dioxide',             'absolute', 20,    0,    'ppm'],
  ['illuminance',                'relative', 0.1,   5,    'lx'],
  ['power',                      'relative', 0.02,  1,    'W'],
  ['apparent_power',             'relative', 0.02,  1,    'VA'],
  ['reactive_power',             'relative', 0.02,  1,    'var'],
  ['current',                    'relative', 0.02,  0.02, 'A'],
  ['voltage',                    'relative', 0.005, 0.02, 'V'],
  ['frequency',                  'absolute', 0.02,  0,    'Hz'],
  ['power_factor',               'absolute', 0.02,  0,    ''],
  ['energy',                     'absolute', 0.01,  0,    'kWh'],
  ['battery',                    'absolute', 1,     0,    '%'],
  ['signal_strength',            'absolute', 5,     0,    'dBm'],
  ['wind_speed',                 'absolute', 0.5,   0,    'm/s'],
  ['speed',                      'relative', 0.02,  0.1,  'm/s'],
  ['sound_pressure',             'absolute', 1,     0,    'dB'],
  ['moisture',                   'absolute', 1,     0,    '%'],
  ['volume_flow_rate',           'relative', 0.02,  0,    ''],
  ['pm25',                       'relative', 0.1,   1,    'ug/m3'],
  ['pm10',                       'relative', 0.1,   1,    'ug/m3'],
  ['volatile_organic_compounds', 'relative', 0.1,   5,    'ug/m3'],
];

/** Ready to be picked; the dialog offers them, nothing applies them by itself. */
export const SUGGESTED_RULES: readonly SuggestedRule[] = TABLE.map(([match, mode, threshold, floor, unit]) =>
  Object.freeze({
    match,
    by: 'quantity' as const,
    mode,
    threshold,
    ...(floor > 0 ? { floor } : {}),
    ...(unit === '' ? {} : { unit }),
  }),
);

/**
 * What can be measured, named after Home Assistant's device classes. `values` says which values it may have, `units`
 * are the canonical units, most common first, `range` is the plausible magnitude in the first of them, `bounds` are the
 * limits beyond which a number cannot be a value of it.
 */
export interface QuantityRow {
  readonly quantity: Quantity;
  readonly symbol: string;
  readonly values: 'number' | 'binary' | 'any';
  readonly units: readonly string[];
  readonly range?: readonly [number, number];
  readonly bounds?: readonly [number, number];
  /** Whether it is one of these classes: of other quantities, only the unit is reported. */
  readonly hasClass: boolean;
  /** Whether a value is accumulated: always, or if a word says so (`rain_total`). */
  readonly adds: 'always' | 'total' | 'never';
}

type Bounds = readonly [number, number];
type Columns = readonly [string, string, QuantityRow['values'], string, (Bounds | undefined)?, Bounds?];

/**
 * What can be measured but has no such class, with its units: listed so that it is not taken for a related quantity.
 */
// biome-ignore format: a table reads best with aligned columns
const WITHOUT_CLASS = [
  ['acceleration',      'm/s2 [g] m[g]'],
  ['angle',             'deg rad'],
  ['angular_velocity',  '1/min rad/s deg/s'],
  ['apparent_energy',   'VAh kVAh'],
  ['capacitance',       'uF'],
  ['colour_temperature','K mired'],
  ['concentration',     'mg/L g/L mg/kg g/kg ppm ppb % mg/m3 ug/m3'],
  ['density',           'kg/m3 g/cm3'],
  ['electric_charge',   'Ah mAh kAh'],
  ['emission_intensity','g/kWh'],
  ['force',             'N kN'],
  ['magnetic_field',    'uT'],
  ['mass_flow',         'kg/h kg/s t/h'],
  ['radiation_dose',    'uSv/h nSv/h uSv'],
  ['radioactivity',     'Bq/m3 Bq pCi/L'],
  ['resistance',        'Ohm kOhm MOhm mOhm'],
  ['torque',            'N.m'],
  ['turbidity',         'NTU'],
] as const;

// biome-ignore format: a table reads best with aligned columns
const TABLE = [
  ['temperature',                      'SENSOR_TEMP',       'number', 'Cel [degF] K', [-60, 150]],
  ['temperature_delta',                'SENSOR_POLL',       'number', 'K Cel [degF]'],
  ['humidity',                         'SENSOR_HUMIDITY',   'number', '% %RH', [0, 100]],
  ['absolute_humidity',                'SENSOR_POLL',       'number', 'g/m3 mg/m3'],
  ['pressure',                         'SENSOR_PRESSURE',   'number', "hPa kPa Pa bar mbar MPa [psi] mm[Hg] [in_i'Hg] cbar mPa", [850, 1100]],
  ['atmospheric_pressure',             'SENSOR_PRESSURE',   'number', "hPa kPa Pa bar mbar mm[Hg] [in_i'Hg]", [850, 1100]],
  ['voltage',                          'SENSOR_VOLTAGE',    'number', 'V mV kV uV MV'],
  ['current',                          'SENSOR_CURRENT',    'number', 'A mA uA kA'],
  ['power',                            'SENSOR_POWER_DRAW', 'number', 'W kW MW mW GW TW BTU/h'],
  ['apparent_power',                   'SENSOR_POLL',       'number', 'VA kVA'],
  ['reactive_power',                   'SENSOR_POLL',       'number', 'var kvar'],
  ['power_factor',                     'SENSOR_POLL',       'number', '% 1', [-1, 1]],
  ['energy',                           'SENSOR_POLL',       'number', 'kWh Wh MWh mWh GWh TWh J mJ kJ MJ GJ cal kcal Mcal Gcal'],
  ['reactive_energy',                  'SENSOR_POLL',       'number', 'kvarh varh'],
  ['energy_storage',                   'SENSOR_POLL',       'number', 'kWh Wh MWh GWh J kJ MJ GJ'],
  ['energy_distance',                  'SENSOR_POLL',       'number', 'kWh/100km Wh/km km/kWh [mi_i]/kWh'],
  ['frequency',                        'SENSOR_POLL',       'number', 'Hz kHz MHz GHz mHz'],
  ['battery',                          'SENSOR_POLL',       'any',    '%', [0, 100], [0, 255]],
  ['battery_charging',                 'SENSOR_POLL',       'binary', ''],
  ['illuminance',                      'SENSOR_POLL',       'number', 'lx klx'],
  ['irradiance',                       'SENSOR_POLL',       'number', 'W/m2'],
  ['carbon_dioxide',                   'SENSOR_POLL',       'number', 'ppm ppb % mg/m3 ug/m3'],
  ['carbon_monoxide',                  'SENSOR_POLL',       'any',    'ppm ppb mg/m3 ug/m3'],
  ['nitrogen_dioxide',                 'SENSOR_POLL',       'number', 'ppb ppm ug/m3 mg/m3'],
  ['nitrogen_monoxide',                'SENSOR_POLL',       'number', 'ppb ppm ug/m3 mg/m3'],
  ['nitrous_oxide',                    'SENSOR_POLL',       'number', 'ug/m3 mg/m3 ppb ppm'],
  ['ozone',                            'SENSOR_POLL',       'number', 'ppb ppm ug/m3 mg/m3'],
  ['sulphur_dioxide',                  'SENSOR_POLL',       'number', 'ppb ppm ug/m3 mg/m3'],
  ['volatile_organic_compounds',       'SENSOR_POLL',       'number', 'ug/m3 mg/m3'],
  ['volatile_organic_compounds_parts', 'SENSOR_POLL',       'number', 'ppb ppm'],
  ['pm1',                              'SENSOR_POLL',       'number', 'ug/m3 mg/m3'],
  ['pm25',                             'SENSOR_POLL',       'number', 'ug/m3 mg/m3'],
  ['pm4',                              'SENSOR_POLL',       'number', 'ug/m3 mg/m3'],
  ['pm10',                             'SENSOR_POLL',       'number', 'ug/m3 mg/m3'],
  ['aqi',                              'SENSOR_POLL',       'number', ''],
  ['ph',                               'SENSOR_POLL',       'number', 'pH'],
  ['conductivity',                     'SENSOR_POLL',       'number', 'uS/cm mS/cm dS/m S/m uS/m S/cm'],
  ['moisture',                         'SENSOR_POLL',       'any',    '%'],
  ['gas',                              'SENSOR_POLL',       'any',    'm3 [ft_i]3 L'],
  ['water',                            'SENSOR_POLL',       'number', 'L m3 [gal_us] [ft_i]3'],
  ['volume',                           'SENSOR_POLL',       'number', 'L m3 mL ML [gal_us] [ft_i]3'],
  ['volume_storage',                   'SENSOR_POLL',       'number', 'L m3 mL ML [gal_us] [ft_i]3'],
  ['volume_flow_rate',                 'SENSOR_POLL',       'number', 'L/min L/h m3/h L/s m3/s m3/min mL/s mL/min [gal_us]/min [gal_us]/h [gal_us]/d [cft_i]/min'],
  ['distance',                         'SENSOR_POLL',       'number', 'm cm mm km [ft_i] [in_i] [mi_i] [yd_i] [nmi_i]'],
  ['area',                             'SENSOR_POLL',       'number', 'm2 cm2 km2 har'],
  ['weight',                           'SENSOR_POLL',       'number', 'kg g mg ug [lb_av] [oz_av] [stone_av] t'],
  ['speed',                            'SENSOR_POLL',       'number', 'm/s km/h [mi_i]/h [kn_i] [ft_i]/s mm/s [in_i]/s m/min', undefined, [-1e5, 1e5]],
  ['wind_speed',                       'SENSOR_POLL',       'number', 'm/s km/h [mi_i]/h [kn_i] [ft_i]/s mm/s [in_i]/s m/min'],
  ['wind_direction',                   'SENSOR_POLL',       'number', 'deg rad'],
  ['precipitation',                    'SENSOR_POLL',       'number', 'mm cm [in_i] L/m2'],
  ['precipitation_intensity',          'SENSOR_POLL',       'number', 'mm/h [in_i]/h mm/d [in_i]/d'],
  ['sound_pressure',                   'SENSOR_NOISE',      'number', 'dB dBA', [20, 130], [0, 200]],
  ['signal_strength',                  'SENSOR_POLL',       'number', 'dBm dB'],
  ['data_rate',                        'SENSOR_POLL',       'number', 'bit/s kbit/s Mbit/s Gbit/s B/s kB/s MB/s GB/s KiB/s MiB/s'],
  ['data_size',                        'SENSOR_POLL',       'number', 'B kB MB GB TB KiB MiB GiB TiB kbit Mbit Gbit'],
  ['duration',                         'SENSOR_POLL',       'number', 's min h d ms us'],
  ['blood_glucose_concentration',      'SENSOR_POLL',       'number', 'mg/dL mmol/L'],
  ['monetary',                         'SENSOR_POLL',       'number', ''],
  ['motion',                           'SENSOR_POLL',       'binary', ''],
  ['moving',                           'SENSOR_POLL',       'binary', ''],
  ['occupancy',                        'SENSOR_POLL',       'binary', ''],
  ['presence',                         'SENSOR_POLL',       'binary', ''],
  ['door',                             'SENSOR_POLL',       'binary', ''],
  ['window',                           'SENSOR_POLL',       'binary', ''],
  ['garage_door',                      'SENSOR_POLL',       'binary', ''],
  ['opening',                          'SENSOR_POLL',       'binary', ''],
  ['smoke',                            'SENSOR_POLL',       'binary', ''],
  ['tamper',                           'SENSOR_POLL',       'binary', ''],
  ['vibration',                        'SENSOR_VIBRATION',  'any',    ''],
  ['sound',                            'SENSOR_NOISE',      'binary', ''],
  ['plug',                             'SENSOR_POLL',       'binary', ''],
  ['connectivity',                     'SENSOR_POLL',       'binary', ''],
  ['running',                          'SENSOR_POLL',       'binary', ''],
] as const satisfies readonly Columns[];

/** Names of the quantities. */
export type Quantity = (typeof TABLE)[number][0] | (typeof WITHOUT_CLASS)[number][0];

/** Meters accumulate these, so that a value only grows or restarts; the others only if a word says so. */
const ALWAYS_ADDED: readonly string[] = ['energy', 'reactive_energy', 'water', 'gas'];
const ADDED_IN_TOTAL: readonly string[] =
  'volume precipitation data_size distance electric_charge apparent_energy duration'.split(' ');

function addsOf(quantity: string): QuantityRow['adds'] {
  if (ALWAYS_ADDED.includes(quantity)) return 'always';
  return ADDED_IN_TOTAL.includes(quantity) ? 'total' : 'never';
}

function unitsOf(units: string): readonly string[] {
  return units === '' ? [] : units.split(' ');
}

export const QUANTITIES: readonly QuantityRow[] = [
  ...TABLE.map(([quantity, symbol, values, units, range, bounds]) => ({
    quantity,
    symbol,
    values,
    units: unitsOf(units),
    ...(range ? { range } : {}),
    ...(bounds ? { bounds } : {}),
    hasClass: true,
    adds: addsOf(quantity),
  })),
  ...WITHOUT_CLASS.map(([quantity, units]) => ({
    quantity,
    symbol: 'SENSOR_POLL',
    values: 'number' as const,
    units: unitsOf(units),
    hasClass: false,
    adds: addsOf(quantity),
  })),
];

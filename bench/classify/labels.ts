import type { ExposedValue } from './herdsmanValues';

/**
 * What a declared value is, judged without its name.
 *
 * - `measured`: one of these quantities, the first being the usual one.
 * - `state`: a switch, a choice or a text; in any case, not a measured number.
 * - `writable`: a setting, a set point or an actuator; not a reading.
 * - `unknown`: neither unit nor description tells what it is; counted, but not scored.
 */
export type Label =
  | { readonly is: 'measured'; readonly quantities: readonly string[] }
  | { readonly is: 'state' | 'writable' | 'unknown' };

/** Units that tell what is measured, to the right of the quantities that have them, in order. */
const UNIT_LABELS: readonly (readonly [quantities: string, units: string])[] = [
  ['temperature', '°C °F ℃ ℉'],
  ['voltage', 'V mV volt'],
  ['current', 'A mA'],
  ['power', 'W kW mW mWt'],
  ['apparent_power', 'VA kVA'],
  ['reactive_power', 'VAR VAr kVAR kVAr'],
  ['energy', 'Wh kWh MWh'],
  ['reactive_energy', 'VArh kVArh kVARh'],
  ['frequency', 'Hz'],
  ['pressure atmospheric_pressure', 'Pa hPa kPa mbar bar'],
  ['illuminance', 'lx'],
  ['conductivity', 'µS/cm mS/cm'],
  ['sound_pressure', 'dBA'],
  ['signal_strength', 'dBm'],
  ['volume water gas', 'L m³ mL'],
  ['volume_flow_rate', 'L/h L/min m³/h'],
  ['speed wind_speed', 'm/s km/h'],
  ['distance', 'm cm'],
  ['precipitation_intensity', 'mm/h'],
  ['weight', 'g kg'],
  ['ph', 'pH'],
  ['duration', 's sec seconds ms min minutes h d'],
];

/**
 * For units that fit several quantities and types without a unit: what the library's own description says. A row
 * applies to values of its type and unit (`-`: none) whose description begins with or contains its words.
 */
const DESCRIPTION_LABELS: readonly (readonly [
  quantities: string,
  type: ExposedValue['type'],
  unit: string,
  says: RegExp,
])[] = [
  ['humidity', 'numeric', '%', /^measured relative humidity/i],
  ['battery', 'numeric', '%', /^remaining battery/i],
  ['moisture', 'numeric', '%', /soil moisture/i],
  ['power_factor', 'numeric', '%', /power factor/i],
  ['power_factor', 'numeric', '-', /power factor/i],
  ['aqi', 'numeric', '-', /^air quality index/i],
  ['carbon_dioxide', 'numeric', 'ppm', /carbon dioxide|\beco2\b|\bco2\b/i],
  ['carbon_monoxide', 'numeric', 'ppm', /carbon monoxide/i],
  ['volatile_organic_compounds_parts', 'numeric', 'ppm', /\bvoc\b|volatile organic/i],
  ['volatile_organic_compounds_parts', 'numeric', 'ppb', /\bvoc\b|volatile organic/i],
  ['volatile_organic_compounds', 'numeric', 'µg/m³', /\bvoc\b|volatile organic/i],
  ['pm1', 'numeric', 'µg/m³', /\bpm1\b/i],
  ['pm25', 'numeric', 'µg/m³', /\bpm2\.5\b/i],
  ['pm10', 'numeric', 'µg/m³', /\bpm10\b/i],
  ['precipitation distance', 'numeric', 'mm', /precipitation|rain/i],
  ['wind_direction', 'numeric', '°', /wind direction/i],
  [
    'occupancy motion presence',
    'binary',
    '-',
    /^indicates whether the device detected (?:occupancy|presence)/i,
  ],
  ['smoke', 'binary', '-', /^indicates whether the device detected smoke/i],
  ['tamper', 'binary', '-', /^indicates whether the device is tampered/i],
  ['vibration', 'binary', '-', /^indicates whether the device detected vibration/i],
  ['moisture', 'binary', '-', /^indicates whether the device detect(?:ed a water leak|s water)/i],
  ['gas', 'binary', '-', /^indicates whether the device detected gas/i],
  ['carbon_monoxide', 'binary', '-', /^indicates if CO \(carbon monoxide\) is detected/i],
  ['door window opening garage_door', 'binary', '-', /^indicates if the contact is closed/i],
  ['window opening', 'binary', '-', /^indicates if window is open/i],
  ['battery', 'binary', '-', /^indicates if the battery of this device is almost empty/i],
];

const byUnit = new Map(
  UNIT_LABELS.flatMap(([quantities, units]) =>
    units.split(' ').map((unit) => [unit, quantities.split(' ')] as const),
  ),
);

export function labelOf(value: ExposedValue): Label {
  const { type, unit, description, isWritable } = value;
  if (isWritable) return { is: 'writable' };
  const byItsUnit = type === 'numeric' ? byUnit.get(unit) : undefined;
  if (byItsUnit) return { is: 'measured', quantities: byItsUnit };
  const row = DESCRIPTION_LABELS.find(
    ([, itsType, itsUnit, says]) =>
      itsType === type && itsUnit === (unit === '' ? '-' : unit) && says.test(description),
  );
  if (row) return { is: 'measured', quantities: row[0].split(' ') };
  return { is: type === 'numeric' ? 'unknown' : 'state' };
}

/** The labelling rules as a table, for the report. */
export function labelRows(): string[][] {
  return [
    ...UNIT_LABELS.map(([quantities, units]) => [quantities.replace(/ /g, ', '), 'numeric', units, '']),
    ...DESCRIPTION_LABELS.map(([quantities, type, unit, says]) => [
      quantities.replace(/ /g, ', '),
      type,
      unit === '-' ? '' : unit,
      says.source.replace(/\\b|\\|\^|\(\?:/g, '').replace(/\|/g, ' or '),
    ]),
  ];
}

import type { ExposedValue } from './herdsmanValues';

/** A message that carries one value. */
export interface Message {
  readonly topic: string;
  readonly payload: unknown;
}

export interface Ask {
  readonly name: string;
  readonly message: (value: ExposedValue) => Message;
}

/** A device without a friendly name goes by its address. */
const DEVICE = '0x00158d00045b2c3a';

/** The ways to ask about a value. */
export const ASKS: readonly Ask[] = [
  {
    name: 'zigbee2mqtt/<device> {"<property>": value}',
    message: (value) => ({
      topic: `zigbee2mqtt/${DEVICE}`,
      payload: { [value.property]: plausibleValue(value) },
    }),
  },
  {
    name: 'zigbee2mqtt/<device>/<property> value',
    message: (value) => ({
      topic: `zigbee2mqtt/${DEVICE}/${value.property}`,
      payload: plausibleValue(value),
    }),
  },
  {
    name: 'site/<property> {"value": value, "unit": "<unit>"}',
    message: (value) => ({
      topic: `site/${value.property}`,
      payload: { value: plausibleValue(value), ...(value.unit !== '' && { unit: value.unit }) },
    }),
  },
  {
    name: 'site/<device> {"<property>": value, "<property>_unit": "<unit>"}',
    message: (value) => ({
      topic: `site/${DEVICE}`,
      payload: {
        [value.property]: plausibleValue(value),
        ...(value.unit !== '' && { [`${value.property}_unit`]: value.unit }),
      },
    }),
  },
];

/** Typical values, by unit; bounds or states that the definition declares take precedence. */
const MET: Readonly<Record<string, number>> = {
  '°C': 21.4,
  '℃': 21.4,
  '°F': 70.5,
  '℉': 70.5,
  '%': 47,
  V: 229.6,
  mV: 2985,
  A: 1.27,
  mA: 127,
  W: 312.4,
  kW: 3.1,
  VA: 340.1,
  kWh: 1241.7,
  Hz: 50,
  hPa: 1003.2,
  kPa: 100.3,
  lx: 312,
  ppm: 712,
  s: 61,
  min: 12,
};

function plausibleValue({ type, unit, example }: ExposedValue): string | number | boolean {
  if (type === 'numeric') return typeof example === 'number' ? example : (MET[unit] ?? 17.3);
  return example ?? (type === 'binary' ? false : 'text');
}

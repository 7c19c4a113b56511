import type { Quantity } from '../../../symbols/vocabulary';

/**
 * Which word means which symbol. `published` words are those of the Wire.Band edge protocol; `ours` are further words
 * for symbols that the protocol names without giving words for them. `quantity` is what is measured, named after Home
 * Assistant's device classes.
 */
export interface Keyword {
  readonly symbol: string;
  readonly quantity: Quantity | undefined;
  readonly status: 'published' | 'ours';
}

type Row = readonly [word: string, symbol: string, quantity: Quantity | '', status: Keyword['status']];

// biome-ignore format: a table reads best with aligned columns
const TABLE: readonly Row[] = [
  ['temp',        'SENSOR_TEMP',          'temperature',          'published'],
  ['temperature', 'SENSOR_TEMP',          'temperature',          'published'],
  ['humidity',    'SENSOR_HUMIDITY',      'humidity',             'published'],
  ['pressure',    'SENSOR_PRESSURE',      'pressure',             'published'],
  ['voltage',     'SENSOR_VOLTAGE',       'voltage',              'published'],
  ['current',     'SENSOR_CURRENT',       'current',              'published'],
  ['fan',         'SENSOR_FAN',           '',                     'ours'],
  ['power',       'SENSOR_POWER_DRAW',    'power',                'ours'],
  ['vibration',   'SENSOR_VIBRATION',     'vibration',            'ours'],
  ['noise',       'SENSOR_NOISE',         'sound_pressure',       'ours'],
  ['altitude',    'SENSOR_ALTITUDE',      'distance',             'ours'],
  ['threshold',   'SENSOR_THRESHOLD',     '',                     'ours'],
  ['alert',       'SENSOR_ALERT',         '',                     'ours'],
  ['alarm',       'SENSOR_ALERT',         '',                     'ours'],

  ['motor',       'ACTUATOR_MOTOR_START', '',                     'published'],
  ['servo',       'ACTUATOR_SERVO_SET',   '',                     'published'],
  ['relay',       'ACTUATOR_RELAY_SET',   '',                     'published'],
  ['led',         'ACTUATOR_LED_SET',     '',                     'published'],
  ['buzzer',      'ACTUATOR_BUZZER_SET',  '',                     'published'],

  ['gpio',        'GPIO_STATE',           '',                     'published'],
  ['pin',         'GPIO_PIN',             '',                     'published'],
  ['pwm',         'GPIO_PWM',             '',                     'published'],
  ['adc',         'GPIO_ADC',             '',                     'published'],
  ['dac',         'GPIO_DAC',             '',                     'published'],

  ['ota',         'EDGE_OTA_START',       '',                     'published'],
  ['update',      'EDGE_OTA_START',       '',                     'published'],
  ['watchdog',    'EDGE_WDT_KICK',        '',                     'published'],
  ['twin',        'EDGE_TWIN_SYNC',       '',                     'published'],
  ['shadow',      'EDGE_TWIN_SYNC',       '',                     'published'],

  ['metrics',     'METRICS_GAUGE_SET',    '',                     'published'],
  ['telemetry',   'METRICS_GAUGE_SET',    '',                     'published'],
  ['counter',     'METRICS_COUNTER_ADD',  '',                     'published'],
  ['event',       'METRICS_EVENT',        '',                     'published'],

  ['geo',         'GEO_POSITION',         '',                     'ours'],
  ['gps',         'GEO_POSITION',         '',                     'ours'],
  ['location',    'GEO_POSITION',         '',                     'ours'],
  ['position',    'GEO_POSITION',         '',                     'ours'],
  ['lat',         'GEO_POSITION',         '',                     'ours'],
  ['latitude',    'GEO_POSITION',         '',                     'ours'],
  ['lon',         'GEO_POSITION',         '',                     'ours'],
  ['lng',         'GEO_POSITION',         '',                     'ours'],
  ['longitude',   'GEO_POSITION',         '',                     'ours'],
];

export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  TABLE.map(([word, symbol, quantity, status]) => [
    word,
    { symbol, quantity: quantity || undefined, status },
  ]),
);

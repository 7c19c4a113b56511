/**
 * The symbol catalog: 16-bit code, name, family and meaning of every symbol.
 *
 * `published` codes come from the Wire.Band edge protocol. `provisional` codes are ours: the protocol publishes the
 * name or the family but no code. Override them with a catalog once the vendor assigns codes (see docs/wire-format.md).
 * FC6E and FC6F stay unassigned: nothing is invented inside the sensor range.
 */

export const FAMILIES = ['sensor', 'actuator', 'gpio', 'edge', 'metrics', 'geo'] as const;
export type Family = (typeof FAMILIES)[number];

export interface CatalogRow {
  readonly code: number;
  readonly name: string;
  readonly family: Family;
  readonly status: 'published' | 'provisional';
  readonly meaning: string;
}

type Columns = readonly [number, string, Family, CatalogRow['status'], string];

// biome-ignore format: a table reads best with aligned columns
const TABLE: readonly Columns[] = [
  [0xfc60, 'SENSOR_TEMP',          'sensor',   'published',   'Temperature reading'],
  [0xfc61, 'SENSOR_VOLTAGE',       'sensor',   'published',   'Voltage reading'],
  [0xfc62, 'SENSOR_CURRENT',       'sensor',   'published',   'Electric current reading'],
  [0xfc63, 'SENSOR_FAN',           'sensor',   'published',   'Fan speed'],
  [0xfc64, 'SENSOR_PRESSURE',      'sensor',   'published',   'Pressure reading'],
  [0xfc65, 'SENSOR_HUMIDITY',      'sensor',   'published',   'Humidity reading'],
  [0xfc66, 'SENSOR_POWER_DRAW',    'sensor',   'published',   'Power draw'],
  [0xfc67, 'SENSOR_VIBRATION',     'sensor',   'published',   'Vibration reading'],
  [0xfc68, 'SENSOR_NOISE',         'sensor',   'published',   'Noise level'],
  [0xfc69, 'SENSOR_ALTITUDE',      'sensor',   'published',   'Altitude'],
  [0xfc6a, 'SENSOR_POLL',          'sensor',   'published',   'Generic sensor reading (the fallback)'],
  [0xfc6b, 'SENSOR_SUBSCRIBE',     'sensor',   'published',   'Subscription to a sensor stream'],
  [0xfc6c, 'SENSOR_THRESHOLD',     'sensor',   'published',   'Threshold configuration'],
  [0xfc6d, 'SENSOR_ALERT',         'sensor',   'published',   'Threshold alert raised'],

  [0xfc70, 'GPIO_STATE',           'gpio',     'provisional', 'State of general-purpose input/output'],
  [0xfc71, 'GPIO_PIN',             'gpio',     'provisional', 'State of one pin'],
  [0xfc72, 'GPIO_PWM',             'gpio',     'provisional', 'Pulse-width modulation duty'],
  [0xfc73, 'GPIO_ADC',             'gpio',     'provisional', 'Analog input'],
  [0xfc74, 'GPIO_DAC',             'gpio',     'provisional', 'Analog output'],

  [0xfc80, 'EDGE_TWIN_SYNC',       'edge',     'provisional', 'Device twin synchronized'],
  [0xfc81, 'EDGE_TWIN_DELTA',      'edge',     'provisional', 'Device twin difference'],
  [0xfc82, 'EDGE_OTA_START',       'edge',     'provisional', 'Over-the-air update started'],
  [0xfc83, 'EDGE_OTA_CHUNK',       'edge',     'provisional', 'Over-the-air update chunk'],
  [0xfc84, 'EDGE_OTA_VERIFY',      'edge',     'provisional', 'Over-the-air update verified'],
  [0xfc85, 'EDGE_OTA_APPLY',       'edge',     'provisional', 'Over-the-air update applied'],
  [0xfc86, 'EDGE_WDT_KICK',        'edge',     'provisional', 'Watchdog kicked'],

  [0xfc90, 'ACTUATOR_MOTOR_START', 'actuator', 'published',   'Motor started'],
  [0xfc91, 'ACTUATOR_SERVO_SET',   'actuator', 'provisional', 'Servo position'],
  [0xfc92, 'ACTUATOR_RELAY_SET',   'actuator', 'provisional', 'Relay switched'],
  [0xfc93, 'ACTUATOR_LED_SET',     'actuator', 'provisional', 'LED set'],
  [0xfc94, 'ACTUATOR_BUZZER_SET',  'actuator', 'provisional', 'Buzzer set'],
  [0xfc95, 'ACTUATOR_SET',         'actuator', 'provisional', 'Command or setting of an actuator'],

  [0xfca0, 'METRICS_GAUGE_SET',    'metrics',  'provisional', 'Gauge value'],
  [0xfca1, 'METRICS_COUNTER_ADD',  'metrics',  'provisional', 'Counter increment'],
  [0xfca2, 'METRICS_EVENT',        'metrics',  'provisional', 'Event record'],

  [0xfcb0, 'GEO_POSITION',         'geo',      'provisional', 'Geographic position'],
];

export const CATALOG: readonly CatalogRow[] = TABLE.map(([code, name, family, status, meaning]) =>
  Object.freeze({ code, name, family, status, meaning }),
);

import assert from 'node:assert/strict';
import { Classifier } from '../../../src/classify';

const classifier = new Classifier();

type Row = readonly [
  topic: string,
  payload: unknown,
  name: string,
  quantity: string | undefined,
  unit?: string | undefined,
];

// biome-ignore format: a table reads best with aligned columns
const DEVICES: readonly Row[] = [
  ['tele/sonoff-4/SENSOR',                   { Time: '2026-01-01T00:00:00', DS18B20: { Temperature: 21.4 } }, 'SENSOR_TEMP', 'temperature'],
  ['stat/plug/POWER',                        'ON',                                        'ACTUATOR_RELAY_SET', undefined],
  ['cmnd/plug/POWER',                        'ON',                                        'ACTUATOR_RELAY_SET', undefined],
  ['zigbee2mqtt/kitchen',                    { temperature: 21.5, humidity: 40, battery: 90, linkquality: 120 }, 'SENSOR_TEMP', 'temperature'],
  ['zigbee2mqtt/temp sensor',                { linkquality: 120, battery: 90, contact: true }, 'SENSOR_POLL', 'door'],
  ['shellies/shellyem-1/emeter/0/power',     12.5,                                        'SENSOR_POWER_DRAW', 'power'],
  ['spBv1.0/Plant/NDATA/edge/plc',           Buffer.from([0xff, 0]),                      'METRICS_GAUGE_SET', undefined],
  ['homie/boiler/heater/set-temperature',    20,                                          'SENSOR_THRESHOLD', 'temperature'],
  ['homeassistant/sensor/kitchen/config',    { device_class: 'temperature' },             'EDGE_TWIN_SYNC', undefined],
  ['homeassistant/sensor/kitchen_temperature/state', '21.4',                              'SENSOR_TEMP', 'temperature'],
  ['$SYS/broker/uptime',                     '5 seconds',                                 'SENSOR_POLL', 'duration', 's'],
  ['site/SDH_AH2A_SupplyAirTemp',            18,                                          'SENSOR_TEMP', 'temperature'],
  ['site/x',                                 { bme280_press_hPa: 1013 },                  'SENSOR_PRESSURE', 'pressure', 'hPa'],
  ['site/x',                                 { i_rms: 1.2 },                              'SENSOR_CURRENT', 'current'],
  ['site/x',                                 { vbat_mV: 3012 },                           'SENSOR_VOLTAGE', 'voltage', 'mV'],
  ['site/x',                                 { battery_mV: 3012 },                        'SENSOR_VOLTAGE', 'voltage', 'mV'],
  ['site/x',                                 { t: 21.4, h: 40 },                          'SENSOR_TEMP', 'temperature'],
  ['site/x',                                 { tempf: 70 },                               'SENSOR_TEMP', 'temperature', '[degF]'],
  ['haus/Aussentemperatur',                  4,                                           'SENSOR_TEMP', 'temperature'],
  ['haus/Außentemperatur',                   4,                                           'SENSOR_TEMP', 'temperature'],
  ['haus/Solltemperatur',                    21,                                          'SENSOR_THRESHOLD', 'temperature'],
  ['maison/humidité',                        40,                                          'SENSOR_HUMIDITY', 'humidity'],
  ['casa/presión',                           1013,                                        'SENSOR_PRESSURE', 'pressure'],
  ['casa/tensione',                          230,                                         'SENSOR_VOLTAGE', 'voltage'],
];

// biome-ignore format: a table reads best with aligned columns
const COMPETING: readonly Row[] = [
  ['a/battery_voltage',    3.1,                                      'SENSOR_VOLTAGE',     'voltage'],
  ['a/voltage/battery',    3.1,                                      'SENSOR_VOLTAGE',     'voltage'],
  ['a/temperature/x/battery', 90,                                    'SENSOR_POLL',        'battery'],
  ['a/temp_c',             21,                                       'SENSOR_TEMP',        'temperature', 'Cel'],
  ['a/voltage_a',          230,                                      'SENSOR_VOLTAGE',     'voltage'],
  ['a/temperature_alarm',  true,                                     'SENSOR_ALERT',       undefined],
  ['a/max_temperature_alarm', 40,                                    'SENSOR_THRESHOLD',   'temperature'],
  ['a/temperature/set',    21,                                       'SENSOR_THRESHOLD',   'temperature'],
  ['a/temperature/state',  21,                                       'SENSOR_TEMP',        'temperature'],
  ['a/relay/0/set',        'on',                                     'ACTUATOR_RELAY_SET', undefined],
  ['unit-7',               { temperature_max: 31 },                  'SENSOR_TEMP',        'temperature'],
  ['unit-7/set',           { temperature: 31 },                      'SENSOR_THRESHOLD',   'temperature'],
  ['a/b',                  { pm10_ug_m3: 12 },                       'SENSOR_POLL',        'pm10', 'ug/m3'],
  ['a/b',                  { pm2_5: 12 },                            'SENSOR_POLL',        'pm25'],
  ['a/b',                  { uptime_s: 12 },                         'SENSOR_POLL',        'duration', 's'],
  ['a/b',                  { watts: 12 },                            'SENSOR_POWER_DRAW',  'power', 'W'],
  ['a/occupancy_timeout',  60,                                       'SENSOR_POLL',        'duration'],
  ['a/b',                  { temperature_unit: 'C' },                'SENSOR_POLL',        undefined],
  ['a/b',                  { power: 'ON' },                          'ACTUATOR_RELAY_SET', undefined],
  ['a/b',                  { motion: 17 },                           'SENSOR_POLL',        undefined],
  ['a/b',                  { color_temp: 370 },                      'SENSOR_POLL',        undefined],
  ['a/level',              { value: 21, unit: '°C' },                'SENSOR_TEMP',        'temperature', 'Cel'],
  ['a/b',                  { temperature: { value: 70, unit: '°F' } }, 'SENSOR_TEMP',      'temperature', '[degF]'],
];

function check(rows: readonly Row[]): void {
  for (const [topic, payload, name, quantity, unit] of rows) {
    const found = classifier.classify(topic, payload);
    const what = `${topic} ${JSON.stringify(payload)}`;
    assert.deepEqual([found.name, found.quantity, found.unit], [name, quantity, unit], what);
  }
}

describe('classification of real devices', () => {
  it('knows their conventions, abbreviations, units and languages', () => check(DEVICES));

  it('decides between competing words by the more specific word, the unit and the kind of value', () =>
    check(COMPETING));

  it('is explained by the same ranking, with the classification as the first candidate', () => {
    for (const [topic, payload] of [...DEVICES, ...COMPETING]) {
      const { classification, candidates } = classifier.explain(topic, payload);
      const [first] = candidates;
      assert.ok(first);
      const { says, evidence, ...same } = first;
      assert.deepEqual(same, classification, topic);
      assert.deepEqual(classification, classifier.classify(topic, payload), topic);
      assert.ok(says && evidence);
    }
  });

  it('is the same for text, bytes and objects', () => {
    for (const [topic, payload] of [...DEVICES, ...COMPETING]) {
      if (Buffer.isBuffer(payload)) continue;
      const text = JSON.stringify(payload);
      const expected = classifier.classify(topic, payload);
      assert.deepEqual(classifier.classify(topic, text), expected, text);
      assert.deepEqual(classifier.classify(topic, Buffer.from(text)), expected, text);
    }
  });
});

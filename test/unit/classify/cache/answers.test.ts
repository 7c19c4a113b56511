import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Classification, Classifier, readingsOf } from '../../../../src/classify';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';

/** Topics decided by their words, by the payload, by both, and by neither. */
const TOPICS = [
  'plant/line1/machine7/temperature',
  'home/kitchen/light',
  'home/kitchen/light/set',
  'site/level',
  'site/a/t_out',
  'zigbee2mqtt/office',
  'tele/sonoff/SENSOR',
  'ahu-3/SAT',
  'uptime',
  'fan-3',
  'weather/current',
  'room/temperature/setpoint',
  'HVAC/Zone2/SetPoint',
  'boiler/sollwert',
  'x',
] as const;

/** Keys of units, of values and of names as devices spell them: the tables ignore case and separators. */
const UNIT_KEYS = [
  ...['unit', 'Unit', 'UNIT', 'Units', 'unit_of_measurement', 'unitOfMeasurement', 'unit-code', 'engUnit'],
  ...[
    'eng_units',
    'engunit-s',
    'UOM',
    'u-o-m',
    'u',
    'U',
    'level_unit',
    'unit_level',
    'TempUnit',
    'sensorUnit',
  ],
] as const;
const VALUE_KEYS = [
  ...['value', 'Value', 'VALUE', 'val', 'Val', 'v', 'V', 'presentValue', 'present_value', 'measured-value'],
  ...['sensorValue', 'sensor_value', 'reading', 'data', 'doubleValue'],
] as const;
const NAME_KEYS = [
  ...['name', 'Name', 'NAME', 'n', 'N', 'sensor', 'Sensor', 'type', 'TYPE', 'device_class', 'deviceClass'],
  ...[
    'Quantity',
    'metric_name',
    'MetricName',
    'tagPath',
    'label',
    'measurement',
    'sensorType',
    'key',
    'param',
  ],
] as const;

/** Keys that are certain, weak, times, bounds and unknown. */
const OTHER_KEYS = [
  ...['temperature', 'Temperature', 'humidity', 'level', 'battery', 'state', 'power', 'light', 'h', 't_out'],
  ...['volume', 'sound', 'uptime', 'cycle_time', 'power_limit', 'Set_Point', 'motion', 'x', 'ts', 'SAT'],
  ...['position', 'fan', 'bn', 'alarm', 'update', 'ENERGY', 'wind', 'speed', 'duration', 'values'],
] as const;

const KEYS = [...OTHER_KEYS, ...UNIT_KEYS, ...VALUE_KEYS, ...NAME_KEYS] as const;

/** Values on both sides of what the classifier distinguishes: bits, dimmer steps, ranges, times, texts of all kinds. */
const value = fc.oneof(
  fc.constantFrom(
    0,
    1,
    2,
    0.5,
    21.4,
    50,
    100,
    100.5,
    101,
    255,
    256,
    -1,
    1013.2,
    86_400,
    1_795_700_000,
    1.7957e12,
  ),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, Number.MAX_VALUE),
  fc.double({ noNaN: true, min: -300, max: 3000 }),
  fc.integer({ min: -300, max: 3000 }),
  fc.boolean(),
  fc.constantFrom(null, undefined, 12n),
  fc.constantFrom(
    '',
    'ON',
    'off',
    'true',
    '21',
    '21.4',
    '150',
    '21.4 °C',
    '24h',
    '3 V',
    '5 seconds',
    '2026-01-01',
  ),
  fc.constantFrom(
    'C',
    '°C',
    'V',
    '%',
    'hPa',
    'W',
    'ppm',
    'cm',
    'temperature',
    'Relative Humidity',
    'power',
    'open',
    'a text',
    '17:30',
  ),
  fc.constantFrom('{"temperature":21}', '[{"power":3}]', '{"', '{"a":"b"}'),
);

const flat = fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 6 }).map(Object.fromEntries);

const UNIT_TEXTS = ['C', '°C', 'V', '%', 'hPa', 'W', 'ppm', 'cm', 's', 'a text', ''] as const;
const NAME_TEXTS = [
  ...[
    'temperature',
    'Relative Humidity',
    'power',
    'level',
    'voltage',
    'setpoint',
    'status',
    'kitchen',
    'a text',
    '',
  ],
] as const;

/** A value with its name and unit, sometimes two of each, under keys that stay the same while the contents change. */
const named = fc
  .record({
    values: fc.uniqueArray(fc.constantFrom(...VALUE_KEYS), { minLength: 1, maxLength: 2 }),
    names: fc.uniqueArray(fc.constantFrom(...NAME_KEYS), { maxLength: 3 }),
    units: fc.uniqueArray(fc.constantFrom(...UNIT_KEYS), { maxLength: 2 }),
    wraps: fc.constantFrom('none', 'none', 'none', 'list', 'field'),
  })
  .chain(({ values, names, units, wraps }) => {
    const entries = fc.tuple(
      ...values.map((key) => fc.tuple(fc.constant<string>(key), value)),
      ...names.map((key) => fc.tuple(fc.constant<string>(key), texts(NAME_TEXTS))),
      ...units.map((key) => fc.tuple(fc.constant<string>(key), texts(UNIT_TEXTS))),
    );
    const wrap = (object: object): unknown => {
      if (wraps === 'list') return [object];
      return wraps === 'field' ? { probe: object } : object;
    };
    const one = entries.map((all) => ({ payload: wrap(Object.fromEntries(all)) }));
    return fc.array(one, { minLength: 3, maxLength: 8 });
  });

/** Mostly the usual texts, but any other value, too. */
function texts(usual: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: value });
}

const nested = fc
  .tuple(flat, fc.constantFrom(...KEYS), fc.oneof(flat, fc.array(fc.oneof(flat, value), { maxLength: 3 })))
  .map(([outer, key, inner]) => ({ ...outer, [key]: inner }));
const payload = fc.oneof(
  { weight: 3, arbitrary: value },
  { weight: 6, arbitrary: flat },
  { weight: 3, arbitrary: nested },
  fc.array(fc.oneof(flat, value), { maxLength: 3 }),
  flat.map((object) => JSON.stringify(object, (_, each) => (typeof each === 'bigint' ? 0 : each))),
  fc.constant(Buffer.from('{"temperature":21.4}')),
  fc.constant(new Date(0)),
);

const rule = fc.oneof(
  fc.constantFrom('home/#', 'plant/line1/machine7/temperature', 'x').map((topic) => ({ topic })),
  fc.constantFrom('level', 'volume', 'kitchen').map((keyword) => ({ keyword })),
);

type Step = { readonly payload: unknown } | { readonly topic: string } | { readonly keyword: string };
const mixed = fc.array(
  fc.oneof({ weight: 20, arbitrary: payload.map((given) => ({ payload: given })) }, rule),
  { minLength: 1, maxLength: 8 },
);

/** Payloads with the same keys but ever-changing values. */
const alike = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }).chain((keys) =>
  fc
    .array(fc.array(value, { minLength: keys.length, maxLength: keys.length }), {
      minLength: 3,
      maxLength: 8,
    })
    .map((rows) => rows.map((row) => ({ payload: Object.fromEntries(keys.map((key, i) => [key, row[i]])) }))),
);

const steps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 3, arbitrary: alike },
  { weight: 3, arbitrary: named },
  { weight: 1, arbitrary: value.chain((one) => fc.array(value.map((other) => ({ payload: other ?? one })))) },
  { weight: 1, arbitrary: mixed },
);

function register(classifier: Classifier, step: Step): void {
  if ('topic' in step) classifier.registerTopicSymbol(step.topic, 'SENSOR_ALERT');
  else if ('keyword' in step) classifier.registerKeywordSymbol(step.keyword, 'SENSOR_FAN');
}

/** A classifier that has remembered nothing. */
function fresh(rules: readonly Step[]): Classifier {
  const classifier = new Classifier();
  for (const each of rules) register(classifier, each);
  return classifier;
}

/** Each payload comes often enough to be remembered, with others in between. */
const REPEATS = 3;

/** Repeats the steps, and calls `ask` at each payload. */
function eachPayload(
  all: readonly Step[],
  ask: (fresh: Classifier, kept: Classifier, payload: unknown) => void,
): void {
  const kept = new Classifier();
  const rules: Step[] = [];
  for (let round = 0; round < REPEATS; round++) {
    for (const step of all) {
      if ('payload' in step) {
        ask(fresh(rules), kept, step.payload);
        continue;
      }
      rules.push(step);
      register(kept, step);
    }
  }
}

describe('cached answers of a classifier', function () {
  this.timeout(120_000);

  it('equal fresh answers, whatever came before', () => {
    const property = fc.property(fc.constantFrom(...TOPICS), steps, (topic, all) =>
      eachPayload(all, (without, kept, given) =>
        assert.deepEqual(kept.classify(topic, given), without.classify(topic, given)),
      ),
    );
    assertProperty(property, { numRuns: runs(500) });
  });

  it('equal fresh answers for each reading', () => {
    const property = fc.property(fc.constantFrom(...TOPICS), steps, (topic, all) =>
      eachPayload(all, (without, kept, given) =>
        assert.deepEqual(
          readingsOf(kept, topic, given, () => 0),
          readingsOf(without, topic, given, () => 0),
        ),
      ),
    );
    assertProperty(property, { numRuns: runs(200) });
  });

  it('are separate for each unit, however its key is spelled', () => {
    for (const key of UNIT_KEYS) {
      const classifier = new Classifier();
      for (const unit of ['°C', '°C', '°C', '°F', 'K', '°C']) {
        const given = { value: 21, [key]: unit };
        const expected = new Classifier().classify('plant/temperature', given);
        assert.deepEqual(classifier.classify('plant/temperature', given), expected, key);
      }
    }
  });

  it('cannot be changed by the caller', () => {
    const classifier = new Classifier();
    const answers: Classification[] = [];
    for (let i = 0; i < 5; i++) answers.push(classifier.classify('a/b', { temperature: 20 + i }));
    const last = answers.at(-1);
    assert.equal(last, answers.at(-2), 'the answer is cached');
    assert.ok(Object.isFrozen(last));
  });

  it('are cleared when a rule is registered', () => {
    const classifier = new Classifier();
    for (let i = 0; i < 5; i++) classifier.classify('a/b', { temperature: i });
    classifier.registerKeywordSymbol('b', 'SENSOR_ALERT');
    assert.equal(classifier.classify('a/b', { temperature: 1 }).name, 'SENSOR_ALERT');
    for (let i = 0; i < 5; i++) classifier.classify('a/b', { temperature: i });
    classifier.registerTopicSymbol('a/+', 'SENSOR_FAN');
    assert.equal(classifier.classify('a/b', { temperature: 1 }).name, 'SENSOR_FAN');
  });

  it('stay correct after payloads whose getters throw', () => {
    const classifier = new Classifier();
    const hostile = {
      get temperature() {
        throw new Error('no');
      },
    };
    for (let i = 0; i < 5; i++) classifier.classify('a/b', { temperature: i });
    const expected = new Classifier().classify('a/b', hostile);
    for (let i = 0; i < 5; i++) assert.deepEqual(classifier.classify('a/b', hostile), expected);
  });
});

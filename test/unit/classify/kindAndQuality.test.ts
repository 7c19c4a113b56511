import assert from 'node:assert/strict';
import { type ClassificationKind, Classifier, readingsOf } from '../../../src/classify';

const classifier = new Classifier();

const KINDS: Readonly<Record<ClassificationKind, readonly (readonly [field: string, value: unknown])[]>> = {
  measurement: [
    ['temperature', 21.5],
    ['torque', 12],
    ['efficiency', 96],
    ['zircon', 4],
    ['rain_rate', 3.5],
    ['temperature_max', 31],
    ['valve_position', 45],
  ],
  counter: [
    ['energy', 1241.5],
    ['water_meter', 33.5],
    ['rain_total', 135.5],
    ['boot_count', 12],
    ['uptime', 3600],
    ['odometer_total', 24_311],
  ],
  state: [
    ['motion', true],
    ['door', 1],
    ['mode', 'heat'],
    ['relay', 'ON'],
    ['zircon', true],
  ],
  setpoint: [
    ['temperature_setpoint', 21],
    ['target_humidity', 55],
  ],
  limit: [
    ['temperature_limit', 80],
    ['pressure_alarm', 7.5],
  ],
  alarm: [
    ['temperature_alarm', true],
    ['fault', 1],
  ],
  text: [['zircon', 'hello there']],
  meta: [],
};

describe('the kind of a value', () => {
  for (const [kind, fields] of Object.entries(KINDS)) {
    for (const [field, value] of fields) {
      it(`is ${kind} for ${field} ${JSON.stringify(value)}, as a message, a field and a reading`, () => {
        assert.equal(classifier.classify(`x/node9/${field}`, value).kind, kind);
        const [reading] = readingsOf(classifier, 'x/node9', { [field]: value }) ?? [];
        assert.equal(reading?.classification.kind, kind);
      });
    }
  }

  it('is meta for fields that are not readings', () => {
    const all =
      readingsOf(classifier, 'x/y', { temperature: 21.5, device_id: 'k7', fCnt: 12, rssi: -71 }) ?? [];
    const kinds = all.map(({ leaf, classification }) => `${leaf.path} ${classification.kind}`);
    assert.deepEqual(kinds, ['temperature measurement', 'device_id meta', 'fCnt meta', 'rssi meta']);
  });

  it('is that of the symbol if a user rule decides', () => {
    const rules = new Classifier({ topicSymbols: [{ topic: 'a/+', symbol: 'SENSOR_ALERT' }] });
    assert.equal(rules.classify('a/b', 1).kind, 'alarm');
  });
});

describe('a quality or status code beside a value', () => {
  it('stays with its reading', () => {
    const payload = {
      tags: [
        { name: 'Oven.Temperature', v: 181.5, quality: 192, ts: 1_709_287_200_000 },
        { name: 'Oven.Pressure', v: 1.5, status: 'uncertain' },
        { name: 'Oven.Humidity', v: 12 },
      ],
    };
    const found = (readingsOf(classifier, 'plant', payload) ?? []).filter(({ isMeta }) => !isMeta);
    assert.deepEqual(
      found.map(({ classification }) => classification.quality),
      [192, 'uncertain', undefined],
    );
  });

  it('is reported for each message that is one value', () => {
    const ask = (quality: unknown) =>
      classifier.classify('plant/temperature', { value: 21.5, quality }).quality;
    for (let round = 0; round < 4; round++) {
      assert.equal(ask(192), 192);
      assert.equal(ask('bad'), 'bad');
      assert.equal(ask(false), false);
      assert.equal(ask(null), undefined);
    }
    assert.equal(classifier.classify('plant/temperature', { value: 21.5 }).quality, undefined);
  });

  it('is not taken from the status of something else', () => {
    const { quality } = classifier.classify('x/y', { temperature: 21.5, status: 'online' });
    assert.equal(quality, undefined);
  });
});

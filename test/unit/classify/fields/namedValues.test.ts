import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Classifier } from '../../../../src/classify';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';

const classifier = new Classifier();

/** The answer for a message: its quantity, or its symbol if it has none. */
const whatIs = (payload: unknown, topic = 'site/device'): string => {
  const { quantity, name } = classifier.classify(topic, payload);
  return quantity ?? name;
};

describe('a payload that names its values', () => {
  for (const [where, payload, quantity] of [
    [
      'in a list, by ids',
      { values: [{ id: 'Channel1.Oven.Temperature', v: 181.5, q: true }] },
      'temperature',
    ],
    ['in a list, by kinds', { measurements: [{ type: 'humidity', value: 40.5, unit: '%' }] }, 'humidity'],
    [
      'in a list beside errors',
      {
        tags: [
          { name: 'x', error: 4 },
          { name: 'pressure', value: 3.5 },
        ],
      },
      'pressure',
    ],
    ['below their addresses', { meter: { 30001: { name: 'voltage_l1', value: 231.5 } } }, 'voltage'],
    ['by a display name', { NodeId: 'i=2058', DisplayName: 'Pressure', Value: 3.5 }, 'pressure'],
    ['with one prefix', { sensorId: 'a1', sensorType: 'temperature', sensorValue: 21.5 }, 'temperature'],
    [
      'by a later field than the first',
      { type: 'Analog', name: 'Temperatur Bad', value: 21.5 },
      'temperature',
    ],
    ['around an object', { DisplayName: 'Temperature', Value: { Value: 181.5 } }, 'temperature'],
    ['around a list', { name: 'humidity', fields: { value: 40.5 }, tags: { host: 'pi' } }, 'humidity'],
    [
      'in pairs',
      [
        ['temp', 21.5],
        ['hum', 40.5],
      ],
      'temperature',
    ],
    ['in JSON text', { message: '{"temperature":21.5}' }, 'temperature'],
    ['by LwM2M numbers', { bn: '/3304/0/', e: [{ n: '5700', v: 41 }] }, 'humidity'],
    ['by LwM2M paths', { '/3303/0/5700': 21.5 }, 'temperature'],
  ] as const) {
    it(`is classified by their names: ${where}`, () => {
      assert.equal(whatIs(payload), quantity);
      assert.equal(whatIs(JSON.stringify(payload)), quantity, 'as text');
    });
  }

  it('has the unit next to the value', () => {
    const { unit, match } = classifier.classify('plc/7', {
      registers: [{ name: 'Flow', value: 12.5, uom: 'l/min' }],
    });
    assert.deepEqual([unit, match], ['L/min', 'flow']);
  });

  it('is classified by a reading rather than by a set point', () => {
    assert.equal(
      whatIs([
        { name: 'Temperature Setpoint', value: 22 },
        { name: 'Humidity', value: 40 },
      ]),
      'humidity',
    );
  });

  it('falls back if a name means nothing, or its value is not a reading', () => {
    for (const payload of [
      { data: [{ name: 'x1', value: 3 }] },
      { sensor: [{ name: 'Temperature', value: 'offline' }] },
      { type: 'temperature', count: 5 },
      { data: 3, kind: 'relation' },
      [2312, 125, 0],
      ['temperature', 'humidity'],
    ])
      assert.equal(whatIs(payload), 'SENSOR_POLL', JSON.stringify(payload));
  });

  it('is classified the same with an extra meta field', () => {
    const name = fc.constantFrom('name', 'type', 'key', 'displayName', 'sensorType', 'measurement', 'path');
    const value = fc.constantFrom('value', 'val', 'v', 'data', 'reading', 'sensorValue', 'presentValue');
    const meta = fc.constantFrom<Readonly<Record<string, unknown>>>(
      ...[{ ts: 1_700_000_000 }, { time: '2024-03-01T10:00:00Z' }, { id: 'temp-4' }, { device_id: 'temp-4' }],
      ...[
        { rssi: -71 },
        { seq: 12 },
        { mac: 'A4:C1:38:1A:2B:3C' },
        { linkquality: 120 },
        { firmware: '1.2.3' },
      ],
      ...[{ wifi: { ssid: 'home', rssi: -60 } }],
    );
    const text = fc.constantFrom('temperature', 'humidity', 'x', 'supply pressure', '3303/0/5700');
    assertProperty(
      fc.property(name, text, value, meta, fc.boolean(), (key, named, holder, added, isInside) => {
        const item = { [key]: named, [holder]: 21.5 };
        const payload = isInside ? { items: [item] } : item;
        assert.deepEqual(
          classifier.classify('site/device', { ...added, ...payload }),
          classifier.classify('site/device', payload),
        );
      }),
      { numRuns: runs(1000) },
    );
  });

  it('is read within bounds, even with 10,000 values that are named or seem to be', () => {
    const many = 10_000;
    const items = Array.from({ length: many }, (_, i) => ({ name: `zzz${i}`, value: i }));
    const keys = Object.fromEntries(
      items.map(({ name, value }) => [`${name.replace(/\d/g, 'q')}${value}Value`, 1]),
    );
    for (const payload of [items, { data: items }, keys, { a: `{"b":"${'x'.repeat(100_000)}"}` }])
      assert.equal(whatIs(payload), 'SENSOR_POLL');
  });
});

describe('a topic that ends in a unit', () => {
  it('gives way to certain fields, and decides if there are none', () => {
    assert.equal(whatIs({ temperature: 21.5 }, 'ngsi/kv'), 'temperature');
    assert.equal(whatIs({ x: 21.5 }, 'meter/kwh'), 'energy');
    assert.equal(whatIs(12.5, 'meter/kwh'), 'energy');
  });
});

describe('a word that only looks like a quantity', () => {
  it('does not name one: accel, m2m, a status update', () => {
    assert.equal(whatIs({ accel: 0.1 }), 'SENSOR_POLL');
    assert.equal(whatIs({ 'm2m:cin': { ty: 4 } }), 'SENSOR_POLL');
    assert.equal(whatIs({ idle: 'off' }, 'plate/state/statusupdate'), 'SENSOR_POLL');
    assert.equal(whatIs({ temperature: 21.5 }, 'oneM2M/resp/x'), 'temperature');
  });
});

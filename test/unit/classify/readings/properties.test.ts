import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertProperty } from '../../../harness/assertProperty';
import { withKeysTurned } from '../../../harness/classify/readingCases';
import { readings } from '../../../harness/classify/readingRows';
import { runs } from '../../../harness/effort';

/** Keys as devices use them, including those that forms look for, and any others. */
const key = fc.oneof(
  fc.constantFrom(
    ...['temperature', 'humidity', 'power', 'value', 'v', 'values', 'unit', 'units', 'name', 'id', 'type'],
    ...['ts', 'time', 'state', 'metrics', 'updates', 'object', 'params', 'ENERGY', 'TempUnit', 'meta'],
    ...['attributes', 'entity_id', 'vessels', 'temperature_unit', 'fCnt', 'meters', 'n', 'u', 't', 'bn'],
    ...['displayName', 'presentValue', 'sensorValue', 'sensorType', 'sensorUnit', 'doubleValue', 'Body'],
    ...[
      'columns',
      'rows',
      'names',
      'fields',
      'data',
      'reading',
      'tags',
      'code',
      'q',
      's',
      'e',
      'm2m:cin',
      'con',
    ],
    ...['properties', 'C', 'path'],
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);

const scalar = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('°C', 'ON', '21.4', '2024-03-01T10:00:00Z', 1_700_000_000),
);

/** Lists that may stand for something else: names of columns, pairs, numbers with their units. */
const list = fc.oneof(
  fc.array(fc.constantFrom('temperature', 'humidity', 'time', '°C', 'x'), { maxLength: 3 }),
  fc.array(fc.tuple(fc.oneof(scalar, fc.constantFrom('temperature', 'humidity')), scalar), { maxLength: 3 }),
  fc.tuple(scalar, fc.constantFrom('°C', '%', 'x')),
);

/** A payload that is an object, as in JSON. */
const payload = fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
  object: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  value: fc.oneof({ maxDepth: 3 }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 4 }), list),
})).object;

/** Every number, text and Boolean in a payload; none here has SenML base values or 64-bit integers in halves. */
function scalarsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(scalarsIn);
}

const asText = (value: unknown): string => `${typeof value} ${String(value)}`;

/** What matters about a reading to its receiver. */
const summary = (of: unknown): string[] =>
  readings(of)
    .filter(({ isMeta }) => !isMeta)
    .map(({ topic, leaf, classification }) => JSON.stringify([topic, leaf.value, leaf.time, classification]))
    .sort();

const metaField = fc.constantFrom<readonly [string, unknown]>(
  ['linkquality', 120],
  ['rssi', -71],
  ['snr', 7.2],
  ['seq', 12],
  ['device_id', 'kitchen-7'],
  ['mac', 'aa:bb:cc:dd:ee:ff'],
  ['fw_version', '1.2.3'],
  ['last_seen', '2024-03-01T10:00:00'],
  ['rx_metadata', [{ rssi: -101, snr: 3, gateway: 'g' }]],
  ['wifi', { ssid: 'home', rssi: -60 }],
);

describe('taking a payload apart', () => {
  it('gives every value once, meta or not, and changes none', () => {
    assertProperty(
      fc.property(payload, (given) => {
        const found = readings(given).map(({ leaf }) => asText(leaf.value));
        assert.deepEqual(found.sort(), scalarsIn(given).map(asText).sort());
      }),
      { numRuns: runs(2000) },
    );
  });

  it('never depends on the order of keys', () => {
    assertProperty(
      fc.property(payload, (given) => assert.deepEqual(summary(withKeysTurned(given)), summary(given))),
      { numRuns: runs(2000) },
    );
  });

  it('gives the same readings with an extra meta field', () => {
    assertProperty(
      fc.property(payload, metaField, (given, [name, value]) => {
        fc.pre(!(name in given));
        assert.deepEqual(summary({ ...given, [name]: value }), summary(given));
      }),
      { numRuns: runs(2000) },
    );
  });

  it('never throws, whatever JavaScript value the payload is', () => {
    assertProperty(
      fc.property(
        fc.string(),
        fc.anything({ withBigInt: true, withDate: true, withMap: true }),
        (topic, given) => {
          for (const { leaf } of readings(given, topic))
            assert.ok(leaf.value === null || typeof leaf.value !== 'object', leaf.path);
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});

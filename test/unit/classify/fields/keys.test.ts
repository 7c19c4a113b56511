import assert from 'node:assert/strict';
import { Classifier, readingsOf } from '../../../../src/classify';
import { ITEM_NAME_KEYS, KIND_KEYS, NAME_KEYS } from '../../../../src/classify/fields/keys/nameKeys';
import { TIME_KEYS } from '../../../../src/classify/fields/keys/timeKeys';
import { UNIT_KEYS } from '../../../../src/classify/fields/keys/unitKeys';
import {
  ITEM_VALUE_KEYS,
  OTHER_VALUE_KEYS,
  SHORT_VALUE_KEY,
  TYPED_VALUE_KEYS,
  VALUE_KEYS,
} from '../../../../src/classify/fields/keys/valueKeys';

const classifier = new Classifier();
const TOPIC = 'site/device';

/** The answer for a payload in mode message. */
function asMessage(payload: object): string {
  const { quantity, unit } = classifier.classify(TOPIC, payload);
  return `${quantity} ${unit}`;
}

/** The answers for its readings, without metadata. */
function asReadings(payload: object): string {
  const readings = readingsOf(classifier, TOPIC, payload) ?? [];
  const said = readings.filter(({ isMeta }) => !isMeta);
  return said.map(({ classification: { quantity, unit } }) => `${quantity} ${unit}`).join(', ');
}

function assertBoth(payload: object, expected: string): void {
  assert.equal(asMessage(payload), expected, `mode message, ${JSON.stringify(payload)}`);
  assert.equal(asReadings(payload), expected, `mode readings, ${JSON.stringify(payload)}`);
}

/** A key in the capitalizations that devices use. */
function casesOf(key: string): readonly string[] {
  const capital = `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
  return key.length === 1 ? [key] : [key, capital, key.toUpperCase()];
}

describe('a key in the modes message and readings', () => {
  const spelled = [
    'unitOfMeasurement',
    'unit_of_measurement',
    'unitOfMeasure',
    'unitCode',
    'engUnit',
    'ENG_UNITS',
  ];
  for (const key of [...spelled, ...UNIT_KEYS]) {
    it(`names the unit of the value beside it: ${key}`, () => {
      for (const unit of casesOf(key)) {
        for (const value of VALUE_KEYS) assertBoth({ [value]: 1003.2, [unit]: 'hPa' }, 'pressure hPa');
        assertBoth([{ name: 'x', value: 1003.2, [unit]: 'hPa' }], 'pressure hPa');
      }
    });
  }

  it('names the unit of one field', () => {
    for (const key of [
      'temperature_unit',
      'temperatureUnit',
      'temperature_units',
      'temperature_uom',
      'temperature_unit_of_measurement',
      'unit_temperature',
      'unitTemperature',
    ]) {
      assertBoth({ temperature: 70.5, [key]: '°F' }, 'temperature [degF]');
    }
  });

  it('may begin with the same word as the key of the value', () => {
    for (const key of ['sensorUnit', 'sensor_units', 'sensorUOM', 'sensorUnitOfMeasurement'])
      assertBoth({ sensorValue: 1003.2, [key]: 'hPa' }, 'pressure hPa');
  });

  for (const key of [...VALUE_KEYS, SHORT_VALUE_KEY, ...TYPED_VALUE_KEYS, ...OTHER_VALUE_KEYS]) {
    it(`holds the value next to a unit: ${key}`, () => {
      for (const value of casesOf(key)) assertBoth({ [value]: 1003.2, unit: 'hPa' }, 'pressure hPa');
    });
  }

  for (const key of [...ITEM_VALUE_KEYS, ...OTHER_VALUE_KEYS]) {
    it(`holds the value of a named list item: ${key}`, () => {
      for (const value of casesOf(key)) {
        assertBoth([{ name: 'temperature', [value]: 21.5 }], 'temperature undefined');
      }
    });
  }

  for (const key of NAME_KEYS) {
    it(`names the value of an object: ${key}`, () => {
      for (const name of casesOf(key))
        assertBoth({ [name]: 'temperature', value: 21.5 }, 'temperature undefined');
    });
  }

  for (const key of [...ITEM_NAME_KEYS, ...KIND_KEYS]) {
    it(`names the value of a list item: ${key}`, () => {
      for (const name of casesOf(key))
        assertBoth([{ [name]: 'temperature', value: 21.5 }], 'temperature undefined');
    });
  }

  for (const key of TIME_KEYS) {
    it(`holds a time, which does not affect the answer: ${key}`, () => {
      for (const time of casesOf(key)) {
        for (const value of [1_700_000_000_000, 1_700_000_000, '2024-03-01T10:00:00Z']) {
          assert.equal(asMessage({ [time]: value }), 'undefined undefined', time);
          assert.equal(asReadings({ [time]: value }), '', time);
          assertBoth({ [time]: value, temperature: 21 }, 'temperature undefined');
        }
      }
    });
  }
});

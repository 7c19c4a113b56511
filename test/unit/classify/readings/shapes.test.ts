import assert from 'node:assert/strict';
import { type Case, describeCases } from '../../../harness/classify/readingCases';
import { readings } from '../../../harness/classify/readingRows';

const AT_10 = '2024-03-01T10:00:00.000Z';

const CASES: readonly Case[] = [
  {
    claim: 'nested objects are levels of the path',
    payload: { indoor: { temperature: 21, air: { humidity: 40 } } },
    readings: [
      ['indoor/temperature', 21, 'temperature'],
      ['indoor/air/humidity', 40, 'humidity'],
    ],
  },
  {
    claim: 'an object with a value is one reading, and the fields beside the value describe it',
    topic: 'hall/temperature',
    payload: { value: 21.4, unit: '°C', quality: 192, status: 'good', ts: 1_709_287_200, id: 3, battery: 90 },
    readings: [
      ['', 21.4, 'temperature', 'Cel', AT_10],
      ['battery', 90, 'battery', '', AT_10],
    ],
    meta: ['id', 'quality', 'status', 'ts', 'unit'],
  },
  {
    claim: 'an object with a value is named by its own key, also inside other objects',
    payload: { temperature: { value: 21, unit: 'F', accuracy: 3 }, humidity: { id: 4, value: 40 } },
    readings: [
      ['temperature', 21, 'temperature', '[degF]'],
      ['humidity', 40, 'humidity'],
    ],
    meta: ['humidity/id', 'temperature/accuracy', 'temperature/unit'],
  },
  {
    claim: 'a lone v is a value beside its unit, and otherwise a name like any other',
    payload: { supply: { v: 3.1, unit: 'bar' } },
    readings: [['supply', 3.1, 'pressure', 'bar']],
  },
  {
    claim: 'list items are named by their name fields',
    payload: [
      { name: 'Temperature', value: 21.2, unit: '°C' },
      { name: 'Humidity', value: 44, unit: '%' },
    ],
    readings: [
      ['Temperature', 21.2, 'temperature', 'Cel'],
      ['Humidity', 44, 'humidity', '%'],
    ],
    meta: ['Humidity/name', 'Humidity/unit', 'Temperature/name', 'Temperature/unit'],
  },
  {
    claim: 'a field with the kind of value helps if the name says nothing',
    payload: { sensors: [{ name: 'supply', type: 'pressure', value: 3.1 }] },
    readings: [['sensors/supply', 3.1, 'pressure']],
  },
  {
    claim: 'list items are named by their IDs, whatever else they contain',
    payload: [
      { id: 'kitchen', temperature: 21, humidity: 40 },
      { id: 'bath', temperature: 23, humidity: 60 },
    ],
    readings: [
      ['kitchen/temperature', 21, 'temperature'],
      ['kitchen/humidity', 40, 'humidity'],
      ['bath/temperature', 23, 'temperature'],
      ['bath/humidity', 60, 'humidity'],
    ],
  },
  {
    claim: 'list items without names are named by their index',
    payload: { phases: [{ voltage: 230 }, { voltage: 231 }], temperature: [21, 22] },
    readings: [
      ['phases/0/voltage', 230, 'voltage'],
      ['phases/1/voltage', 231, 'voltage'],
      ['temperature/0', 21, 'temperature'],
      ['temperature/1', 22, 'temperature'],
    ],
  },
  {
    claim: 'list items that differ only in time are readings of one series',
    payload: [
      { time: '2024-03-01T10:00:00Z', temperature: 21 },
      { time: '2024-03-01T10:01:00Z', temperature: 22 },
    ],
    readings: [
      ['temperature', 21, 'temperature', '', AT_10],
      ['temperature', 22, 'temperature', '', '2024-03-01T10:01:00.000Z'],
    ],
    meta: ['time', 'time'],
  },
  {
    claim: 'units may be beside a field, under its name in a table, or in the key of a part',
    payload: {
      a: { temperature: 21, temperature_unit: 'F' },
      b: { humidity: 40, pressure: 1003, units: { humidity: '%', pressure: 'hPa' } },
      battery: { V: 3.1, percent: 80 },
    },
    readings: [
      ['a/temperature', 21, 'temperature', '[degF]'],
      ['b/humidity', 40, 'humidity', '%'],
      ['b/pressure', 1003, 'pressure', 'hPa'],
      ['battery/V', 3.1, 'voltage', 'V'],
      ['battery/percent', 80, 'battery', '%'],
    ],
  },
  {
    claim: 'a unit of a quantity applies to all fields that measure it, except those with their own unit',
    payload: {
      temp: 1,
      dewpoint: 2,
      humidity: 40,
      temperature_unit: 'F',
      wind_speed: 3,
      wind_speed_unit: 'm/s',
    },
    readings: [
      ['temp', 1, 'temperature', '[degF]'],
      ['dewpoint', 2, 'temperature', '[degF]'],
      ['humidity', 40, 'humidity'],
      ['wind_speed', 3, 'wind_speed', 'm/s'],
    ],
    meta: ['temperature_unit', 'wind_speed_unit'],
  },
  {
    claim: 'text with a number and its unit is a reading, and stays as it is',
    payload: { distance: '1231 mm', temperature: '21.4 °C', mode: '24h' },
    readings: [
      ['distance', '1231 mm', 'distance', 'mm'],
      ['temperature', '21.4 °C', 'temperature', 'Cel'],
      ['mode', '24h', 'SENSOR_POLL'],
    ],
  },
  {
    claim: 'a unit beside several numbers applies to those whose quantity may have it',
    payload: {
      a: { temperature: 21, humidity: 40, unit: '°C' },
      b: { temperature: 21, power: 4, unit: '%' },
    },
    readings: [
      ['a/temperature', 21, 'temperature', 'Cel'],
      ['a/humidity', 40, 'humidity'],
      ['b/temperature', 21, 'temperature'],
      ['b/power', 4, 'power'],
    ],
    meta: ['a/unit', 'b/unit'],
  },
  {
    claim: 'a unit applies to the only reading, not to the numbers about the device',
    payload: { temperature: 21, unit: '°C', battery: 90, rssi: -70, seq: 4 },
    readings: [
      ['temperature', 21, 'temperature', 'Cel'],
      ['battery', 90, 'battery'],
    ],
    meta: ['rssi', 'seq', 'unit'],
  },
  {
    claim: 'times, IDs, addresses, versions and link quality are meta',
    payload: {
      temperature: 21,
      timestamp: 1_709_287_200_000,
      device_id: 'k-1',
      mac: 'aa:bb:cc:dd:ee:ff',
      owner: '6fa459ea-ee8a-3ca4-894e-db77e160355e',
      ip: '10.0.0.3',
      firmware: '1.2.3',
      fw_version: '1.2.3',
      seq: 12,
      lqi: 100,
      rssi: -70,
      snr: 7.2,
      next_calibration: '2025-01-01T00:00:00Z',
    },
    readings: [['temperature', 21, 'temperature', '', AT_10]],
    meta: [
      'device_id',
      'firmware',
      'fw_version',
      'ip',
      'lqi',
      'mac',
      'next_calibration',
      'owner',
      'rssi',
      'seq',
      'snr',
      'timestamp',
    ],
  },
  {
    claim: 'an id below a quantity is an ID',
    payload: { temperature: { id: 5, inside: 21 } },
    readings: [['temperature/inside', 21, 'temperature']],
    meta: ['temperature/id'],
  },
  {
    claim: 'the levels desired and reported keep the quantity below them',
    payload: { state: { desired: { temperature: 22 }, reported: { temperature: 21 } } },
    readings: [
      ['state/desired/temperature', 22, 'temperature'],
      ['state/reported/temperature', 21, 'temperature'],
    ],
  },
  {
    claim: 'an object under a numeric key is what its name says',
    payload: {
      0: { name: 'temp', value: 21.3 },
      8700: { name: 'Aussentemperatur', value: '1.2', unit: '°C' },
    },
    readings: [
      ['0', 21.3, 'temperature'],
      ['8700', '1.2', 'temperature', 'Cel'],
    ],
  },
  {
    claim: 'NGSI-LD properties are values with their descriptions',
    payload: {
      id: 'urn:ngsi-ld:Room:1',
      type: 'Room',
      temperature: { type: 'Property', value: 21, unitCode: 'CEL', observedAt: AT_10 },
    },
    readings: [['temperature', 21, 'temperature', 'Cel', AT_10]],
    meta: ['id', 'temperature/observedAt', 'temperature/type', 'temperature/unitCode', 'type'],
  },
  {
    claim: 'OPC UA messages are values with their own times and qualities',
    payload: {
      MessageId: '1',
      Messages: [
        { DataSetWriterId: 1, Timestamp: AT_10, Payload: { Pressure: { Value: 3.1, StatusCode: 0 } } },
      ],
    },
    readings: [['Messages/Payload/Pressure', 3.1, 'pressure', '', AT_10]],
  },
  {
    claim: 'null is a missing value, not a reading',
    payload: { temperature: null, humidity: 40 },
    readings: [['humidity', 40, 'humidity']],
    meta: ['temperature'],
  },
  {
    claim: 'values are never changed: numeric text stays text, large integers stay exact',
    payload: { temperature: '21.40', energy: '12345678901234567890' },
    readings: [
      ['temperature', '21.40', 'temperature'],
      ['energy', '12345678901234567890', 'energy'],
    ],
  },
];

describeCases('a payload of any shape', CASES);

describe('a level for desired values', () => {
  it('turns readings into set points', () => {
    const [reading] = readings({ desired: { temperature: 22 } });
    assert.equal(reading?.classification.name, 'SENSOR_THRESHOLD');
  });
});

import { type Case, describeCases } from '../../../../harness/classify/readingCases';
import { NOW } from '../../../../harness/classify/readingRows';

const AT_10 = '2024-03-01T10:00:00.000Z';
const NOVEMBER = '2023-11-14T22:13:20.000Z';
const NOVEMBER_S = 1_700_000_000;

const CASES: readonly Case[] = [
  {
    claim: 'a SenML pack: base names, units and times apply to the records after them',
    payload: [
      { bn: 'urn:dev:ow:10e207:', bt: 1.276020076e9, bu: 'A', bver: 5, n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: -4, v: 1.3 },
      { n: 'colour', vs: 'red' },
      { n: 'door', vb: true },
    ],
    readings: [
      ['urn:dev:ow:10e207/voltage', 120.1, 'voltage', 'V', '2010-06-08T18:01:16.000Z'],
      ['urn:dev:ow:10e207/current', 1.2, 'current', 'A', '2010-06-08T18:01:11.000Z'],
      ['urn:dev:ow:10e207/current', 1.3, 'current', 'A', '2010-06-08T18:01:12.000Z'],
      ['urn:dev:ow:10e207/colour', 'red', 'SENSOR_POLL', '', '2010-06-08T18:01:16.000Z'],
      ['urn:dev:ow:10e207/door', true, 'door', '', '2010-06-08T18:01:16.000Z'],
    ],
  },
  {
    claim: 'a SenML pack: times below 2^28 are relative to now, and a missing time stays missing',
    payload: [
      { n: 'temperature', u: 'Cel', v: 21, t: -60 },
      { n: 'humidity', u: '%RH', v: 40 },
    ],
    readings: [
      ['temperature', 21, 'temperature', 'Cel', new Date(NOW - 60_000).toISOString()],
      ['humidity', 40, 'humidity', '%RH'],
    ],
    meta: ['humidity/n', 'humidity/u', 'temperature/n', 'temperature/t', 'temperature/u'],
  },
  {
    claim: 'a SenML pack: the base value is added to each value, as in the standard; sums are meta',
    payload: [
      { bn: 'room/', bv: 20, n: 'temperature', u: 'Cel', v: 1.3 },
      { n: 'energy', u: 'J', s: 4 },
    ],
    readings: [['room/temperature', 21.3, 'temperature', 'Cel']],
    meta: [
      'room/energy/n',
      'room/energy/s',
      'room/energy/u',
      'room/temperature/bn',
      'room/temperature/bv',
      'room/temperature/n',
      'room/temperature/u',
    ],
  },
  {
    claim: 'decoded Sparkplug: names, times, units from properties',
    topic: 'spBv1.0/Plant/DDATA/edge/plc',
    payload: {
      timestamp: NOVEMBER_S * 1000,
      metrics: [
        { name: 'Oven/Temperature', timestamp: 1_709_287_200_000, dataType: 'Float', value: 181.2 },
        {
          name: 'Pump/Pressure',
          alias: 7,
          value: 3.1,
          properties: { engUnit: { type: 'String', value: 'bar' } },
        },
        { name: 'Lid/Temperature', isNull: true, value: null },
      ],
      seq: 12,
    },
    readings: [
      ['Oven/Temperature', 181.2, 'temperature', '', AT_10],
      ['Pump/Pressure', 3.1, 'pressure', 'bar', NOVEMBER],
    ],
    meta: [
      'Lid/Temperature',
      'Lid/Temperature/isNull',
      'Lid/Temperature/name',
      'Oven/Temperature/dataType',
      'Oven/Temperature/name',
      'Oven/Temperature/timestamp',
      'Pump/Pressure/alias',
      'Pump/Pressure/name',
      'Pump/Pressure/properties/engUnit',
      'Pump/Pressure/properties/engUnit/type',
      'seq',
      'timestamp',
    ],
  },
  {
    claim:
      'decoded Sparkplug: values named by their types, 64-bit integers in halves, oneof wrappers, no name',
    topic: 'spBv1.0/Plant/DDATA/edge/plc',
    payload: {
      timestamp: { low: -807049216, high: 395, unsigned: true },
      metrics: [
        { name: 'Voltage', datatype: 9, floatValue: 231.5 },
        {
          name: 'Energy',
          long_value: { low: 7, high: 0, unsigned: true },
          properties: { keys: ['engUnit'], values: [{ type: 12, stringValue: 'kWh' }] },
        },
        { name: 'Current', value: { $case: 'doubleValue', doubleValue: 1.5 } },
        { alias: 12, int_value: 5 },
        { name: 'Humidity', is_null: true, datatype: 9 },
      ],
    },
    readings: [
      ['Voltage', 231.5, 'voltage', '', NOVEMBER],
      ['Energy', 7, 'energy', 'kWh', NOVEMBER],
      ['Current', 1.5, 'current', '', NOVEMBER],
      ['12', 5, 'SENSOR_POLL', '', NOVEMBER],
    ],
  },
];

describeCases('SenML and Sparkplug', CASES);

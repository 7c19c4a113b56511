import { type Case, describeCases } from '../../../harness/classify/readingCases';

const AT_10 = '2024-03-01T10:00:00.000Z';
const AT_10_S = 1_709_287_200;
const AT_10_MS = AT_10_S * 1000;

const LISTS: readonly Case[] = [
  {
    claim: 'pairs of name and value are named values, with or without a unit',
    payload: {
      a: [
        ['temp', 21.5, '°C'],
        ['hum', 40.5],
      ],
    },
    readings: [
      ['a/temp', 21.5, 'temperature', 'Cel'],
      ['a/hum', 40.5, 'humidity'],
    ],
  },
  {
    claim: 'pairs of time and value are readings of one series, in either order',
    payload: {
      temperature: [
        [21.5, AT_10_MS],
        [21.6, AT_10_MS + 1000],
      ],
      humidity: [[AT_10_S, '40.5']],
    },
    readings: [
      ['temperature', 21.5, 'temperature', '', AT_10],
      ['temperature', 21.6, 'temperature', '', '2024-03-01T10:00:01.000Z'],
      ['humidity', '40.5', 'humidity', '', AT_10],
    ],
  },
  {
    claim: 'a number in a list is measured in the unit beside it only if its quantity may have it',
    payload: { temperature: [21.5, '°C'], humidity: [40.5, '%'], door: [1, 's'] },
    readings: [
      ['temperature', 21.5, 'temperature', 'Cel'],
      ['humidity', 40.5, 'humidity', '%'],
      ['door/0', 1, 'door'],
      ['door/1', 's', 'SENSOR_POLL'],
    ],
    meta: ['humidity/unit', 'temperature/unit'],
  },
  {
    claim: 'a table has a list of names, lists of values and a column of times',
    payload: {
      columns: ['time', 'temperature', 'humidity'],
      values: [
        [AT_10, 21.5, 40.5],
        ['2024-03-01T10:01:00Z', 21.6, 40.6],
      ],
    },
    readings: [
      ['temperature', 21.5, 'temperature', '', AT_10],
      ['humidity', 40.5, 'humidity', '', AT_10],
      ['temperature', 21.6, 'temperature', '', '2024-03-01T10:01:00.000Z'],
      ['humidity', 40.6, 'humidity', '', '2024-03-01T10:01:00.000Z'],
    ],
    meta: ['columns/0', 'columns/1', 'columns/2', 'time', 'time'],
  },
  {
    claim: 'names, values and units may be in separate lists',
    payload: {
      ts: AT_10_S,
      names: ['temperature', 'pressure'],
      values: [21.5, 1013.5],
      units: ['°C', 'hPa'],
    },
    readings: [
      ['temperature', 21.5, 'temperature', 'Cel', AT_10],
      ['pressure', 1013.5, 'pressure', 'hPa', AT_10],
    ],
    meta: ['names/0', 'names/1', 'ts', 'units/0', 'units/1'],
  },
  {
    claim: 'the first of several lists may name the columns',
    payload: [
      ['time', 'temperature'],
      [AT_10, 21.5],
    ],
    readings: [['temperature', 21.5, 'temperature', '', AT_10]],
    meta: ['0/0', '0/1', 'time'],
  },
  {
    claim: 'a table of units applies to the values beside it',
    payload: { values: { temperature: 21.5 }, units: { temperature: '°C' } },
    readings: [['temperature', 21.5, 'temperature', 'Cel']],
  },
  {
    claim: 'plain lists of numbers have no meaning',
    payload: {
      registers: [2312, 125, 0],
      coordinates: [
        [11.5, 48.1],
        [11.6, 48.2],
      ],
    },
    readings: [
      ['registers/0', 2312, 'SENSOR_POLL'],
      ['registers/1', 125, 'SENSOR_POLL'],
      ['registers/2', 0, 'SENSOR_POLL'],
      ['coordinates/0/0', 11.5, 'SENSOR_POLL'],
      ['coordinates/0/1', 48.1, 'SENSOR_POLL'],
      ['coordinates/1/0', 11.6, 'SENSOR_POLL'],
      ['coordinates/1/1', 48.2, 'SENSOR_POLL'],
    ],
  },
];

const STANDARDS: readonly Case[] = [
  {
    claim: 'LwM2M 1.0 in JSON: numbers identify objects, and the unit is a separate resource',
    payload: {
      bn: '/3303/0/',
      bt: AT_10_S,
      e: [
        { n: '5700', v: 21.5 },
        { n: '5601', v: 18.5, t: 1 },
        { n: '5701', sv: 'Cel' },
      ],
    },
    readings: [
      ['/3303/0/5700', 21.5, 'temperature', 'Cel', AT_10],
      ['/3303/0/5601', 18.5, 'temperature', 'Cel', '2024-03-01T10:00:01.000Z'],
    ],
    meta: [
      '/3303/0/5601/n',
      '/3303/0/5601/t',
      '/3303/0/5700/n',
      '/3303/0/5701',
      '/3303/0/5701/n',
      'bn',
      'bt',
    ],
  },
  {
    claim:
      'LwM2M with paths as keys: only the numbers of registered objects and of their values have a meaning',
    payload: { '/3304/0/5700': 40.5, '/3323/1/5700': 3.5, '/3/0/9': 87, '/4/0/5700': 1, '/3304/0/5750': 2 },
    readings: [
      ['/3304/0/5700', 40.5, 'humidity'],
      ['/3323/1/5700', 3.5, 'pressure'],
      ['/3/0/9', 87, 'battery'],
      ['/4/0/5700', 1, 'SENSOR_POLL'],
      ['/3304/0/5750', 2, 'SENSOR_POLL'],
    ],
  },
  {
    claim:
      'oneM2M: the content of an instance is the reading, and the fields around it describe the resource',
    topic: 'oneM2M/req/temperature/json',
    payload: { 'm2m:cin': { ty: 4, ri: 'cin1', st: 0, con: '21.7' } },
    readings: [['m2m:cin/con', '21.7', 'temperature']],
    meta: ['m2m:cin/ri', 'm2m:cin/st', 'm2m:cin/ty'],
  },
  {
    claim: 'oneM2M: a notification with JSON text as its content',
    payload: {
      'm2m:sgn': { nev: { rep: { 'm2m:cin': { con: '{"humidity":40}' } }, net: 3 }, sur: '/cse/sub' },
    },
    readings: [['m2m:sgn/nev/rep/m2m:cin/con/humidity', 40, 'humidity']],
    meta: ['m2m:sgn/nev/net', 'm2m:sgn/nev/rep/m2m:cin/con', 'm2m:sgn/sur'],
  },
];

describeCases('lists that represent something else', LISTS);
describeCases('LwM2M and oneM2M', STANDARDS);

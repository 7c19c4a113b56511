import { type Case, describeCases } from '../../../../harness/classify/readingCases';

const AT_10 = '2024-03-01T10:00:00.000Z';
const NOVEMBER = '2023-11-14T22:13:20.000Z';
const NOVEMBER_S = 1_700_000_000;

const CASES: readonly Case[] = [
  {
    claim: 'Tasmota: units are at the top level, local times are not trusted, IDs are meta',
    topic: 'tele/attic/SENSOR',
    payload: {
      Time: '2024-03-01T10:00:00',
      'DS18B20-1': { Id: '0113', Temperature: 70.1 },
      BME280: { Temperature: 72.9, Humidity: 55.2, DewPoint: 53.4, Pressure: 752.1 },
      TempUnit: 'F',
      PressureUnit: 'mmHg',
    },
    readings: [
      ['DS18B20-1/Temperature', 70.1, 'temperature', '[degF]'],
      ['BME280/Temperature', 72.9, 'temperature', '[degF]'],
      ['BME280/Humidity', 55.2, 'humidity'],
      ['BME280/DewPoint', 53.4, 'temperature', '[degF]'],
      ['BME280/Pressure', 752.1, 'pressure', 'mm[Hg]'],
    ],
    meta: ['DS18B20-1/Id', 'PressureUnit', 'TempUnit', 'Time'],
  },
  {
    claim: 'units at the top level, as in Tasmota, apply to short names, too',
    topic: 'attic/weather',
    payload: { probe: { temp: 21.5, press: 1003.1 }, TempUnit: 'C', PressureUnit: 'hPa' },
    readings: [
      ['probe/temp', 21.5, 'temperature', 'Cel'],
      ['probe/press', 1003.1, 'pressure', 'hPa'],
    ],
    meta: ['PressureUnit', 'TempUnit'],
  },
  {
    claim: 'Tasmota: an energy meter with several phases, and a time with a zone',
    topic: 'tele/washer/SENSOR',
    payload: {
      Time: '2024-03-01T11:00:00+01:00',
      ENERGY: {
        TotalStartTime: '2023-01-01T00:00:00',
        Total: 24.911,
        Today: 0.051,
        Power: [21, 3],
        Factor: 0.49,
        Voltage: 231,
      },
    },
    readings: [
      ['ENERGY/Total', 24.911, 'energy', 'kWh', AT_10],
      ['ENERGY/Today', 0.051, 'energy', 'kWh', AT_10],
      ['ENERGY/Power/0', 21, 'power', 'W', AT_10],
      ['ENERGY/Power/1', 3, 'power', 'W', AT_10],
      ['ENERGY/Factor', 0.49, 'power_factor', '', AT_10],
      ['ENERGY/Voltage', 231, 'voltage', 'V', AT_10],
    ],
    meta: ['ENERGY/TotalStartTime', 'Time'],
  },
  {
    claim: 'Zigbee2MQTT: link quality, updates and last_seen are meta',
    topic: 'zigbee2mqtt/plug',
    payload: {
      power: 812.1,
      temperature: 31,
      linkquality: 51,
      last_seen: '2024-03-01T11:00:00+01:00',
      update: { state: 'idle', installed_version: 587757105 },
      update_available: false,
      device: { friendlyName: 'plug', ieeeAddr: '0x00158d' },
    },
    readings: [
      ['power', 812.1, 'power', '', AT_10],
      ['temperature', 31, 'temperature', '', AT_10],
    ],
    meta: [
      'device/friendlyName',
      'device/ieeeAddr',
      'last_seen',
      'linkquality',
      'update/installed_version',
      'update/state',
      'update_available',
    ],
  },
  {
    claim: 'Shelly, first generation: lists of meters are channels, even if each has a time',
    topic: 'shellies/shelly1pm-1/info',
    payload: {
      wifi_sta: { connected: true, ssid: 'home', ip: '10.0.0.2', rssi: -60 },
      unixtime: NOVEMBER_S,
      mac: 'AABBCC',
      relays: [{ ison: true, has_timer: false, source: 'mqtt' }],
      meters: [{ power: 12.5, is_valid: true, timestamp: NOVEMBER_S, counters: [1, 2, 3], total: 500 }],
      tmp: { value: 21.5, units: 'C', tC: 21.5, tF: 70.7, is_valid: true },
      has_update: false,
    },
    readings: [
      ['relays/0/ison', true, 'ACTUATOR_RELAY_SET', '', NOVEMBER],
      ['meters/0/power', 12.5, 'power', 'W', NOVEMBER],
      ['meters/0/total', 500, 'energy', 'W.min', NOVEMBER],
      ['tmp', 21.5, 'temperature', 'Cel', NOVEMBER],
      ['tmp/tC', 21.5, 'temperature', 'Cel', NOVEMBER],
      ['tmp/tF', 70.7, 'temperature', '[degF]', NOVEMBER],
    ],
  },
  {
    claim: 'Shelly, first generation: an energy meter',
    topic: 'shellies/shellyem-1/info',
    payload: {
      emeters: [
        { power: 12.1, pf: 0.9, voltage: 230, is_valid: true, total: 12.1 },
        { power: 3.2, pf: 0.8, voltage: 231, is_valid: true, total: 7.5 },
      ],
    },
    readings: [0, 1].flatMap((i) => [
      [`emeters/${i}/power`, [12.1, 3.2][i], 'power', 'W'] as const,
      [`emeters/${i}/pf`, [0.9, 0.8][i], 'power_factor'] as const,
      [`emeters/${i}/voltage`, [230, 231][i], 'voltage', 'V'] as const,
      [`emeters/${i}/total`, [12.1, 7.5][i], 'energy', 'Wh'] as const,
    ]),
    meta: ['emeters/0/is_valid', 'emeters/1/is_valid'],
  },
  {
    claim: 'Shelly, first generation: an announcement has no readings',
    topic: 'shellies/announce',
    payload: { id: 'shelly1pm-1', model: 'SHSW-PM', mac: 'AABB', ip: '10.0.0.2', new_fw: false, fw_ver: '1' },
    readings: [],
    meta: ['fw_ver', 'id', 'ip', 'mac', 'model', 'new_fw'],
  },
  {
    claim: 'Shelly, second generation: a notification',
    topic: 'shellyplus1pm-1/events/rpc',
    payload: {
      src: 'shellyplus1pm-1',
      dst: 'shellyplus1pm-1/events',
      method: 'NotifyStatus',
      params: {
        ts: NOVEMBER_S + 0.12,
        'switch:0': {
          id: 0,
          source: 'MQTT',
          output: true,
          apower: 8.9,
          aenergy: { total: 1123.1, by_minute: [1.2, 0.3], minute_ts: NOVEMBER_S },
          temperature: { tC: 41.2, tF: 106.2 },
        },
      },
    },
    readings: [
      ['params/switch:0/output', true, 'ACTUATOR_RELAY_SET', '', '2023-11-14T22:13:20.120Z'],
      ['params/switch:0/apower', 8.9, 'power', 'W', '2023-11-14T22:13:20.120Z'],
      ['params/switch:0/aenergy/total', 1123.1, 'energy', 'Wh', '2023-11-14T22:13:20.120Z'],
      ['params/switch:0/temperature/tC', 41.2, 'temperature', 'Cel', '2023-11-14T22:13:20.120Z'],
      ['params/switch:0/temperature/tF', 106.2, 'temperature', '[degF]', '2023-11-14T22:13:20.120Z'],
    ],
    meta: [
      'dst',
      'method',
      'params/switch:0/aenergy/by_minute/0',
      'params/switch:0/aenergy/by_minute/1',
      'params/switch:0/aenergy/minute_ts',
      'params/switch:0/id',
      'params/switch:0/source',
      'params/ts',
      'src',
    ],
  },
];

describeCases('Tasmota, Zigbee2MQTT and Shelly', CASES);

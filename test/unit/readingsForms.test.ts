import assert from 'node:assert/strict';
import { metaPaths, NOW, type Row, rows } from '../harness/readingRows';

interface Case {
  readonly form: string;
  readonly topic?: string;
  readonly payload: unknown;
  readonly readings: readonly Row[];
  readonly meta?: readonly string[];
}

const AT_10 = '2024-03-01T10:00:00.000Z';
const NOVEMBER = '2023-11-14T22:13:20.000Z';
const NOVEMBER_S = 1_700_000_000;

const CASES: readonly Case[] = [
  {
    form: 'a SenML pack: names, units and times of the base hold for the records after it',
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
    form: 'a SenML pack: times below 2^28 are relative to now, none is no time',
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
    form: 'a SenML pack: the base value is a part of each value, as the standard writes them; sums are meta',
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
    form: 'decoded Sparkplug: names, times, units of properties',
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
    form: 'decoded Sparkplug: values named by their types, 64-bit integers in halves, oneof wrappers, no name',
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
  {
    form: 'Tasmota: units stand at the top, local times are not trusted, ids are meta',
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
    form: 'Tasmota: an energy meter of several phases, with its zone in the time',
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
    form: 'Zigbee2MQTT: link quality, updates and last_seen are meta',
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
    form: 'Shelly, first generation: lists of meters are channels, even where each has a time',
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
    form: 'Shelly, first generation: an energy meter',
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
    form: 'Shelly, first generation: an announcement has no readings',
    topic: 'shellies/announce',
    payload: { id: 'shelly1pm-1', model: 'SHSW-PM', mac: 'AABB', ip: '10.0.0.2', new_fw: false, fw_ver: '1' },
    readings: [],
    meta: ['fw_ver', 'id', 'ip', 'mac', 'model', 'new_fw'],
  },
  {
    form: 'Shelly, second generation: a notification',
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
  {
    form: 'Victron: the value is the reading of the topic',
    topic: 'N/b827eb/battery/256/Dc/0/Voltage',
    payload: { value: 26.1 },
    readings: [['', 26.1, 'voltage']],
    meta: [],
  },
  {
    form: 'Victron: no value is no reading',
    topic: 'N/b827eb/battery/256/Dc/0/Voltage',
    payload: { value: null },
    readings: [],
    meta: [''],
  },
  {
    form: 'a delta of Signal K: dotted paths, SI units, the time of the update',
    payload: {
      context: 'vessels.urn:mrn:imo:mmsi:234567890',
      updates: [
        {
          source: { label: 'N2000-01', pgn: 128267 },
          timestamp: AT_10,
          values: [
            { path: 'navigation.speedOverGround', value: 3.85 },
            { path: 'environment.outside.temperature', value: 290.1 },
            { path: 'navigation.position', value: { latitude: 52.1, longitude: 13.1 } },
          ],
        },
      ],
    },
    readings: [
      ['navigation/speedOverGround', 3.85, 'speed', 'm/s', AT_10],
      ['environment/outside/temperature', 290.1, 'temperature', 'K', AT_10],
      ['navigation/position/latitude', 52.1, 'GEO_POSITION', '', AT_10],
      ['navigation/position/longitude', 13.1, 'GEO_POSITION', '', AT_10],
    ],
  },
  {
    form: 'a full model of Signal K: what stands beside a value describes it',
    payload: {
      version: '1.0.0',
      self: 'urn:x',
      vessels: {
        'urn:x': {
          environment: {
            outside: {
              temperature: {
                value: 290.1,
                timestamp: AT_10,
                $source: 'n2k.1',
                pgn: 130310,
                meta: { units: 'K', description: 'Outside' },
              },
            },
          },
        },
      },
    },
    readings: [['vessels/urn:x/environment/outside/temperature', 290.1, 'temperature', 'K', AT_10]],
  },
  {
    form: 'an uplink of The Things Stack: only what the device sent is a reading',
    topic: 'v3/app@ttn/devices/eui-70b3d5/up',
    payload: {
      end_device_ids: { device_id: 'lht65', dev_eui: '70B3D5' },
      received_at: '2024-03-01T10:00:00.123456789Z',
      uplink_message: {
        f_port: 2,
        f_cnt: 1231,
        frm_payload: 'AQ==',
        decoded_payload: { Hum_SHT: 51.2, TempC_SHT: 21.4 },
        rx_metadata: [{ gateway_ids: { gateway_id: 'gw1' }, rssi: -101, location: { latitude: 52.1 } }],
      },
    },
    readings: [
      ['uplink_message/decoded_payload/Hum_SHT', 51.2, 'humidity', '', '2024-03-01T10:00:00.123Z'],
      ['uplink_message/decoded_payload/TempC_SHT', 21.4, 'temperature', 'Cel', '2024-03-01T10:00:00.123Z'],
    ],
    meta: [
      'end_device_ids/dev_eui',
      'end_device_ids/device_id',
      'received_at',
      'uplink_message/f_cnt',
      'uplink_message/f_port',
      'uplink_message/frm_payload',
      'uplink_message/rx_metadata/0/gateway_ids/gateway_id',
      'uplink_message/rx_metadata/0/location/latitude',
      'uplink_message/rx_metadata/0/rssi',
    ],
  },
  {
    form: 'an uplink of ChirpStack 4',
    topic: 'application/12/device/24e124/event/up',
    payload: {
      time: AT_10,
      deviceInfo: { deviceName: 'em300', devEui: '24e124' },
      fCnt: 312,
      object: { temperature: 21.2, humidity: 44.5 },
      rxInfo: [{ gatewayId: '0016c0', rssi: -91, snr: 7.2 }],
    },
    readings: [
      ['object/temperature', 21.2, 'temperature', '', AT_10],
      ['object/humidity', 44.5, 'humidity', '', AT_10],
    ],
  },
  {
    form: 'an uplink of ChirpStack 3, with its readings as JSON text',
    topic: 'application/12/device/24e124/event/up',
    payload: { deviceName: 'em300', devEUI: 'JOEk', objectJSON: '{"temperature":21.2}', publishedAt: AT_10 },
    readings: [['objectJSON/temperature', 21.2, 'temperature', '', AT_10]],
    meta: ['devEUI', 'deviceName', 'objectJSON', 'publishedAt'],
  },
  {
    form: 'a state of Home Assistant: path by entity, unit and class by attributes',
    topic: 'homeassistant_events',
    payload: {
      event_type: 'state_changed',
      event_data: {
        new_state: {
          entity_id: 'sensor.kitchen',
          state: '21.4',
          attributes: { unit_of_measurement: '°C', device_class: 'temperature', friendly_name: 'Kitchen' },
          last_changed: '2024-03-01T10:00:00+00:00',
        },
      },
    },
    readings: [['sensor/kitchen', '21.4', 'temperature', 'Cel', AT_10]],
  },
  {
    form: 'ThingsBoard: values of one time',
    topic: 'v1/devices/me/telemetry',
    payload: { ts: NOVEMBER_S * 1000, values: { temperature: 42, humidity: 80 } },
    readings: [
      ['temperature', 42, 'temperature', '', NOVEMBER],
      ['humidity', 80, 'humidity', '', NOVEMBER],
    ],
    meta: ['ts'],
  },
  {
    form: 'the gateway of ThingsBoard: several times of several devices',
    topic: 'v1/gateway/telemetry',
    payload: {
      'Device A': [
        { ts: NOVEMBER_S * 1000, values: { temperature: 42 } },
        { ts: NOVEMBER_S * 1000 + 60_000, values: { temperature: 43 } },
      ],
    },
    readings: [
      ['Device A/temperature', 42, 'temperature', '', NOVEMBER],
      ['Device A/temperature', 43, 'temperature', '', '2023-11-14T22:14:20.000Z'],
    ],
  },
];

describe('readings of', () => {
  for (const { form, topic, payload, readings, meta } of CASES) {
    it(form, () => {
      assert.deepEqual(rows(payload, topic), readings);
      if (meta) assert.deepEqual(metaPaths(payload, topic), meta);
      assert.deepEqual(rows(JSON.stringify(payload), topic), readings, 'as text');
      assert.deepEqual(rows(Buffer.from(JSON.stringify(payload)), topic), readings, 'as bytes');
    });
  }
});

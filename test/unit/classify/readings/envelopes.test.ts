import { type Case, describeCases } from '../../../harness/classify/readingCases';

const AT_10 = '2024-03-01T10:00:00.000Z';
const AT_10_S = 1_709_287_200;
const AT_10_MS = AT_10_S * 1000;

const NAMES: readonly Case[] = [
  {
    claim: 'tags in a list are readings; tags that label a message are meta',
    payload: {
      a: { timestamp: AT_10_MS, tags: [{ name: 'temperature', value: 21.5 }] },
      b: { fields: { temperature: 22.5 }, tags: { host: 'pi', sensor: 'humidity' }, timestamp: AT_10_S },
    },
    readings: [
      ['a/tags/temperature', 21.5, 'temperature', '', AT_10],
      ['b/fields/temperature', 22.5, 'temperature', '', AT_10],
    ],
    meta: ['a/tags/temperature/name', 'a/timestamp', 'b/tags/host', 'b/tags/sensor', 'b/timestamp'],
  },
  {
    claim: 'items are named after their value, not after the ID or device beside it',
    payload: {
      plc: [{ DisplayName: 'Voltage', Address: '40001', Value: '231' }],
      edge: [{ id: '7003cacc', deviceName: 'pump', resourceName: 'Temperature', value: '21.5' }],
      building: [{ objectType: 'analog-input', objectName: 'Supply Air Temperature', presentValue: 18.5 }],
    },
    readings: [
      ['plc/Voltage', '231', 'voltage'],
      ['edge/Temperature', '21.5', 'temperature'],
      ['building/Supply Air Temperature', 18.5, 'temperature'],
    ],
  },
  {
    claim: 'items are named by a code or the kind of their value if nothing else names them',
    payload: {
      status: [
        { code: 'va_temperature', value: 215 },
        { code: 'va_humidity', value: 40 },
      ],
      sensordatavalues: [
        { value_type: 'temperature', value: '21.7' },
        { value_type: 'humidity', value: '40.5' },
      ],
    },
    readings: [
      ['status/va_temperature', 215, 'temperature'],
      ['status/va_humidity', 40, 'humidity'],
      ['sensordatavalues/temperature', '21.7', 'temperature'],
      ['sensordatavalues/humidity', '40.5', 'humidity'],
    ],
  },
  {
    claim: 'the keys of a value and of its description may begin with the same word',
    payload: { sensorId: 'a1', sensorType: 'temperature', sensorValue: 21.5, sensorUnit: 'Celsius' },
    readings: [['', 21.5, 'temperature', 'Cel']],
    meta: ['sensorId', 'sensorType', 'sensorUnit'],
  },
  {
    claim: 'data and reading are values if they are named and the only number',
    payload: {
      a: { type: 'temperature', data: 21.5, rssi: -70, battery: 90 },
      b: { type: 'temperature', data: 22.5, humidity: 40 },
    },
    readings: [
      ['a', 21.5, 'temperature'],
      ['a/battery', 90, 'battery'],
      ['b/data', 22.5, 'SENSOR_POLL'],
      ['b/humidity', 40, 'humidity'],
    ],
  },
  {
    claim: 'one name with values of several kinds has a level for each kind',
    payload: {
      channels: [
        { channel: 1, type: 'temperature', value: 21.5 },
        { channel: 1, type: 'humidity', value: 40.5 },
        { channel: 2, type: 'temperature', value: 22.5 },
      ],
    },
    readings: [
      ['channels/1/temperature', 21.5, 'temperature'],
      ['channels/1/humidity', 40.5, 'humidity'],
      ['channels/2', 22.5, 'temperature'],
    ],
  },
  {
    claim: 'a sensor names its value if its name is that of a quantity',
    payload: { a: { sensor: 'temperature', reading: 21.5 }, b: { sensor: 'DHT22', value: 3 } },
    readings: [
      ['a', 21.5, 'temperature'],
      ['b', 3, 'SENSOR_POLL'],
    ],
  },
  {
    claim: 'a whole payload may name one value, including its path',
    payload: { path: '/features/temperature/properties/value', value: 21.5, revision: 4, timestamp: AT_10 },
    readings: [['/features/temperature/properties/value', 21.5, 'temperature', '', AT_10]],
  },
  {
    claim: 'a whole payload may name a list of values',
    payload: {
      propertyAlias: '/windfarm/turbine/temperature',
      propertyValues: [
        { value: { doubleValue: 38.5 }, timestamp: { timeInSeconds: AT_10_S, offsetInNanos: 0 } },
        { value: { doubleValue: 38.6 }, timestamp: { timeInSeconds: AT_10_S + 1, offsetInNanos: 0 } },
      ],
    },
    readings: [
      ['/windfarm/turbine/temperature', 38.5, 'temperature', '', AT_10],
      ['/windfarm/turbine/temperature', 38.6, 'temperature', '', '2024-03-01T10:00:01.000Z'],
    ],
  },
  {
    claim: 'properties are readings like any other if an object has nothing else',
    payload: { features: { humidity: { properties: { value: 40.5 } } } },
    readings: [['features/humidity/properties', 40.5, 'humidity']],
  },
];

const VALUES: readonly Case[] = [
  {
    claim: 'a value may be an object with its type or its time',
    payload: {
      a: { temperature: { Value: { Type: 11, Body: 21.5 } } },
      b: { pressure: { value: { doubleValue: 3.5 } } },
      c: { humidity: { Value: { Value: 40.5, SourceTimestamp: AT_10 } } },
    },
    readings: [
      ['a/temperature', 21.5, 'temperature'],
      ['b/pressure', 3.5, 'pressure'],
      ['c/humidity', 40.5, 'humidity', '', AT_10],
    ],
  },
  {
    claim: 'a short v beside its unit or quality is the value, whatever else is there',
    payload: {
      Power: { v: 121.5, u: 'W', d: 1 },
      temperature: { V: 31.5, TS: AT_10, Q: 192 },
      battery: { v: 3.1, i: 0.2 },
    },
    readings: [
      ['Power', 121.5, 'power', 'W'],
      ['temperature', 31.5, 'temperature', '', AT_10],
      ['battery/v', 3.1, 'voltage', 'V'],
      ['battery/i', 0.2, 'current'],
    ],
  },
  {
    claim: 'JSON text inside a payload is taken apart, too',
    payload: { topic: 'a/b', message: '{"temperature":21.5,"humidity":40.5}', note: '{not JSON}' },
    readings: [
      ['message/temperature', 21.5, 'temperature'],
      ['message/humidity', 40.5, 'humidity'],
      ['note', '{not JSON}', 'SENSOR_POLL'],
    ],
    meta: ['message', 'topic'],
  },
  {
    claim: 'times may be objects, or written without separators',
    payload: {
      a: { time: { $date: AT_10 }, temperature: 1 },
      b: { TimeInstant: { type: 'DateTime', value: AT_10 }, temperature: 2 },
      c: { event_time: '20240301T100000Z', temperature: 3 },
    },
    readings: [
      ['a/temperature', 1, 'temperature', '', AT_10],
      ['b/temperature', 2, 'temperature', '', AT_10],
      ['c/temperature', 3, 'temperature', '', AT_10],
    ],
  },
  {
    claim: 'a key that is a time is the time of the values below it, not a level',
    payload: {
      temperature: { '2024-03-01T10:00:00Z': 21.5, 1709287260000: 21.6 },
      energy: { 4006381333931: 5 },
    },
    readings: [
      ['temperature', 21.5, 'temperature', '', AT_10],
      ['temperature', 21.6, 'temperature', '', '2024-03-01T10:01:00.000Z'],
      ['energy/4006381333931', 5, 'energy'],
    ],
  },
  {
    claim: 'times are read in the formats of mail and .NET',
    payload: {
      a: { timestamp: 'Fri, 01 Mar 2024 10:00:00 GMT', temperature: 1 },
      b: { timestamp: `/Date(${AT_10_MS})/`, temperature: 2 },
    },
    readings: [
      ['a/temperature', 1, 'temperature', '', AT_10],
      ['b/temperature', 2, 'temperature', '', AT_10],
    ],
  },
  {
    claim: 'current is the present value below a quantity, but a current below a device or power',
    payload: { temperature: { current: 21.5, max: 25.5 }, motor: { current: 1.5 }, power: { current: 3.5 } },
    readings: [
      ['temperature/current', 21.5, 'temperature'],
      ['temperature/max', 25.5, 'temperature'],
      ['motor/current', 1.5, 'current'],
      ['power/current', 3.5, 'current'],
    ],
  },
  {
    claim: 'a value with a unit is a reading, whatever its name',
    payload: {
      channel_1: { value: 21.5, unit: '°C', label: 'Supply' },
      port: { value: 3, unit: 's' },
      rssi: { value: -70, unit: 'dBm' },
    },
    readings: [['channel_1', 21.5, 'temperature', 'Cel']],
  },
  {
    claim: 'a v below a quantity without voltage is its value, whatever is beside it',
    payload: { pressure: { v: 3.2, ok: true }, battery: { v: 3.1, ok: true } },
    readings: [
      ['pressure', 3.2, 'pressure'],
      ['battery/v', 3.1, 'voltage', 'V'],
      ['battery/ok', true, 'SENSOR_POLL'],
    ],
  },
  {
    claim: 'a key that is a unit of the quantity above it is not a name',
    payload: {
      temperature: { C: 21.5, F: 70.7 },
      wind: { speed: { kmh: 12.5 } },
      voltage: { A: 231.5, B: 232.5, C: 233.5 },
    },
    readings: [
      ['temperature/C', 21.5, 'temperature', 'Cel'],
      ['temperature/F', 70.7, 'temperature', '[degF]'],
      ['wind/speed/kmh', 12.5, 'wind_speed', 'km/h'],
      ['voltage/A', 231.5, 'voltage'],
      ['voltage/B', 232.5, 'voltage'],
      ['voltage/C', 233.5, 'voltage'],
    ],
  },
  {
    claim: 'a unit beside a name applies to the only field that holds its values',
    payload: {
      metrics: [
        {
          name: 'room.temperature',
          unit: 'Cel',
          gauge: { dataPoints: [{ timeUnixNano: `${AT_10_MS}000000`, asDouble: 21.5 }] },
        },
      ],
    },
    readings: [['metrics/room.temperature/gauge/dataPoints', 21.5, 'temperature', 'Cel', AT_10]],
  },
];

describeCases('values named by something else', NAMES);
describeCases('values and times that are objects or texts', VALUES);

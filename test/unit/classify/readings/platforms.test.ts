import { type Case, describeCases } from '../../../harness/classify/readingCases';

const AT_10 = '2024-03-01T10:00:00.000Z';
const NOVEMBER = '2023-11-14T22:13:20.000Z';
const NOVEMBER_S = 1_700_000_000;

const CASES: readonly Case[] = [
  {
    claim: 'Victron: the value is the reading of the topic',
    topic: 'N/b827eb/battery/256/Dc/0/Voltage',
    payload: { value: 26.1 },
    readings: [['', 26.1, 'voltage']],
    meta: [],
  },
  {
    claim: 'Victron: a null value is not a reading',
    topic: 'N/b827eb/battery/256/Dc/0/Voltage',
    payload: { value: null },
    readings: [],
    meta: [''],
  },
  {
    claim: 'a Signal K delta: dotted paths, SI units, the time of the update',
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
    claim: 'a full Signal K model: the fields beside a value describe it',
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
    claim: 'an uplink of The Things Stack: only what the device sent is a reading',
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
        settings: { data_rate: { lora: { bandwidth: 125000 } }, frequency: '868100000' },
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
      'uplink_message/settings/data_rate/lora/bandwidth',
      'uplink_message/settings/frequency',
    ],
  },
  {
    claim: 'an uplink of ChirpStack 4',
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
    claim: 'an uplink of ChirpStack 3, with its readings as JSON text',
    topic: 'application/12/device/24e124/event/up',
    payload: { deviceName: 'em300', devEUI: 'JOEk', objectJSON: '{"temperature":21.2}', publishedAt: AT_10 },
    readings: [['objectJSON/temperature', 21.2, 'temperature', '', AT_10]],
    meta: ['devEUI', 'deviceName', 'objectJSON', 'publishedAt'],
  },
  {
    claim: 'a Home Assistant state: path from the entity, unit and class from attributes',
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
    claim: 'ThingsBoard: values with one time',
    topic: 'v1/devices/me/telemetry',
    payload: { ts: NOVEMBER_S * 1000, values: { temperature: 42, humidity: 80 } },
    readings: [
      ['temperature', 42, 'temperature', '', NOVEMBER],
      ['humidity', 80, 'humidity', '', NOVEMBER],
    ],
    meta: ['ts'],
  },
  {
    claim: 'a ThingsBoard gateway: values with several times',
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

describeCases('Victron, Signal K, LoRaWAN, Home Assistant and ThingsBoard', CASES);

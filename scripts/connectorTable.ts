import type { MqttConnectorOptions } from '../src/mqtt';
import { MQTT } from '../src/settings/mqtt';
import { markdownTable } from './markdown';

interface ConnectorRow {
  /** Name in the Python package's class; absent if it has no such option. */
  readonly python?: string;
  readonly default?: string | number;
  readonly meaning: string;
}

/** Every option of a connector. */
const OPTIONS: Readonly<Record<keyof MqttConnectorOptions, ConnectorRow>> = {
  username: { python: 'username', meaning: 'for the broker' },
  password: { python: 'password', meaning: 'for the broker' },
  ca: { python: 'ca', meaning: 'file with the CA certificates to trust, PEM', default: "the system's" },
  clientId: {
    python: 'client_id',
    default: '`wire-band-connector`',
    meaning: 'name of the session at the broker; a second connector in the process gets a suffix',
  },
  keepalive: { python: 'keepalive', default: 60, meaning: 'seconds' },
  qos: { python: 'qos', default: 0, meaning: 'quality of service; with 1 and 2 the broker keeps a session' },
  maxQueueSize: {
    python: 'max_queue_size',
    default: MQTT.maxQueueSize.default,
    meaning:
      'messages received from the broker and not yet passed to the client; above it they are dropped and counted; with `acknowledge` `stored` the broker keeps them',
  },
  deltaThreshold: {
    python: 'delta_threshold',
    default: MQTT.deltaThreshold.default,
    meaning: "relative change below which a reading is suppressed, before the client's own filter",
  },
  acknowledge: {
    default: `\`${MQTT.acknowledge.default}\``,
    meaning: 'when a message of QoS 1 and 2 is acknowledged: once `stored`, or on `arrival`',
  },
  sessionExpiry: {
    default: MQTT.sessionExpiry.default,
    meaning: 'seconds for which the broker keeps the session without a connection (MQTT 5)',
  },
  protocolVersion: { default: 5, meaning: '5, or 4 (MQTT 3.1.1) if the broker does not support it' },
  onError: { meaning: 'called with connection errors and messages that could not be accepted' },
};

/** The options of MqttConnector, with their names in the Python package. */
export function connectorTable(): string {
  return markdownTable([
    {
      'Python package': '`broker_url`',
      'In a program': 'first argument',
      Default: '',
      Meaning: 'address of the broker: `mqtt`, `mqtts`, `ws` or `wss`',
    },
    ...Object.entries(OPTIONS).map(([name, { python, default: usual = '', meaning }]) => ({
      'Python package': python === undefined ? '' : `\`${python}\``,
      'In a program': `\`${name}\``,
      Default: typeof usual === 'number' ? usual.toLocaleString('en-US') : usual,
      Meaning: meaning,
    })),
  ]);
}

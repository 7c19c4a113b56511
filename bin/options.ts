import type { NumberRule } from '../src/settings/checkedValues';
import { NODE_SETTINGS, type NodeType } from '../src/settings/nodeSettings';
import type { AnySetting } from '../src/settings/settingKinds';

/** A command-line option. The help (in this order), its page and the parser are generated from these. */
export interface OptionSpec {
  readonly name: string;
  /** Name of the value in the help; if absent, the option takes no value. */
  readonly value?: string;
  readonly help: string;
  /** As shown in the help; the parser has the actual values. */
  readonly default?: string;
  /** Environment variable that provides the value if the option is absent. */
  readonly env?: string;
  /** Takes several values, and may be repeated. */
  readonly many?: true;
}

/** An option that sets a setting of a node, defined in the node's settings table. */
export interface NodeOption extends OptionSpec {
  readonly property: string;
  readonly setting: AnySetting;
}

/** Ranges of the numeric options that are not settings of our nodes. */
export const OWN_NUMBERS = {
  keepalive: { default: 60, min: 0, max: 65_535, integer: true },
  'stats-interval': { default: 60, min: 0, max: 86_400 },
  port: { default: 1880, min: 0, max: 65_535, integer: true },
} as const satisfies Readonly<Record<string, NumberRule>>;

const SOURCE_OPTIONS = [
  {
    name: 'broker',
    value: 'URL',
    help: 'MQTT broker: mqtt, mqtts, ws or wss',
    default: 'mqtt://localhost:1883',
  },
  {
    name: 'topics',
    value: 'FILTER...',
    help: 'topics to subscribe to, with + and #',
    default: '#',
    many: true,
  },
] as const satisfies readonly OptionSpec[];

const CONNECTION_OPTIONS = [
  { name: 'api-key', value: 'KEY', help: 'sent to the backend as a bearer token', env: 'WIREBAND_API_KEY' },
  { name: 'username', value: 'NAME', help: 'for the broker', env: 'MQTT_USERNAME' },
  { name: 'password', value: 'TEXT', help: 'for the broker', env: 'MQTT_PASSWORD' },
  { name: 'ca', value: 'FILE', help: 'CA certificates to trust the broker by, PEM', default: "the system's" },
  {
    name: 'client-id',
    value: 'ID',
    help: 'MQTT client ID, with a session',
    default: 'a new one each time',
  },
  { name: 'qos', value: '0|1|2', help: 'MQTT quality of service; stored needs 1 or 2', default: '1' },
  {
    name: 'acknowledge',
    value: 'stored|arrival',
    help: 'when a message is acknowledged to the broker',
    default: 'arrival',
  },
  {
    name: 'keepalive',
    value: 'SECONDS',
    help: 'MQTT keep alive; 0: none',
    default: String(OWN_NUMBERS.keepalive.default),
  },
] as const satisfies readonly OptionSpec[];

const RUN_OPTIONS = [
  {
    name: 'stats-interval',
    value: 'SECONDS',
    help: 'between statistics lines in the log; 0: none',
    default: String(OWN_NUMBERS['stats-interval'].default),
  },
  { name: 'host', value: 'ADDRESS', help: 'where the editor listens', default: '127.0.0.1' },
  {
    name: 'port',
    value: 'PORT',
    help: 'port of the editor; 0: a free one',
    default: String(OWN_NUMBERS.port.default),
  },
  { name: 'user-dir', value: 'FOLDER', help: "Node-RED's user directory", default: '~/.wireband-edge' },
  { name: 'flow-only', help: 'print the flow, without secrets, and exit' },
  { name: 'help', help: 'print this help' },
  { name: 'version', help: 'print the version' },
] as const satisfies readonly OptionSpec[];

/** The options that are not settings of a node. */
export type OptionName = (
  | typeof SOURCE_OPTIONS
  | typeof CONNECTION_OPTIONS
  | typeof RUN_OPTIONS
)[number]['name'];

/** The options that set settings of a node. */
export function optionsOfNode(type: NodeType): NodeOption[] {
  return Object.entries(NODE_SETTINGS[type]).flatMap(([property, setting]) => {
    const { option } = setting;
    return option ? [{ ...option, default: String(setting.default), property, setting }] : [];
  });
}

export const OPTION_SPECS: readonly OptionSpec[] = [
  ...SOURCE_OPTIONS,
  ...optionsOfNode('wireband-backend'),
  ...optionsOfNode('wireband-delta'),
  ...CONNECTION_OPTIONS,
  ...optionsOfNode('wireband-uplink'),
  ...RUN_OPTIONS,
];

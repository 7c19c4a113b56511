/** The options of the command line, in the order of the help. The help and the parser are made from this table. */
export interface OptionSpec {
  readonly name: string;
  /** How the value is called in the help; without it the option takes none. */
  readonly value?: string;
  readonly help: string;
  /** As in the help; the parser has the values. */
  readonly default?: string;
  /** Environment variable that gives the value where the option is absent. */
  readonly env?: string;
  /** Takes several values, and may be repeated. */
  readonly many?: true;
}

export const OPTIONS = [
  {
    name: 'broker',
    value: 'URL',
    help: 'MQTT broker: mqtt, mqtts, ws or wss',
    default: 'mqtt://localhost:1883',
  },
  { name: 'topics', value: 'FILTER...', help: 'topics to take, with + and #', default: '#', many: true },
  { name: 'backend', value: 'URL', help: 'Wire.Band backend', default: 'http://localhost:8000' },
  { name: 'device-id', value: 'ID', help: 'name of this gateway', default: 'edge-node' },
  {
    name: 'delta-threshold',
    value: 'RATIO',
    help: 'relative change that counts; 0 forwards everything',
    default: '0.02',
  },
  { name: 'api-key', value: 'KEY', help: 'sent to the backend as a bearer token', env: 'WIREBAND_API_KEY' },
  { name: 'username', value: 'NAME', help: 'for the broker', env: 'MQTT_USERNAME' },
  { name: 'password', value: 'TEXT', help: 'for the broker', env: 'MQTT_PASSWORD' },
  { name: 'ca', value: 'FILE', help: 'certificates to trust the broker by, PEM', default: "the system's" },
  { name: 'client-id', value: 'ID', help: 'MQTT client id', default: 'a new one each time' },
  { name: 'keepalive', value: 'SECONDS', help: 'MQTT keep alive', default: '60' },
  { name: 'buffer-size', value: 'EVENTS', help: 'kept while the backend is away', default: '50000' },
  { name: 'flush-interval', value: 'SECONDS', help: 'longest wait before a batch is sent', default: '1' },
  { name: 'flush-batch', value: 'EVENTS', help: 'most events in one request', default: '200' },
  {
    name: 'stats-interval',
    value: 'SECONDS',
    help: 'between statistics lines in the log; 0: none',
    default: '60',
  },
  { name: 'host', value: 'ADDRESS', help: 'where the editor listens', default: '127.0.0.1' },
  { name: 'port', value: 'PORT', help: 'port of the editor; 0: a free one', default: '1880' },
  { name: 'user-dir', value: 'FOLDER', help: "Node-RED's user directory", default: '~/.wireband-edge' },
  { name: 'flow-only', help: 'print the flow, without secrets, and exit' },
  { name: 'help', help: 'print this help' },
  { name: 'version', help: 'print the version' },
] as const satisfies readonly OptionSpec[];

export type OptionName = (typeof OPTIONS)[number]['name'];

/** The same table with every field of OptionSpec. */
export const OPTION_SPECS: readonly (OptionSpec & { readonly name: OptionName })[] = OPTIONS;

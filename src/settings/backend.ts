import { choice, flag, number, structured, text } from './settingKinds';

/** How times are written; which of them a format can write, its traits say. */
export const PRECISIONS = ['iso', 's', 'ms', 'ns'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Settings of wireband-backend. */
export const BACKEND = {
  /** How batches are written; docs/formats.md has what each format carries. Default `wireband`. */
  format: choice(['wireband', 'columnar', 'json', 'ndjson', 'influx', 'otlp'], {
    row: { section: 'format', icon: 'file-code-o', below: 'own' },
  }),
  /** Base address of the backend. Default `http://localhost:8000`. */
  url: text({
    default: 'http://localhost:8000',
    python: 'backend_url',
    program: 'backendUrl',
    option: { name: 'backend', value: 'URL', help: 'Wire.Band backend' },
    row: { section: 'connection', icon: 'globe' },
  }),
  /** Follows the address. Default: the format's own. */
  path: text({
    default: '/iot/v1/ingest/batch',
    mayBeEmpty: true,
    row: { section: 'connection', icon: 'link' },
  }),
  /**
   * Whether the path counts with each format as it is typed. To what 0.1.0 saved, `/iot/v1/ingest/batch` meant the default
   * of the formats that are not Wire.Band's own.
   */
  pathAsTyped: flag({
    default: true,
    missing: false,
    program: false,
    row: { section: 'connection', below: 'own' },
  }),
  /** Query of every request, such as `db=plant`. */
  query: text({
    default: '',
    mayBeEmpty: true,
    row: { section: 'connection', icon: 'question', example: 'db=plant' },
  }),
  apiKey: structured('credential', {
    default: '',
    python: 'api_key',
    row: { section: 'connection', icon: 'key' },
  }),
  tls: structured('node', {
    default: '',
    nodeType: 'tls-config',
    required: false,
    row: { section: 'connection', icon: 'lock' },
  }),
  /** Seconds for one request. Default 30. */
  timeout: number({
    default: 30,
    min: 0.1,
    max: 3600,
    row: { section: 'connection', icon: 'clock-o', unit: 'seconds' },
  }),
  /** Name of this gateway. Default `edge-node`. */
  deviceId: text({
    default: 'edge-node',
    python: 'device_id',
    option: { name: 'device-id', value: 'ID', help: 'name of this gateway' },
    row: { section: 'gateway', icon: 'microchip' },
  }),
  /** Around the events: `{"device_id": …, "events": […]}` or the bare array. Default `object`. */
  envelope: choice(['object', 'array'], { row: { section: 'requests', icon: 'envelope-o' } }),
  precision: structured('word', {
    default: '',
    row: { section: 'requests', icon: 'calendar' },
  }),
  /** Influx: the measurement. OTLP: what names of metrics begin with. Default `wireband`. */
  measurement: text({
    default: 'wireband',
    row: { section: 'requests', icon: 'area-chart', below: 'own' },
  }),
  topicTags: structured('paths', {
    default: '',
    row: { section: 'requests', icon: 'tags', example: 'site/+room/+device', below: 'hint' },
  }),
  /** Influx: what becomes of text inside payloads. Default `keep`. */
  textValues: choice(['keep', 'numbers', 'omit'], { row: { section: 'requests', icon: 'font' } }),
  /** json and ndjson: HTTP statuses of success and, if wanted, a property of the answer: `200-204, ok=true`. */
  success: text({
    default: '',
    mayBeEmpty: true,
    row: { section: 'requests', icon: 'check-circle-o', example: '200-204, ok=true', below: 'hint' },
  }),
  /** OTLP: what becomes of log records, which hold all that is not a number. Default `send`. */
  logRecords: choice(['send', 'omit'], { row: { section: 'requests', icon: 'file-text-o' } }),
  /** `auto`, the default, compresses where it pays, by what the backend takes. */
  compression: choice(['auto', 'gzip', 'none'], { row: { section: 'requests', icon: 'compress' } }),
  fields: structured('json', {
    default: '{}',
    row: { section: 'further', icon: 'pencil', below: 'hint' },
  }),
  headers: structured('list', { default: [], row: { section: 'further', icon: 'list', below: 'hint' } }),
  catalog: structured('json', {
    default: '{}',
    row: { section: 'further', icon: 'list-ol', below: 'hint' },
  }),
};

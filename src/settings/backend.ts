import { choice, flag, number, structured, text } from './settingKinds';

/** How times are written; the traits of a format say which of them it can write. */
export const PRECISIONS = ['iso', 's', 'ms', 'ns'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Settings of wireband-backend. */
export const BACKEND = {
  /** How batches are written; docs/formats.md describes what each format carries. Default `wireband`. */
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
  /** Appended to the address. Default: that of the format. */
  path: text({
    default: '/iot/v1/ingest/batch',
    mayBeEmpty: true,
    row: { section: 'connection', icon: 'link' },
  }),
  /**
   * Whether the path applies to every format as it is typed. In what 0.1.0 saved, `/iot/v1/ingest/batch` meant the
   * default of the formats that are not Wire.Band's own.
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
  /** Seconds per request. Default 30. */
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
  /** What encloses the events: `{"device_id": …, "events": […]}` or just the array. Default `object`. */
  envelope: choice(['object', 'array'], { row: { section: 'requests', icon: 'envelope-o' } }),
  precision: structured('word', {
    default: '',
    row: { section: 'requests', icon: 'calendar' },
  }),
  /** Influx: the measurement. OTLP: the prefix of metric names. Default `wireband`. */
  measurement: text({
    default: 'wireband',
    row: { section: 'requests', icon: 'area-chart', below: 'own' },
  }),
  topicTags: structured('paths', {
    default: '',
    row: { section: 'requests', icon: 'tags', example: 'site/+room/+device', below: 'hint' },
  }),
  /** Influx: what happens to text inside payloads. Default `keep`. */
  textValues: choice(['keep', 'numbers', 'omit'], { row: { section: 'requests', icon: 'font' } }),
  /** json and ndjson: HTTP statuses of success and, optionally, a property of the response: `200-204, ok=true`. */
  success: text({
    default: '',
    mayBeEmpty: true,
    row: { section: 'requests', icon: 'check-circle-o', example: '200-204, ok=true', below: 'hint' },
  }),
  /** OTLP: what happens to log records, which hold everything that is not a number. Default `send`. */
  logRecords: choice(['send', 'omit'], { row: { section: 'requests', icon: 'file-text-o' } }),
  /** `auto`, the default, compresses if it pays off, in a way that the backend accepts. */
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

import type { FormatName } from '../../../src/frame/formatTable';
import type { Header } from './headers';

/** Where the value of a field is stored among the settings of a backend. */
export type Place =
  /** A setting as it is, in its own row. */
  | { readonly setting: 'url' | 'path' | 'query' | 'format' | 'apiKey' }
  /** A query parameter: its whole value, or the part between two texts. */
  | { readonly parameter: string; readonly between?: readonly [before: string, after: string] }
  /** The last segment of the path. */
  | { readonly path: 'last' }
  /** The value of an additional header. */
  | { readonly header: string }
  /** A part of an API key with the scheme Basic. */
  | { readonly basic: 'user' | 'password' };

/** A field under the name that the system uses for it. */
export interface SystemField {
  /** Key of its label: `bucket` for `field.bucket`. */
  readonly name: string;
  readonly place: Place;
  readonly icon?: string;
  readonly example?: string;
  /** While it is empty, its parameter or header is left out. */
  readonly isOptional?: true;
}

/** The settings that a system determines, as text. */
export interface SystemSettings {
  readonly format: FormatName;
  readonly path: string;
  readonly query: string;
  readonly precision: string;
  readonly textValues: string;
  readonly envelope: string;
  readonly headers: readonly Header[];
}

/** A system that batches can be sent to. */
export interface System {
  /** Its default address. */
  readonly url: string;
  /** In the order in which the dialog shows them. */
  readonly fields: readonly SystemField[];
  /** The settings that it needs, before its fields are filled in; missing ones keep their defaults. */
  readonly settings: Partial<SystemSettings> & Pick<SystemSettings, 'format'>;
}

/** In the order of the menu. */
export const SYSTEM_NAMES = [
  'wireband',
  'nodered',
  'influxdb1',
  'influxdb2',
  'influxdb3',
  'victoriametrics',
  'questdb',
  'telegraf',
  'otelcol',
  'clickhouse',
  'postgrest',
  'http',
] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

const URL_FIELD: SystemField = { name: 'url', place: { setting: 'url' } };
const USER: SystemField = { name: 'user', place: { basic: 'user' }, icon: 'user' };
const PASSWORD: SystemField = { name: 'password', place: { basic: 'password' }, icon: 'lock' };
const TOKEN: SystemField = { name: 'token', place: { setting: 'apiKey' } };
const DATABASE: SystemField = {
  name: 'database',
  place: { parameter: 'db' },
  icon: 'database',
  example: 'plant',
};

/** Columns of a table for our records; PostgREST needs their names if the records of a batch have different ones. */
const COLUMNS = 'time,device,topic,payload,symbol,name,quantity,unit,id';

/** See docs/formats.md, which also says what each system does with a batch. */
export const SYSTEMS: Readonly<Record<SystemName, System>> = {
  wireband: {
    url: 'http://localhost:8000',
    fields: [URL_FIELD, { name: 'apiKey', place: { setting: 'apiKey' } }],
    settings: { format: 'wireband', path: '/iot/v1/ingest/batch' },
  },
  nodered: {
    url: 'http://localhost:1880',
    fields: [URL_FIELD, { name: 'path', place: { setting: 'path' } }, USER, PASSWORD],
    settings: { format: 'columnar', path: '/iot/v1/ingest/batch' },
  },
  influxdb1: {
    url: 'http://localhost:8086',
    fields: [URL_FIELD, DATABASE, USER, PASSWORD],
    settings: { format: 'influx', query: 'db=' },
  },
  influxdb2: {
    url: 'http://localhost:8086',
    fields: [
      URL_FIELD,
      { name: 'organization', place: { parameter: 'org' }, icon: 'building-o', example: 'my-org' },
      { name: 'bucket', place: { parameter: 'bucket' }, icon: 'database', example: 'plant' },
      TOKEN,
    ],
    settings: { format: 'influx', path: '/api/v2/write', query: 'org=&bucket=' },
  },
  influxdb3: {
    url: 'http://localhost:8181',
    fields: [URL_FIELD, DATABASE, TOKEN],
    settings: { format: 'influx', path: '/api/v3/write_lp', query: 'db=' },
  },
  victoriametrics: {
    url: 'http://localhost:8428',
    fields: [URL_FIELD, USER, PASSWORD],
    settings: { format: 'influx', precision: 'ms', textValues: 'omit' },
  },
  questdb: {
    url: 'http://localhost:9000',
    fields: [URL_FIELD, USER, PASSWORD],
    // The format's default, written out: it distinguishes QuestDB from systems with the same settings.
    settings: { format: 'influx', path: '/write' },
  },
  telegraf: {
    url: 'http://localhost:8186',
    fields: [URL_FIELD, USER, PASSWORD],
    settings: { format: 'influx' },
  },
  otelcol: {
    url: 'http://localhost:4318',
    fields: [URL_FIELD, TOKEN],
    settings: { format: 'otlp' },
  },
  clickhouse: {
    url: 'http://localhost:8123',
    fields: [
      URL_FIELD,
      { ...DATABASE, place: { parameter: 'database' }, example: 'default', isOptional: true },
      {
        name: 'table',
        place: { parameter: 'query', between: ['INSERT INTO ', ' FORMAT JSONEachRow'] },
        icon: 'table',
        example: 'readings',
      },
      USER,
      PASSWORD,
    ],
    settings: {
      format: 'ndjson',
      path: '/',
      query:
        'query=INSERT INTO  FORMAT JSONEachRow&date_time_input_format=best_effort&insert_deduplication_token={batch}',
    },
  },
  postgrest: {
    url: 'http://localhost:3000',
    fields: [
      URL_FIELD,
      { name: 'table', place: { path: 'last' }, icon: 'table', example: 'readings' },
      { name: 'apikey', place: { header: 'apikey' }, icon: 'id-card-o', isOptional: true },
      TOKEN,
    ],
    settings: {
      format: 'json',
      envelope: 'array',
      path: '/rest/v1/',
      query: `columns=${COLUMNS}&on_conflict=id`,
      headers: [{ name: 'Prefer', value: 'resolution=ignore-duplicates,return=minimal' }],
    },
  },
  http: {
    url: 'http://localhost:8000',
    fields: [
      URL_FIELD,
      { name: 'path', place: { setting: 'path' } },
      { name: 'query', place: { setting: 'query' } },
      { name: 'format', place: { setting: 'format' } },
      { name: 'apiKey', place: { setting: 'apiKey' } },
    ],
    settings: { format: 'json' },
  },
};

/** Settings that identify a system; all those given must match. */
export interface Sign {
  readonly format: FormatName;
  readonly path?: RegExp;
  /** A parameter of the query. */
  readonly parameter?: string;
  readonly address?: RegExp;
  readonly header?: RegExp;
  readonly precision?: string;
  readonly textValues?: string;
}

/** The first row that matches names the system; if none does, it is a generic HTTP endpoint. */
export const SIGNS: readonly (readonly [SystemName, Sign])[] = [
  ['wireband', { format: 'wireband' }],
  ['nodered', { format: 'columnar' }],
  ['otelcol', { format: 'otlp' }],
  ['clickhouse', { format: 'ndjson', parameter: 'query' }],
  ['postgrest', { format: 'json', header: /^prefer: .*\bresolution=/i }],
  ['influxdb2', { format: 'influx', path: /^\/api\/v2\/write$/ }],
  ['influxdb3', { format: 'influx', path: /^\/api\/v3\/write_lp$/ }],
  ['victoriametrics', { format: 'influx', precision: 'ms', textValues: 'omit' }],
  ['victoriametrics', { format: 'influx', address: /victoria|vmauth|vminsert|:8428\b/i }],
  ['questdb', { format: 'influx', address: /questdb|:9000\b/i }],
  ['telegraf', { format: 'influx', address: /telegraf|:8186\b/i }],
  ['influxdb1', { format: 'influx', parameter: 'db' }],
  ['questdb', { format: 'influx', path: /^\/write$/ }],
];

/** Addresses that the user did not choose, so that a system may replace them with its own. */
export const UNCHOSEN_URLS: readonly string[] = ['', ...SYSTEM_NAMES.map((name) => SYSTEMS[name].url)];

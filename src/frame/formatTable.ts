import { BACKEND, PRECISIONS, type Precision } from '../settings/backend';

export type { Precision };

/** The formats by name; the first is the default. This file runs in a browser too: the dialog shows these defaults. */
export const FORMAT_NAMES = BACKEND.format.choices;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** What a record, a point or a metric says about an event. */
export const FIELD_KEYS = [
  'time',
  'device',
  'topic',
  'payload',
  'symbol',
  'name',
  'quantity',
  'unit',
  'id',
] as const;
export type FieldKey = (typeof FIELD_KEYS)[number];

/** The name of each field; null if it is left out. */
export type FieldNames = Readonly<Record<FieldKey, string | null>>;

/** What the settings of a backend mean for a format. */
export interface FormatTraits {
  /** Path of requests if the user gives none. */
  readonly path: string;
  /** The first is the default; empty if the format fixes the precision. */
  readonly precisions: readonly Precision[];
  readonly fields: FieldNames;
  /** Scheme for an API key that does not name one itself. */
  readonly authScheme: 'Bearer' | 'Token';
}

const RECORD_FIELDS: FieldNames = {
  time: 'time',
  device: 'device',
  topic: 'topic',
  payload: 'payload',
  symbol: 'symbol',
  name: 'name',
  quantity: 'quantity',
  unit: 'unit',
  id: 'id',
};

/** Names of tags, except for the payload: the field name of a single-value payload, and the prefix for a list's. */
const INFLUX_FIELDS: FieldNames = {
  time: null,
  device: 'device',
  topic: 'topic',
  payload: 'value',
  symbol: null,
  name: 'symbol',
  quantity: 'quantity',
  unit: 'unit',
  id: null,
};

/** Names of attributes; the one for the payload holds the path of the value in it. */
const OTLP_FIELDS: FieldNames = { ...INFLUX_FIELDS, device: 'device.id', payload: 'field' };

const OWN = {
  path: BACKEND.path.default,
  precisions: [],
  fields: RECORD_FIELDS,
  authScheme: 'Bearer',
} as const;
const RECORDS = { ...OWN, path: '', precisions: PRECISIONS } as const;

export const FORMAT_TRAITS: Readonly<Record<FormatName, FormatTraits>> = {
  wireband: OWN,
  columnar: OWN,
  json: RECORDS,
  ndjson: RECORDS,
  influx: { path: '/write', precisions: ['ns', 'ms'], fields: INFLUX_FIELDS, authScheme: 'Token' },
  otlp: { path: '', precisions: [], fields: OTLP_FIELDS, authScheme: 'Bearer' },
};

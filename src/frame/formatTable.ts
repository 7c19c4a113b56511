import { BACKEND, PRECISIONS, type Precision } from '../settings/backend';

export type { Precision };

/** The formats by name; the first is the default. This file runs in a browser too: the dialog shows these defaults. */
export const FORMAT_NAMES = BACKEND.format.choices;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** What a record, a point or a metric says of an event. */
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

/** The name of each; null if it is left out. */
export type FieldNames = Readonly<Record<FieldKey, string | null>>;

/** What the settings of a backend mean for a format. */
export interface FormatTraits {
  /** Where requests go when the user names no path. */
  readonly path: string;
  /** The first is the default; none if the format fixes it. */
  readonly precisions: readonly Precision[];
  readonly fields: FieldNames;
  /** How an API key is sent that names no scheme itself. */
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

/** A tag each, but for the payload: that is the field of a payload that is one value, or what its fields begin with. */
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

/** An attribute each; the payload's is the path of the value in it. */
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

import { BACKEND } from '../settings/backend';
import { choiceSetting } from '../settings/checkedValues';
import { SettingError } from '../settings/SettingError';
import { type GivenSettings, settingsReader } from '../settings/settingsReader';
import type { SymbolCatalog } from '../symbols';
import { parseSuccess, type SuccessRule } from './answers/successRule';
import {
  FIELD_KEYS,
  type FieldKey,
  type FieldNames,
  FORMAT_TRAITS,
  type FormatName,
  type Precision,
} from './formatTable';
import { parseTopicPattern, type TopicPattern } from './TopicPattern';

/** How formats for numbers treat text inside a payload. The first is the default. */
export const TEXT_VALUES = BACKEND.textValues.choices;
export type TextValues = (typeof TEXT_VALUES)[number];

/** How log records are treated, which OTLP needs for everything that is not a number. The first is the default. */
export const LOG_RECORDS = BACKEND.logRecords.choices;
export type LogRecords = (typeof LOG_RECORDS)[number];

/** The settings of all formats; each format reads those that apply to it. */
export interface FormatOptions {
  readonly format: FormatName;
  /** Names of symbols. */
  readonly catalog: SymbolCatalog;
  readonly precision: Precision;
  readonly fields: FieldNames;
  /** Influx: the measurement. OTLP: the prefix of metric names. */
  readonly measurement: string;
  /** Topic levels that become tags or attributes. */
  readonly topicTags: readonly TopicPattern[];
  readonly textValues: TextValues;
  /** json and ndjson: how the backend answers after accepting a batch. */
  readonly success: SuccessRule;
  readonly logRecords: LogRecords;
}

type GivenBackend = GivenSettings<typeof BACKEND>;

/** The same settings as entered by the user. Missing ones have the format's defaults. */
export interface FormatSettings
  extends Pick<GivenBackend, 'format' | 'measurement' | 'textValues' | 'success' | 'logRecords'> {
  readonly precision?: string | undefined;
  /** Names by key, false to leave a field out: an object, or its JSON text. */
  readonly fields?: string | Readonly<Record<string, unknown>> | undefined;
  /** Patterns such as `site/+room/+device`: a list, or comma-separated text. */
  readonly topicTags?: string | readonly string[] | undefined;
}

/** @throws {SettingError} for an invalid value. */
export function readFormatOptions(settings: FormatSettings, catalog: SymbolCatalog): FormatOptions {
  const read = settingsReader(BACKEND, settings);
  const format = read('format');
  const { precisions, fields } = FORMAT_TRAITS[format];
  const [usual = 'ns'] = precisions;
  return {
    format,
    catalog,
    precision:
      precisions.length === 0 ? usual : choiceSetting('precision', settings.precision, precisions, usual),
    fields: readFields(settings.fields, fields),
    measurement: read('measurement').trim() || BACKEND.measurement.default,
    topicTags: readTopicTags(settings.topicTags),
    textValues: read('textValues'),
    success: parseSuccess(read('success')),
    logRecords: read('logRecords'),
  };
}

function readFields(given: FormatSettings['fields'], usual: FieldNames): FieldNames {
  const names: Record<FieldKey, string | null> = { ...usual };
  for (const [key, name] of Object.entries(parseFields(given))) {
    const known = FIELD_KEYS.find((one) => one === key);
    if (known === undefined) throw new SettingError('fields', key, `name one of ${FIELD_KEYS.join(', ')}.`);
    names[known] = readName(name);
  }
  const used = Object.values(names).filter((name) => name !== null);
  const twice = used.find((name, index) => used.indexOf(name) !== index);
  if (twice !== undefined) throw new SettingError('fields', twice, 'give each field a different name.');
  return names;
}

function parseFields(given: FormatSettings['fields']): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null || given === '') return {};
  let parsed: unknown = given;
  if (typeof given === 'string') {
    try {
      parsed = JSON.parse(given);
    } catch {
      parsed = undefined;
    }
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new SettingError('fields', given, 'use a JSON object such as {"time": "ts", "symbol": false}.');
}

function readName(name: unknown): string | null {
  if (name === false || name === null) return null;
  if (typeof name === 'string' && name.trim() !== '') return name.trim();
  throw new SettingError('fields', name, 'use a name, or false to leave the field out.');
}

function readTopicTags(given: FormatSettings['topicTags']): TopicPattern[] {
  const texts = typeof given === 'string' ? given.split(/[,\n]/) : (given ?? []);
  return texts.map((text) => text.trim()).flatMap((text) => (text === '' ? [] : parseTopicPattern(text)));
}

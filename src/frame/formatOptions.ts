import { SettingError } from '../settings/settings';
import type { SymbolCatalog } from '../symbols';
import {
  FIELD_KEYS,
  type FieldKey,
  type FieldNames,
  FORMAT_NAMES,
  FORMAT_TRAITS,
  type FormatName,
  type Precision,
} from './formatTable';
import { parseTopicPattern, type TopicPattern } from './TopicPattern';

/** What becomes of text inside a payload, in formats for numbers. The first is the default. */
export const TEXT_VALUES = ['keep', 'numbers', 'omit'] as const;
export type TextValues = (typeof TEXT_VALUES)[number];

/** What the formats have settings for; each reads those that concern it. */
export interface FormatOptions {
  readonly format: FormatName;
  /** Names of symbols. */
  readonly catalog: SymbolCatalog;
  readonly precision: Precision;
  readonly fields: FieldNames;
  /** Influx: the measurement. OTLP: what names of metrics begin with. */
  readonly measurement: string;
  /** Levels of the topic that become tags or attributes. */
  readonly topicTags: readonly TopicPattern[];
  readonly textValues: TextValues;
}

/** The same as a user gives them. Missing ones have the format's defaults. */
export interface FormatSettings {
  readonly format?: string | undefined;
  readonly precision?: string | undefined;
  /** Names by key, false to leave one out: an object, or JSON text of one. */
  readonly fields?: string | Readonly<Record<string, unknown>> | undefined;
  readonly measurement?: string | undefined;
  /** Patterns such as `site/+room/+device`: a list, or text with commas. */
  readonly topicTags?: string | readonly string[] | undefined;
  readonly textValues?: string | undefined;
}

export const DEFAULT_MEASUREMENT = 'wireband';

/** @throws {SettingError} for a value that cannot be used. */
export function readFormatOptions(settings: FormatSettings, catalog: SymbolCatalog): FormatOptions {
  const format = oneOf('format', settings.format, FORMAT_NAMES, FORMAT_NAMES[0]);
  const { precisions, fields } = FORMAT_TRAITS[format];
  const [usual = 'ns'] = precisions;
  return {
    format,
    catalog,
    precision: precisions.length === 0 ? usual : oneOf('precision', settings.precision, precisions, usual),
    fields: readFields(settings.fields, fields),
    measurement: settings.measurement?.trim() || DEFAULT_MEASUREMENT,
    topicTags: readTopicTags(settings.topicTags),
    textValues: oneOf('textValues', settings.textValues, TEXT_VALUES, TEXT_VALUES[0]),
  };
}

function oneOf<T extends string>(setting: string, value: unknown, choices: readonly T[], usual: T): T {
  if (value === undefined || value === null || value === '') return usual;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new SettingError(setting, value, `use ${choices.join(' or ')}.`);
  return chosen;
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
  if (twice !== undefined) throw new SettingError('fields', twice, 'give each field a name of its own.');
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

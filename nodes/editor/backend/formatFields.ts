import { FORMAT_NAMES, type FormatName } from '../../../src/frame/formatTable';

/** Settings that only some formats use. */
export const FORMAT_FIELDS = [
  'envelope',
  'precision',
  'measurement',
  'topicTags',
  'textValues',
  'logRecords',
  'fields',
  'success',
] as const;
export type FormatField = (typeof FORMAT_FIELDS)[number];

/** Those that each format uses; the dialog shows no others. */
export const FIELDS_OF_FORMAT: Readonly<Record<FormatName, readonly FormatField[]>> = {
  wireband: ['envelope'],
  columnar: [],
  json: ['envelope', 'precision', 'fields', 'success'],
  ndjson: ['precision', 'fields', 'success'],
  influx: ['precision', 'measurement', 'topicTags', 'textValues', 'fields'],
  otlp: ['measurement', 'topicTags', 'logRecords', 'fields'],
};

/** The format with this name; undefined if there is none, as with an environment variable. */
export function formatNamed(name: unknown): FormatName | undefined {
  return FORMAT_NAMES.find((known) => known === name);
}

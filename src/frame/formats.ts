import type { BatchFormat } from './BatchFormat';
import { columnarFormat } from './columnar/columnarFormat';
import type { FormatOptions } from './formatOptions';
import type { FormatName } from './formatTable';
import { influxFormat } from './influx/influxFormat';
import { otlpFormat } from './otlp/otlpFormat';
import { jsonFormat, ndjsonFormat } from './recordFormats';
import { wirebandFormat } from './wirebandFormat';

/** Makes the format of each name. */
const FORMATS: Readonly<Record<FormatName, (options: FormatOptions) => BatchFormat>> = {
  wireband: () => wirebandFormat,
  columnar: () => columnarFormat,
  json: jsonFormat,
  ndjson: ndjsonFormat,
  influx: influxFormat,
  otlp: otlpFormat,
};

export function makeFormat(options: FormatOptions): BatchFormat {
  return FORMATS[options.format](options);
}

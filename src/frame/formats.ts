import type { BatchFormat } from './BatchFormat';
import { columnarFormat } from './columnarFormat';
import type { FormatOptions } from './formatOptions';
import type { FormatName } from './formatTable';
import { wirebandFormat } from './wirebandFormat';

/** Makes the format of each name. One without options of its own is the same for all. */
const FORMATS: Readonly<Record<FormatName, (options: FormatOptions) => BatchFormat>> = {
  wireband: () => wirebandFormat,
  columnar: () => columnarFormat,
  json: () => wirebandFormat,
  ndjson: () => wirebandFormat,
  influx: () => wirebandFormat,
  otlp: () => wirebandFormat,
};

export function makeFormat(options: FormatOptions): BatchFormat {
  return FORMATS[options.format](options);
}

import { printable } from './answers/printable';
import type { BatchFormat, Verdict } from './BatchFormat';
import { columnarFormat } from './columnar/columnarFormat';
import type { FormatOptions } from './formatOptions';
import type { FormatName } from './formatTable';
import { influxFormat } from './influx/influxFormat';
import { otlpFormat } from './otlp/otlpFormat';
import { jsonFormat, ndjsonFormat } from './recordFormats';
import { wirebandFormat } from './wirebandFormat';

/** A factory for each format, by name. */
const FORMATS: Readonly<Record<FormatName, (options: FormatOptions) => BatchFormat>> = {
  wireband: () => wirebandFormat,
  columnar: () => columnarFormat,
  json: jsonFormat,
  ndjson: ndjsonFormat,
  influx: influxFormat,
  otlp: otlpFormat,
};

export function makeFormat(options: FormatOptions): BatchFormat {
  const format = FORMATS[options.format](options);
  const { readAnswer } = format;
  if (!readAnswer) return format;
  return { ...format, readAnswer: (...read) => printableVerdict(readAnswer(...read)) };
}

/** A backend's words may be shown anywhere, so they are made safe to print. */
function printableVerdict(verdict: Verdict | undefined): Verdict | undefined {
  switch (verdict?.kind) {
    case 'arrived-but':
      return {
        ...verdict,
        rejected: verdict.rejected.map(({ index, error }) => ({ index, error: printable(error) })),
      };
    case 'arrived-less':
      return { ...verdict, error: printable(verdict.error) };
    default:
      return verdict;
  }
}

import { parse } from 'papaparse';

/** One record of a CSV text. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Line on which the record begins, counted from 1. */
  readonly line: number;
  /** Whether its quotes are closed properly. */
  readonly isGood: boolean;
}

/** Reads the records of a CSV text with any line endings; empty lines are left out. */
export function readCsvRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let start = 0;
  let line = 1;
  parse<string[]>(text, {
    delimiter,
    step({ data: fields, errors, meta: { cursor } }) {
      if (fields.length > 1 || fields[0] !== '') {
        records.push({ fields, line, isGood: errors.length === 0 });
      }
      line += lineEnds(text.slice(start, cursor));
      start = cursor;
    },
  });
  return records;
}

const LINE_END = /\r\n|\r|\n/g;

function lineEnds(text: string): number {
  return text.match(LINE_END)?.length ?? 0;
}

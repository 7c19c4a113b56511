import { visit } from 'jsonc-parser';

/** The content of a JSON text, with the positions that `JSON.parse` does not report. */
export type JsonItems =
  | {
      readonly isJson: true;
      readonly value: unknown;
      /** Lines, counted from 1, on which the items of the outermost list begin; empty if the text is not a list. */
      readonly lines: readonly number[];
    }
  | {
      readonly isJson: false;
      /** Line of the first error, counted from 1. */
      readonly line: number;
    };

/** Reads a JSON text, with the lines of a list's items, or the line of the first error. */
export function readJsonItems(text: string): JsonItems {
  const { lines, faults } = findPlaces(text);
  try {
    const value: unknown = JSON.parse(text);
    return { isJson: true, value, lines };
  } catch {
    return { isJson: false, line: faults[0] ?? 1 };
  }
}

/** The lines of the outermost list's items, and of the errors. */
function findPlaces(text: string): { lines: readonly number[]; faults: readonly number[] } {
  const lines: number[] = [];
  const faults: number[] = [];
  let depth = 0;
  const begin = (_offset: number, _length: number, line: number): void => {
    if (depth === 1) lines.push(line + 1);
    depth++;
  };
  const end = (): void => {
    depth--;
  };
  try {
    visit(
      text,
      {
        onArrayBegin: begin,
        onObjectBegin: begin,
        onArrayEnd: end,
        onObjectEnd: end,
        onLiteralValue(_value, _offset, _length, line) {
          if (depth === 1) lines.push(line + 1);
        },
        onError(_error, _offset, _length, line) {
          faults.push(line + 1);
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    // Thousands of levels are too deep for the parser; the line on which they begin is known by then.
    if (!(error instanceof RangeError)) throw error;
  }
  return { lines, faults };
}

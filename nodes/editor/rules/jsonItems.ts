import { visit } from 'jsonc-parser';

/** What a JSON text holds, with the places that `JSON.parse` does not tell. */
export type JsonItems =
  | {
      readonly isJson: true;
      readonly value: unknown;
      /** Lines, from 1, on which the items of the outermost list begin; empty when the text is not a list. */
      readonly lines: readonly number[];
    }
  | {
      readonly isJson: false;
      /** Line, from 1, of the first fault. */
      readonly line: number;
    };

/** Reads a JSON text; the lines are those of the items of a list, or of the first fault. */
export function readJsonItems(text: string): JsonItems {
  const { lines, faults } = findPlaces(text);
  try {
    const value: unknown = JSON.parse(text);
    return { isJson: true, value, lines };
  } catch {
    return { isJson: false, line: faults[0] ?? 1 };
  }
}

/** The lines of the items of the outermost list, and of the faults. */
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
    // Thousands of levels are too deep for the parser; what they begin with is known by then.
    if (!(error instanceof RangeError)) throw error;
  }
  return { lines, faults };
}

const NUMERIC = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/;

/** Longer texts are not measured numbers. */
const MAX_TEXT = 48;

/** Whether a text is a number, as devices write it: `21.4`, ` -3`, `1e-3`. */
export function isNumericText(text: string): boolean {
  return text.length <= MAX_TEXT && NUMERIC.test(text);
}

/** Whether a value is a number, or a text that is one. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === 'string') return isNumericText(value);
  return typeof value === 'number' || typeof value === 'bigint';
}

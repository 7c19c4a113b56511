import { BodyError } from '../bodyLimits';

/**
 * Why a columnar body is refused; stable, for programs.
 * - `version`: written by a version of the format that is not known here
 * - `member`: something is missing, or of another type
 * - `node`: neither a value, an object, a list nor a column
 * - `length`: more or fewer cells than there are events or series
 * - `reference`: a place in a list that is shorter
 * - `number`: no integer where one must be, or one that a double does not hold
 * - `time`: further from the epoch than a date can be
 * - `json`: a payload's text is not JSON
 * - `limit`: too many events, values or keys, nested too deeply, or too large when expanded
 */
export type ColumnarErrorCode =
  | 'version'
  | 'member'
  | 'node'
  | 'length'
  | 'reference'
  | 'number'
  | 'time'
  | 'json'
  | 'limit';

/** A columnar body that is refused. */
export class ColumnarError extends BodyError {
  constructor(
    readonly code: ColumnarErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Characters of a value that a message shows. */
const SHOWN = 40;

/** A value for a message. It may be large, or nested so deeply that nothing can write it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

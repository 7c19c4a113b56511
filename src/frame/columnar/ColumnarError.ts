import { BodyError } from '../bodyLimits';

/**
 * Why a columnar body is refused; stable, for use in programs.
 * - `version`: written in an unknown version of the format
 * - `member`: a member is missing, or of the wrong type
 * - `node`: neither a value, an object, a list nor a column
 * - `length`: more or fewer cells than there are events or series
 * - `reference`: an index beyond the end of its list
 * - `number`: not an integer where one is required, or one that a double cannot hold
 * - `time`: further from the epoch than a Date can be
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

/** Maximum number of characters of a value shown in a message. */
const SHOWN = 40;

/** A value as shown in a message. It may be large, or nested too deeply to be written out. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

import { answerTypeOf } from '../answers/answerType';
import { denialOf } from '../answers/denial';
import { type AnsweredPart, disbelieved, type PartAnswer, refusal, type Verdict } from '../BatchFormat';
import { payloadLeaves } from '../payloadLeaves';
import { decodePartialSuccess } from './protobufPartialSuccess';

/** Maximum number of characters kept of a collector's message. */
const MAX_ERROR_LENGTH = 200;

/**
 * Reads a 2xx response, JSON or protobuf, which may be empty: a success, except for the readings or log records that
 * its `partialSuccess` counts as rejected, with a reason. It does not say which ones, and a partially accepted request
 * must not be sent again.
 * @throws {Error} for a response that cannot be read: it may report values that would go missing unnoticed.
 */
export function readPartialSuccess(
  answer: PartAnswer,
  { events }: Pick<AnsweredPart, 'events'>,
): Verdict | undefined {
  const { status, text, contentType, isCut } = answer;
  if (status < 200 || status > 205) return undefined;
  if (isCut) throw new Error('it is too long.');
  if (answerTypeOf(contentType) === 'protobuf') {
    const { rejected, errorMessage } = decodePartialSuccess(Buffer.from(text, 'latin1'));
    return verdictOf(count(rejected), errorMessage, events);
  }
  if (text.trim() === '') return { kind: 'arrived' };
  const said: Record<string, unknown> = Object(parse(text));
  const denial = denialOf(said) ?? rpcErrorOf(said);
  if (denial !== undefined) return refusal('no-success', `the response says ${denial}`);
  const partial: Record<string, unknown> = Object(member(said, 'partialSuccess'));
  const errorMessage = member(partial, 'errorMessage');
  const values = count(member(partial, 'rejectedDataPoints')) + count(member(partial, 'rejectedLogRecords'));
  return verdictOf(values, typeof errorMessage === 'string' ? errorMessage : '', events);
}

function verdictOf(values: number, said: string, events: AnsweredPart['events']): Verdict {
  // A message without a count is a warning.
  if (values === 0 && said === '') return { kind: 'arrived' };
  const most = values === 0 ? 0 : valuesOf(events);
  if (values > most) return disbelieved(values, 'values', most);
  const error = `partial success: ${values} rejected${said ? `: ${said}` : ''}`;
  return { kind: 'arrived-less', values, error: error.slice(0, MAX_ERROR_LENGTH) };
}

/** Number of values in events; each is at most one data point or part of one log record. */
function valuesOf(events: AnsweredPart['events']): number {
  return events.reduce((sum, { data }) => sum + payloadLeaves(JSON.parse(data)).length, 0);
}

/** The gRPC `Status` with which receivers report errors. */
function rpcErrorOf({ code, message }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof code === 'number' && code !== 0 && message !== undefined ? `"code": ${code}` : undefined;
}

/** Protobuf's JSON may also spell a name as in the definition: `partial_success`. */
function member(of: Readonly<Record<string, unknown>>, name: string): unknown {
  return of[name] ?? of[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** @throws {Error} for anything but a JSON object. */
function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below.
  }
  throw new Error('it is truncated, or not an OTLP response.');
}

/** 64-bit integers are text in protobuf's JSON; decoders accept numbers too. */
function count(given: unknown): number {
  const number = typeof given === 'string' ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : 0;
}

import type { AnsweredPart, PartAnswer, Verdict } from '../BatchFormat';
import { payloadLeaves } from '../payloadLeaves';

/** Of what a collector says. */
const MAX_ERROR_LENGTH = 200;

/**
 * Reads the `partialSuccess` of an answer: how many readings or records were not taken, and why. Which ones it does not
 * say, and a request that was partly taken must not be sent again.
 * @throws {Error} for JSON that is cut off or broken: it may name values that will then be missing. Also for more values
 * than the events have.
 */
export function readPartialSuccess(
  { status, text }: PartAnswer,
  { events }: Pick<AnsweredPart, 'events'>,
): Verdict | undefined {
  if (status < 200 || status > 299 || !/partial_?success/i.test(text)) return undefined;
  const answer: Record<string, unknown> = Object(parse(text));
  const partial: Record<string, unknown> = Object(member(answer, 'partialSuccess'));
  const errorMessage = member(partial, 'errorMessage');
  const values = count(member(partial, 'rejectedDataPoints')) + count(member(partial, 'rejectedLogRecords'));
  if (values > 0) believe(values, events);
  const said = typeof errorMessage === 'string' ? errorMessage : '';
  // Without a count it is a warning.
  if (values === 0 && said === '') return undefined;
  const error = `partial success: ${values} rejected${said ? `: ${said}` : ''}`;
  return { kind: 'arrived-less', values, error: error.slice(0, MAX_ERROR_LENGTH) };
}

/** @throws {Error} for more values than the events have, of which each is one data point or in one record at most. */
function believe(values: number, events: AnsweredPart['events']): void {
  const most = events.reduce((sum, { data }) => sum + payloadLeaves(JSON.parse(data)).length, 0);
  if (values > most)
    throw new Error(`it says that ${values} values were rejected, of ${most} that were sent.`);
}

/** protobuf's JSON may write a name as it stands in the definition, too: `partial_success`. */
function member(of: Readonly<Record<string, unknown>>, name: string): unknown {
  return of[name] ?? of[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('it tells of a partial success, and is no JSON or too long.', { cause });
  }
}

/** 64-bit integers are text in protobuf's JSON; decoders take numbers too. */
function count(given: unknown): number {
  const number = typeof given === 'string' ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : 0;
}

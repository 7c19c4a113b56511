import { canAnswer, isWebPage, type Refusal, type RejectedEvent, refusal, type Verdict } from '../../frame';
import type { Batch } from '../../spool';
import { errorText } from '../reports/errorText';
import type { ContentCodings } from '../transport/ContentCodings';
import { type StatusClass, statusClass } from '../transport/statusClasses';
import type { Answer, Exchange } from '../transport/Transport';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';

type Answered = Extract<Answer, { readonly kind: 'answered' }>;

/** What an answer means for its batch. */
export interface Meaning {
  readonly kind: StatusClass;
  /** Why it is not a success, where its status does not say it. */
  readonly because?: Refusal;
  /** Where the backend takes none of the events, what it says of each. */
  readonly rejected?: readonly RejectedEvent[];
}

const DELIVERED: Meaning = { kind: 'delivered' };

/**
 * What an exchange means for its batch, by the statuses and by what the format reads in the answers; undefined if
 * there was no answer. Notes on the prepared batch which parts arrived, and what of them the backend did not take.
 * @param onError gets errors that the answers tell, in words.
 */
export function readAnswers(
  prepared: PreparedBatch,
  { answer, earlier = [] }: Exchange,
  encoder: BatchEncoder,
  onError: (error: string) => void,
): Meaning | undefined {
  for (const one of [...earlier, answer]) {
    if (one.kind !== 'answered') return undefined;
    const found = readAnswer(prepared, one, encoder, onError);
    if (found.kind !== 'delivered') return found;
    if (prepared.request) encoder.codings.onProven(prepared.request.coding);
    // The batch arrived otherwise coded, so only the coding was wrong.
    for (const coding of prepared.doubted.splice(0)) encoder.codings.onRefused(coding);
    prepared.arrived++;
    prepared.request = prepared.request?.next;
  }
  return DELIVERED;
}

/** Whether an answer is a success. @param place counts the requests that were sent together, from 0. */
export function isSuccess(
  { batch, arrived }: PreparedBatch,
  answer: Answer,
  place: number,
  encoder: BatchEncoder,
): boolean {
  if (answer.kind !== 'answered') return false;
  const verdict = verdictOf(batch, arrived + place, answer, encoder);
  return verdict ? verdict.kind.startsWith('arrived') : statusClass(answer.status) === 'delivered';
}

function readAnswer(
  prepared: PreparedBatch,
  answer: Answered,
  encoder: BatchEncoder,
  onError: (error: string) => void,
): Meaning {
  const verdict = verdictOf(prepared.batch, prepared.arrived, answer, encoder);
  const isPage = verdict?.kind === 'refused' && verdict.because?.cause === 'web-page';
  if (!isPage) encoder.codings.onAnswer(answer.acceptEncoding);
  switch (verdict?.kind) {
    case 'arrived':
      return DELIVERED;
    case 'arrived-but':
      // Nothing says then whether anything at all gets through.
      if (isEverything(verdict.rejected, prepared)) return { kind: 'rejected', rejected: verdict.rejected };
      prepared.rejected.push(...verdict.rejected);
      for (const { error } of verdict.rejected.slice(0, 1)) onError(error);
      if (verdict.unclear !== undefined) onError(`the response cannot be understood: ${verdict.unclear}`);
      return DELIVERED;
    case 'arrived-less':
      prepared.refusedValues += verdict.values;
      onError(verdict.error);
      return DELIVERED;
    case 'refused':
      return { kind: 'refused', ...(verdict.because && { because: verdict.because }) };
    case 'divide':
      return { kind: 'too-large' };
    case 'retry':
      return { kind: 'retry' };
    case undefined:
      return { kind: classOf(answer.status, prepared, encoder.codings) };
  }
}

function isEverything(rejected: readonly RejectedEvent[], { batch, parts, leftOut }: PreparedBatch): boolean {
  return parts.length === 1 && rejected.length + leftOut.events.length >= batch.events.length;
}

/**
 * What an answer says, as far as its status does not decide. A success is the backend's own: neither a web page nor an
 * answer that cannot be read is one.
 */
function verdictOf(batch: Batch, part: number, answer: Answered, encoder: BatchEncoder): Verdict | undefined {
  const { format } = encoder;
  const isGood = answer.status >= 200 && answer.status <= 299;
  if (isGood && isWebPage(answer)) return pageOf(answer);
  if (isGood && !canAnswer(format.answerTypes, answer)) {
    return refusal('no-success', `a backend of this format does not respond with ${answer.contentType}`);
  }
  try {
    const sent = { events: batch.events, context: encoder.contextOf(batch), part };
    const verdict = format.readAnswer?.(answer, sent);
    // The user may have called another status a success.
    return verdict?.kind === 'arrived' && isWebPage(answer) ? pageOf(answer) : verdict;
  } catch (error) {
    // A status that is an error is clear without its text.
    return isGood ? refusal('no-success', `the response cannot be read: ${errorText(error)}`) : undefined;
  }
}

/** The verdict on a web page, with what it calls itself. */
function pageOf({ text }: Answered): Verdict {
  const [, title = ''] = /<title[^>]*>([^<]{1,80})/i.exec(text) ?? [];
  const name = title.replace(/\s+/g, ' ').trim();
  return refusal('web-page', `a web page responds, not the backend${name === '' ? '' : ` (“${name}”)`}`);
}

/**
 * A 415 to an uncompressed request concerns the format, and so every event, not a single one. A rejection of a compressed
 * request may concern the coding, because many endpoints that do not know it answer 400: until the backend has shown that
 * it reads the coding, the same batch is sent otherwise coded. If that is rejected too, one of the events is at fault, and
 * nothing is known yet about the coding.
 */
function classOf(status: number, prepared: PreparedBatch, codings: ContentCodings): StatusClass {
  const { request, doubted } = prepared;
  const found = statusClass(status);
  const coding = request?.coding ?? 'identity';
  if (found === 'encoding') {
    if (coding !== 'identity') codings.onRefused(coding);
    else if (!request || codings.choose(Buffer.byteLength(request.text)) === coding) return 'refused';
    // The answer may say which codings the backend takes instead (RFC 7694).
    else prepared.request = undefined;
  }
  if (found === 'rejected' && !codings.isProven(coding)) {
    doubted.push(coding);
    codings.onDoubted(coding);
    return 'encoding';
  }
  // The batch will be split, and its halves tried in every coding again.
  if (found === 'rejected' || found === 'too-large') {
    for (const undecided of doubted.splice(0)) codings.onUndecided(undecided);
  }
  return found;
}

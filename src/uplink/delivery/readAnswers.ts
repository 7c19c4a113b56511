import { canAnswer, isWebPage, type Refusal, type RejectedEvent, refusal, type Verdict } from '../../frame';
import type { Batch } from '../../spool';
import { errorText } from '../reports/errorText';
import type { ContentCodings } from '../transport/ContentCodings';
import { type StatusClass, statusClass } from '../transport/statusClasses';
import type { Answer, Exchange } from '../transport/Transport';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';

type Answered = Extract<Answer, { readonly kind: 'answered' }>;

/** What a response means for its batch. */
export interface Meaning {
  readonly kind: StatusClass;
  /** Why it is not a success, if its status does not say so. */
  readonly because?: Refusal;
  /** If the backend rejects all events, what it says about each. */
  readonly rejected?: readonly RejectedEvent[];
}

const DELIVERED: Meaning = { kind: 'delivered' };

/**
 * What an exchange means for its batch, judged by the statuses and by what the format reads in the responses; undefined
 * if there was no response. Notes in the prepared batch which parts arrived, and what of these the backend rejected.
 * @param onError gets the errors in the responses, in words.
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
    // The batch arrived in another coding, so only the coding was wrong.
    for (const coding of prepared.doubted.splice(0)) encoder.codings.onRefused(coding);
    prepared.arrived++;
    prepared.request = prepared.request?.next;
  }
  return DELIVERED;
}

/** Whether a response is a success. @param place index of the request among those sent together, from 0. */
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
      // In this case nothing shows whether anything gets through at all.
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
 * What a response says beyond its status. A success must come from the backend itself: neither a web page nor an
 * unreadable response is one.
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
    // The user may have declared another status a success.
    return verdict?.kind === 'arrived' && isWebPage(answer) ? pageOf(answer) : verdict;
  } catch (error) {
    // An error status is clear without the text.
    return isGood ? refusal('no-success', `the response cannot be read: ${errorText(error)}`) : undefined;
  }
}

/** The verdict on a web page, with its title. */
function pageOf({ text }: Answered): Verdict {
  const [, title = ''] = /<title[^>]*>([^<]{1,80})/i.exec(text) ?? [];
  const name = title.replace(/\s+/g, ' ').trim();
  return refusal('web-page', `a web page responds, not the backend${name === '' ? '' : ` (“${name}”)`}`);
}

/**
 * A 415 to an uncompressed request concerns the format, and so every event, not a single one. If a compressed request
 * is rejected, the coding may be the cause, because many endpoints answer 400 to one that they do not know: until the
 * backend has shown that it reads the coding, the same batch is sent in another. If that is rejected too, one of the
 * events is at fault, and nothing is known yet about the coding.
 */
function classOf(status: number, prepared: PreparedBatch, codings: ContentCodings): StatusClass {
  const { request, doubted } = prepared;
  const found = statusClass(status);
  const coding = request?.coding ?? 'identity';
  if (found === 'encoding') {
    if (coding !== 'identity') codings.onRefused(coding);
    else if (!request || codings.choose(Buffer.byteLength(request.text)) === coding) return 'refused';
    // The response may say which codings the backend accepts instead (RFC 7694).
    else prepared.request = undefined;
  }
  if (found === 'rejected' && !codings.isProven(coding)) {
    doubted.push(coding);
    codings.onDoubted(coding);
    return 'encoding';
  }
  // The batch will be divided, and its parts tried in every coding again.
  if (found === 'rejected' || found === 'too-large') {
    for (const undecided of doubted.splice(0)) codings.onUndecided(undecided);
  }
  return found;
}

import type { Verdict } from '../../frame';
import { errorText } from '../reports/errorText';
import type { ContentCodings } from '../transport/ContentCodings';
import { type StatusClass, statusClass } from '../transport/statusClasses';
import type { Answer, Exchange } from '../transport/Transport';
import type { BatchEncoder, PreparedBatch } from './BatchEncoder';

type Answered = Extract<Answer, { readonly kind: 'answered' }>;

/**
 * What an exchange means for its batch, by the statuses and by what the format reads in the answers; undefined where
 * there was no answer. Notes on the prepared batch which parts arrived, and what of them the backend did not take.
 * @param onError gets errors that the answers tell, and answers that cannot be read, in words.
 */
export function readAnswers(
  prepared: PreparedBatch,
  { answer, earlier = [] }: Exchange,
  encoder: BatchEncoder,
  onError: (error: string) => void,
): StatusClass | undefined {
  for (const one of [...earlier, answer]) {
    if (one.kind !== 'answered') return undefined;
    encoder.codings.onAnswer(one.acceptEncoding);
    const found = readAnswer(prepared, one, encoder, onError);
    if (found !== 'delivered') return found;
    if (prepared.request) encoder.codings.onProven(prepared.request.coding);
    // The batch arrived otherwise coded, so only the coding was wrong.
    for (const coding of prepared.doubted.splice(0)) encoder.codings.onRefused(coding);
    prepared.arrived++;
    prepared.request = prepared.request?.next;
  }
  return 'delivered';
}

function readAnswer(
  prepared: PreparedBatch,
  answer: Answered,
  encoder: BatchEncoder,
  onError: (error: string) => void,
): StatusClass {
  const verdict = verdictOf(prepared, answer, encoder, onError);
  switch (verdict?.kind) {
    case 'arrived-but':
      prepared.rejected.push(...verdict.rejected);
      for (const { error } of verdict.rejected.slice(0, 1)) onError(error);
      if (verdict.unclear !== undefined) onError(`the answer cannot be understood: ${verdict.unclear}`);
      return 'delivered';
    case 'arrived-less':
      prepared.refusedValues += verdict.values;
      onError(verdict.error);
      return 'delivered';
    case 'refused':
    case 'retry':
      return verdict.kind;
    case undefined:
      return classOf(answer.status, prepared, encoder.codings);
  }
}

function verdictOf(
  { batch, arrived }: PreparedBatch,
  answer: Answered,
  encoder: BatchEncoder,
  onError: (error: string) => void,
): Verdict | undefined {
  try {
    const sent = { events: batch.events, context: encoder.contextOf(batch), part: arrived };
    return encoder.format.readAnswer?.(answer, sent);
  } catch (error) {
    onError(`the answer cannot be read: ${errorText(error)}`);
    return undefined;
  }
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

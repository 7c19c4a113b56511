import type { Verdict } from '../../frame';
import { errorText } from '../reports/errorText';
import type { ContentCodings } from '../transport/ContentCodings';
import { type StatusClass, statusClass } from '../transport/statusClasses';
import type { Answer, Exchange } from '../transport/Transport';
import type { Packer, Parcel } from './Packer';

type Answered = Extract<Answer, { readonly kind: 'answered' }>;

/**
 * What an exchange means for its parcel, by the statuses and by what the format reads in the answers; undefined where
 * there was no answer. Notes in the parcel which parts arrived, and what the backend has not taken of them.
 * @param onError told what is odd, in words.
 */
export function readAnswers(
  parcel: Parcel,
  { answer, earlier = [] }: Exchange,
  packer: Packer,
  onError: (error: string) => void,
): StatusClass | undefined {
  for (const one of [...earlier, answer]) {
    if (one.kind !== 'answered') return undefined;
    packer.codings.onAnswer(one.acceptEncoding);
    const found = readAnswer(parcel, one, packer, onError);
    if (found !== 'delivered') return found;
    if (parcel.request) packer.codings.onProven(parcel.request.coding);
    // It was the coding, then, and nothing else.
    for (const guilty of parcel.doubted.splice(0)) packer.codings.onRefused(guilty);
    parcel.arrived++;
    parcel.request = parcel.request?.next;
  }
  return 'delivered';
}

function readAnswer(
  parcel: Parcel,
  answer: Answered,
  packer: Packer,
  onError: (error: string) => void,
): StatusClass {
  const verdict = verdictOf(parcel, answer, packer, onError);
  switch (verdict?.kind) {
    case 'arrived-but':
      parcel.rejected.push(...verdict.rejected);
      for (const { error } of verdict.rejected.slice(0, 1)) onError(error);
      if (verdict.unclear !== undefined) onError(`the answer cannot be understood: ${verdict.unclear}`);
      return 'delivered';
    case 'arrived-less':
      parcel.refusedValues += verdict.values;
      onError(verdict.error);
      return 'delivered';
    case 'refused':
    case 'retry':
      return verdict.kind;
    case undefined:
      return classOf(answer.status, parcel, packer.codings);
  }
}

function verdictOf(
  { batch, arrived }: Parcel,
  answer: Answered,
  packer: Packer,
  onError: (error: string) => void,
): Verdict | undefined {
  try {
    const sent = { events: batch.events, context: packer.contextOf(batch), part: arrived };
    return packer.format.readAnswer?.(answer, sent);
  } catch (error) {
    onError(`the answer cannot be read: ${errorText(error)}`);
    return undefined;
  }
}

/**
 * A 415 to a request that was not compressed is about the format, and so about every event, not about a guilty one. A
 * rejection of one that was may be about the coding, which many endpoints do not know and answer 400 to: as long as the
 * backend has not shown that it reads it, the same is sent otherwise coded. If that is rejected, too, there is a guilty
 * event, and of the coding nothing is known yet.
 */
function classOf(status: number, parcel: Parcel, codings: ContentCodings): StatusClass {
  const { request, doubted } = parcel;
  const found = statusClass(status);
  const coding = request?.coding ?? 'identity';
  if (found === 'encoding') {
    if (coding !== 'identity') codings.onRefused(coding);
    else if (!request || codings.choose(Buffer.byteLength(request.text)) === coding) return 'refused';
    // It may have said just now which codings it takes instead (RFC 7694).
    else parcel.request = undefined;
  }
  if (found === 'rejected' && !codings.isProven(coding)) {
    doubted.push(coding);
    codings.onDoubted(coding);
    return 'encoding';
  }
  // It will be divided.
  if (found === 'rejected' || found === 'too-large') {
    for (const undecided of doubted.splice(0)) codings.onUndecided(undecided);
  }
  return found;
}

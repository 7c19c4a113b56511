import { type AnsweredPart, type PartAnswer, refusal, type Verdict } from '../BatchFormat';
import { denialOf } from './denial';
import { parseAnswer } from './parseAnswer';
import { readRejected } from './readRejected';
import { isSuccessStatus, missedCondition, type SuccessRule } from './successRule';

/**
 * Reads an endpoint's response to records: whether it is a success by the user's rule or, if that names no property,
 * unless its JSON denies it; and which records it rejected. If it names these, it has the others.
 * @param carried indexes in the batch of the events that were in the request.
 * @throws {Error} for a response that cannot be read.
 */
export function readRecordAnswer(
  answer: PartAnswer,
  sent: AnsweredPart,
  carried: readonly number[],
  rule: SuccessRule,
): Verdict | undefined {
  const { status } = answer;
  const is2xx = status >= 200 && status <= 299;
  const isSuccess = isSuccessStatus(status, rule);
  if (!is2xx && !isSuccess) return undefined;
  const named = is2xx ? readRejected(answer, sent, carried) : undefined;
  if (named?.kind === 'divide') return named;
  const reason = reasonAgainst(answer, rule);
  const isToldWhich = named?.kind === 'arrived-but' && rule.conditions.length === 0;
  if (reason !== undefined && !isToldWhich) return refusal('no-success', reason);
  if (named) return named;
  return isSuccess ? { kind: 'arrived' } : refusal('no-success', 'this status does not mean success');
}

/** The part of a response that says it is not a success; undefined if nothing does. */
function reasonAgainst({ text, isCut }: PartAnswer, rule: SuccessRule): string | undefined {
  if (isCut) throw new Error('it is too long.');
  const values = parseAnswer(text);
  if (rule.conditions.length > 0) {
    const judged = values.length > 0 ? values : [undefined];
    const [missed] = judged.flatMap((value) => missedCondition(value, rule) ?? []);
    return missed && `the response has no ${missed}`;
  }
  const [denial] = values.flatMap((value) => denialOf(value) ?? []);
  return denial && `the response says ${denial}`;
}

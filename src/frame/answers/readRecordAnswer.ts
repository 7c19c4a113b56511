import { type AnsweredPart, type PartAnswer, refusal, type Verdict } from '../BatchFormat';
import { denialOf } from './denial';
import { parseAnswer } from './parseAnswer';
import { readRejected } from './readRejected';
import { isSuccessStatus, missedCondition, type SuccessRule } from './successRule';

/**
 * Reads what an endpoint answers to records: which it did not take, else whether it is a success as the user says it or,
 * where the user names no property, as its JSON does not deny.
 * @param carried places in the batch of the events that were in the request.
 * @throws {Error} for an answer that cannot be read.
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
  if (named) return named;
  if (!isSuccess) return refusal('no-success', 'this status is not one of success');
  if (answer.isCut) throw new Error('it is too long.');
  const values = parseAnswer(answer.text);
  if (rule.conditions.length > 0) {
    const missed = (values.length > 0 ? values : [undefined]).flatMap((v) => missedCondition(v, rule) ?? []);
    return missed.length === 0
      ? { kind: 'arrived' }
      : refusal('no-success', `the answer has no ${missed[0]}`);
  }
  const [denial] = values.flatMap((value) => denialOf(value) ?? []);
  return denial === undefined ? { kind: 'arrived' } : refusal('no-success', `the answer says ${denial}`);
}

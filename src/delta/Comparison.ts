import type { PassReason } from './DeltaVerdict';
import type { NumberStates } from './NumberStates';
import {
  type FieldKnowledge,
  isKeepable,
  NumberLeaf,
  type PayloadTree,
  type TreeLeaf,
  type TreeScalar,
} from './PayloadTree';
import { drawsLines, isUnfiltered, type SeriesPlan } from './seriesPlan';
import { walkTree } from './walkTree';

/** Changes that are reported at once, whatever `minInterval` says. */
const URGENT: ReadonlySet<PassReason> = new Set(['type', 'keys', 'status', 'incomparable']);

/** Changes after which the whole message is sent, not a part. */
const FORM: ReadonlySet<PassReason> = new Set(['type', 'keys', 'incomparable']);

/** How a sample compares with what its series last forwarded. Reused for the next sample. */
export class Comparison {
  /** The first change found; an urgent one takes precedence. */
  change: PassReason | undefined;
  /** At least one change cannot wait. */
  isUrgent = false;
  /** No straight line to this sample is near enough to all that were suppressed. */
  isLineBroken = false;
  /** The payload has the same keys and types of values as before, and can be kept. */
  isSameForm = true;

  begin(): this {
    this.change = undefined;
    this.isUrgent = false;
    this.isLineBroken = false;
    this.isSameForm = true;
    return this;
  }

  note(change: PassReason): void {
    if (this.change === undefined || (URGENT.has(change) && !this.isUrgent)) this.change = change;
    if (URGENT.has(change)) this.isUrgent = true;
    if (FORM.has(change)) this.isSameForm = false;
  }

  /**
   * Compares a payload that is not a plain number.
   * @param elapsed ms since the last forwarded sample.
   * @param isStatus whether a payload without fields is a status field itself.
   */
  ofTree(
    tree: PayloadTree,
    payload: unknown,
    knowledge: FieldKnowledge,
    elapsed: number,
    isStatus: boolean,
  ): this {
    const formChange = walkTree(tree, payload, knowledge, (leaf, value, branch, position) => {
      const isStatusLeaf = branch ? branch.statuses?.has(position) === true : isStatus;
      this.ofLeaf(tree, leaf, value, isStatusLeaf, elapsed);
    });
    if (formChange) this.note(formChange);
    return this;
  }

  /** Compares a number that is a status: any change counts. */
  ofStatus(before: number, value: number): void {
    if (before !== value && Number.isFinite(before) && Number.isFinite(value)) this.note('status');
  }

  /** Compares a number, which may be NaN or infinite. */
  ofNumber(numbers: NumberStates, index: number, value: number, plan: SeriesPlan, elapsed: number): this {
    if (isUnfiltered(plan)) this.note('unfiltered');
    const before = numbers.value(index);
    numbers.learn(index, value);
    if (Object.is(before, value)) {
      if (drawsLines(plan) && !numbers.reaches(index, value, elapsed)) this.isLineBroken = true;
      return this;
    }
    if (!Number.isFinite(before) || !Number.isFinite(value)) this.note('type');
    else {
      if (plan.mode !== 'swinging-door' && numbers.hasMoved(index, value, plan)) this.note('value');
      if (drawsLines(plan) && !numbers.reaches(index, value, elapsed)) this.isLineBroken = true;
    }
    return this;
  }

  private ofLeaf(
    tree: PayloadTree,
    leaf: TreeLeaf,
    value: TreeScalar,
    isStatus: boolean,
    elapsed: number,
  ): void {
    if (leaf instanceof NumberLeaf && typeof value === 'number') {
      const plan = tree.plans[leaf.index];
      if (isStatus) this.ofStatus(tree.numbers.value(leaf.index), value);
      if (plan) this.ofNumber(tree.numbers, leaf.index, value, plan, elapsed);
      return;
    }
    const before = leaf instanceof NumberLeaf ? tree.numbers.value(leaf.index) : leaf;
    if (before === value) return;
    if (!isKeepable(value)) this.note('incomparable');
    this.note(kindOf(before) !== kindOf(value) ? 'type' : isStatus ? 'status' : 'value');
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

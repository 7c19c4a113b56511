import type { PayloadTree } from '../PayloadTree';
import type { Learner } from './Learner';
import { pathsOf } from './statedLimits';

/** What is being learned about the numbers of a payload, by path: their indexes may change with its form. */
export function learnersByPath(tree: PayloadTree): ReadonlyMap<string, Learner> {
  const learners = new Map<string, Learner>();
  pathsOf(tree).forEach((path, index) => {
    const learner = tree.numbers.learner(index);
    if (learner) learners.set(path, learner);
  });
  return learners;
}

/** Continues with what was being learned about the same fields. */
export function takeLearners(tree: PayloadTree, learners: ReadonlyMap<string, Learner>): void {
  if (learners.size === 0) return;
  pathsOf(tree).forEach((path, index) => {
    const learner = tree.plans[index]?.mode === 'auto' ? learners.get(path) : undefined;
    if (learner) tree.numbers.setLearner(index, learner);
  });
}

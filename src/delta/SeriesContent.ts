import { Comparison } from './Comparison';
import type { ChangedPart, MessageContext, SampleFacts } from './DeltaVerdict';
import type { IsBeyond, NumberAt } from './Extremes';
import type { FieldCorners, FieldLines } from './FieldLines';
import type { FieldPatterns } from './FieldPatterns';
import { forwardCorners, forwardPart, forwardTree } from './forwardTree';
import type { HeldSample } from './HeldSamples';
import { type FieldKnowledge, NumberLeaf, type PayloadTree, takeTree, treeValues } from './PayloadTree';
import { fieldPath, type SeriesRules } from './SeriesRules';
import type { SeriesStore } from './SeriesStore';
import { SERIES_FLAGS } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, looksAhead, type SeriesPlan } from './seriesPlan';
import { walkTree } from './walkTree';

/** A message with its payload decoded. */
export interface Incoming<Ref> {
  readonly topic: string;
  readonly values: unknown;
  readonly context: MessageContext<Ref>;
}

/** The values of series: compared with what was last forwarded, held, forwarded, whatever form they have. */
export class SeriesContent<Ref> {
  private readonly comparison = new Comparison();

  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly rules: SeriesRules,
    private readonly ignore: FieldPatterns,
    private readonly statusFields: FieldPatterns,
    /** Where parts of payloads are sent. */
    private readonly lines?: FieldLines<Ref>,
  ) {}

  planOf(slot: number): SeriesPlan {
    return this.rules.planAt(this.store.plan(slot));
  }

  /** Finds the plan of a series. What the settings say of a field holds for a message of its own, too. */
  assignPlan(slot: number, { topic, context, values }: Incoming<Ref>): void {
    const { store, ignore, statusFields } = this;
    const path = fieldPath(context.field);
    store.setPlan(slot, this.rules.ofMessage(topic, path, values, context.wireband));
    const isField = path.length > 0;
    store.setFlag(slot, SERIES_FLAGS.status, isField && statusFields.matches(path));
    store.setFlag(slot, SERIES_FLAGS.ignored, isField && ignore.matches(path));
  }

  /** Finds the plans of a series that had others; what is remembered of it stays. */
  resolve(slot: number, incoming: Incoming<Ref>): void {
    const { store } = this;
    this.assignPlan(slot, incoming);
    const earlier = store.tree(slot);
    if (!earlier) {
      store.numbers.forward(slot, store.numbers.value(slot));
      store.numbers.learn(slot, store.numbers.value(slot));
      return;
    }
    const tree = takeTree(treeValues(earlier), this.knowledgeOf(incoming));
    store.setTree(slot, tree ?? earlier);
    if (tree?.plans.length !== earlier.plans.length) return;
    tree.plans.forEach((_, index) => {
      tree.numbers.setRange(index, earlier.numbers.range(index) ?? tree.numbers.range(index));
    });
  }

  drawsLines(slot: number): boolean {
    return this.store.tree(slot)?.drawsLines ?? drawsLines(this.planOf(slot));
  }

  /** Samples that no line reaches may be held until it is known whether one reaches beyond them. */
  looksAhead(slot: number): boolean {
    if (!looksAhead(this.planOf(slot))) return false;
    return this.store.tree(slot)?.plans.every((plan) => looksAhead(plan) || !drawsLines(plan)) ?? true;
  }

  /** Its samples are plain numbers, whose door chooses among several corners. */
  isNumberDoor(slot: number): boolean {
    return this.store.tree(slot) === undefined && looksAhead(this.planOf(slot));
  }

  /** A line from the last forwarded sample may still be near enough to all that came since. */
  isLineOpen(slot: number): boolean {
    const { store } = this;
    const tree = store.tree(slot);
    if (!tree) return store.numbers.isOpen(slot);
    return tree.plans.every((plan, index) => !drawsLines(plan) || tree.numbers.isOpen(index));
  }

  /** The times of its samples matter. */
  isTimed(slot: number): boolean {
    return this.drawsLines(slot) || isTimed(this.planOf(slot));
  }

  /** @param elapsed ms since the last forwarded sample was measured. @returns an object that is used again. */
  compare(slot: number, incoming: Incoming<Ref>, elapsed: number): Comparison {
    const { store } = this;
    const comparison = this.comparison.begin();
    const flags = store.flags(slot);
    if (flags & SERIES_FLAGS.ignored) {
      if (isUnfiltered(this.planOf(slot))) comparison.note('unfiltered');
      return comparison;
    }
    const isStatus = (flags & SERIES_FLAGS.status) !== 0;
    const tree = store.tree(slot);
    if (tree) {
      if (tree.plans.length === 0 && isUnfiltered(this.planOf(slot))) comparison.note('unfiltered');
      return comparison.ofTree(tree, incoming.values, this.knowledgeOf(incoming), elapsed, isStatus);
    }
    if (typeof incoming.values === 'number') {
      if (isStatus) comparison.ofStatus(store.numbers.value(slot), incoming.values);
      return comparison.ofNumber(store.numbers, slot, incoming.values, this.planOf(slot), elapsed);
    }
    comparison.note('type');
    return comparison;
  }

  /** Remembers a suppressed sample of the same form as one to which a line may lead. */
  hold(slot: number, incoming: Incoming<Ref>, elapsed: number): void {
    const { store } = this;
    const tree = store.tree(slot);
    if (!tree) {
      if (typeof incoming.values === 'number')
        store.numbers.hold(slot, incoming.values, elapsed, this.planOf(slot));
    } else this.holdTree(tree, incoming, elapsed);
  }

  /** The numbers of a sample of the form that is known. */
  numbersOf(slot: number, incoming: Incoming<Ref>): readonly NumberAt[] {
    const { values } = incoming;
    const tree = this.store.tree(slot);
    if (!tree) return typeof values === 'number' ? [[slot, values]] : [];
    const numbers: NumberAt[] = [];
    walkTree(tree, values, this.knowledgeOf(incoming), (leaf, value) => {
      if (leaf instanceof NumberLeaf && typeof value === 'number') numbers.push([leaf.index, value]);
    });
    return numbers;
  }

  /** Says which values lie beyond the one last forwarded and beyond those of a sample, by as much as counts as a change. */
  beyond(slot: number, latest: Incoming<Ref>): IsBeyond {
    const tree = this.store.tree(slot);
    const numbers = tree?.numbers ?? this.store.numbers;
    const values = new Map(this.numbersOf(slot, latest));
    return (index, value, side) => {
      const ends = [numbers.value(index), values.get(index) ?? numbers.value(index)];
      const limit = numbers.limit(index, tree?.plans[index] ?? this.planOf(slot));
      const by = side === 'above' ? value - Math.max(...ends) : Math.min(...ends) - value;
      return by > 0 && by >= limit;
    };
  }

  /** Remembers a sample as forwarded. @returns false when it cannot be kept for comparison. */
  forward(slot: number, incoming: Incoming<Ref>): boolean {
    const { store } = this;
    const { values } = incoming;
    const tree = store.tree(slot);
    if (typeof values === 'number' && !tree) {
      store.numbers.forward(slot, values);
      return true;
    }
    const knowledge = this.knowledgeOf(incoming);
    if (tree && forwardTree(tree, values, knowledge)) return true;
    return this.take(slot, incoming);
  }

  /** Remembers the part of a sample of the same form that changed. @returns undefined where all of it is to be sent. */
  forwardPart(slot: number, values: unknown): ChangedPart | undefined {
    const tree = this.store.tree(slot);
    return tree && forwardPart(tree, values);
  }

  /** Whether each number of its payloads has corners of its own. */
  divides(slot: number): boolean {
    const tree = this.store.tree(slot);
    return tree !== undefined && this.lines?.canDivide(tree, this.planOf(slot)) === true;
  }

  /** The corners of each number, with a sample of the form that is known. */
  fieldCorners(
    slot: number,
    incoming: Incoming<Ref> & { readonly time: number },
    isWhole: boolean,
  ): FieldCorners<Ref> {
    const tree = this.store.tree(slot);
    const { values, time, context } = incoming;
    const sample: HeldSample<Ref> = { values, time, ref: context.ref };
    const knowledge = this.knowledgeOf(incoming);
    return (tree && this.lines?.take(this.store.keyOf(slot), tree, sample, knowledge, isWhole)) ?? NO_CORNERS;
  }

  /** The corners of each number, where its line ends with the newest sample. */
  lastCorners(slot: number): FieldCorners<Ref> {
    const { store } = this;
    const tree = store.tree(slot);
    return (tree && this.lines?.finish(store.keyOf(slot), tree)) ?? NO_CORNERS;
  }

  /** Forgets the lines of each number. */
  forgetLines(slot: number): void {
    const tree = this.store.tree(slot);
    if (tree) this.lines?.forget(this.store.keyOf(slot), tree);
  }

  /** Remembers these numbers of a sample as forwarded, and all else that changed. */
  forwardCorners(slot: number, values: unknown, corners: ReadonlySet<number>): ChangedPart | undefined {
    const tree = this.store.tree(slot);
    return tree && forwardCorners(tree, values, corners, true);
  }

  /** Remembers a sample of another form, or the first. @returns false when it cannot be kept for comparison. */
  take(slot: number, incoming: Incoming<Ref>): boolean {
    const { store } = this;
    const { values } = incoming;
    if (typeof values === 'number') {
      store.setTree(slot, undefined);
      store.numbers.setRange(slot, undefined);
      store.numbers.forward(slot, values);
      store.numbers.learn(slot, values);
      return true;
    }
    const tree = takeTree(values, this.knowledgeOf(incoming));
    if (!tree) return false;
    store.setTree(slot, tree);
    return true;
  }

  private holdTree(tree: PayloadTree, incoming: Incoming<Ref>, elapsed: number): void {
    walkTree(tree, incoming.values, this.knowledgeOf(incoming), (leaf, value) => {
      const plan = leaf instanceof NumberLeaf ? tree.plans[leaf.index] : undefined;
      if (leaf instanceof NumberLeaf && typeof value === 'number' && plan) {
        tree.numbers.hold(leaf.index, value, elapsed, plan);
      }
    });
  }

  private knowledgeOf({ topic, context }: Incoming<Ref>): FieldKnowledge {
    const { rules, ignore, statusFields } = this;
    return new MessageFields(topic, context.wireband, rules, ignore, statusFields);
  }
}

const NO_CORNERS: FieldCorners<never> = { before: new Map(), now: new Set() };

/** What the settings say of the fields of a message. */
class MessageFields implements FieldKnowledge {
  constructor(
    private readonly topic: string,
    private readonly facts: SampleFacts | undefined,
    private readonly rules: SeriesRules,
    private readonly ignore: FieldPatterns,
    private readonly statusFields: FieldPatterns,
  ) {}

  isIgnored(path: readonly string[]): boolean {
    return !this.ignore.isEmpty && this.ignore.matches(path);
  }

  isStatus(path: readonly string[]): boolean {
    return !this.statusFields.isEmpty && this.statusFields.matches(path);
  }

  planOf(path: readonly string[], value: number): SeriesPlan {
    return this.rules.ofLeaf(this.topic, path, value, this.facts);
  }
}

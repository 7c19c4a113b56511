import { QUIET } from './auto/chooseLimit';
import type { Lesson } from './auto/Learner';
import { learnersByPath, takeLearners } from './auto/learnersByPath';
import type { StatedLimit, StatedLimits } from './auto/StatedLimit';
import { pathsOf, statedLimits } from './auto/statedLimits';
import { Comparison } from './Comparison';
import type { ChangedPart, MessageContext } from './DeltaVerdict';
import type { IsBeyond, NumberAt } from './Extremes';
import type { FieldCorners, FieldLines } from './FieldLines';
import type { FieldPatterns } from './FieldPatterns';
import { forwardCorners, forwardPart, forwardTree } from './forwardTree';
import type { HeldSample } from './HeldSamples';
import { MessageFields } from './MessageFields';
import {
  type FieldKnowledge,
  isInList,
  NumberLeaf,
  type PayloadTree,
  takeTree,
  treeValues,
} from './PayloadTree';
import { fieldPath, type SeriesRules } from './SeriesRules';
import type { SeriesStore } from './SeriesStore';
import { SERIES_FLAGS } from './seriesMarks';
import {
  drawsLines,
  isLearning,
  isTimed,
  isUnfiltered,
  looksAhead,
  type SeriesPlan,
  timesOf,
} from './seriesPlan';
import { walkTree } from './walkTree';

/** The path of a number that is the whole payload. */
const PLAIN = '';

const NO_NUMBERS = { doors: false, ranges: false };

/** Among series that are still being learned, only meters have a known kind. */
const isMeter = ({ stated }: SeriesPlan): boolean => stated?.of !== undefined;

/** What is now known about a series; undefined if nothing is yet. */
function limitOf(lesson: Lesson): StatedLimit | undefined {
  if (lesson === 'learning') return undefined;
  return lesson === 'quiet' ? QUIET : lesson;
}

/** The status that the classifier found with a value, as text. */
function qualityOf<Ref>({ context }: Incoming<Ref>): string | undefined {
  const quality = context.wireband?.quality;
  return quality === undefined || quality === null ? undefined : String(quality).slice(0, MAX_QUALITY);
}

/** Characters of a status; a longer one is more of a message. */
const MAX_QUALITY = 64;

/** A message with its payload decoded. */
export interface Incoming<Ref> {
  readonly topic: string;
  readonly values: unknown;
  readonly context: MessageContext<Ref>;
}

/** Compares, holds and forwards the values of series, whatever their form. */
export class SeriesContent<Ref> {
  private readonly comparison = new Comparison();

  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly rules: SeriesRules,
    private readonly ignore: FieldPatterns,
    private readonly statusFields: FieldPatterns,
    /** Only with `partial`. */
    private readonly lines?: FieldLines<Ref>,
  ) {}

  planOf(slot: number): SeriesPlan {
    return this.rules.planAt(this.store.plan(slot));
  }

  /** Finds the plan of a series. Settings for a field also apply if the field has its own messages. */
  assignPlan(slot: number, { topic, context, values }: Incoming<Ref>): void {
    const { store, ignore, statusFields } = this;
    const path = fieldPath(context.field);
    const number = this.rules.ofMessage(topic, path, values, context.wireband);
    const learned = store.learned(slot)?.get(PLAIN);
    const isKnown = learned !== undefined && this.rules.planAt(number).mode === 'auto';
    this.setPlan(slot, isKnown ? this.rules.withLimit(number, learned) : number);
    const isField = path.length > 0;
    store.setFlag(slot, SERIES_FLAGS.status, isField && statusFields.matches(path));
    store.setFlag(slot, SERIES_FLAGS.ignored, isField && ignore.matches(path));
  }

  /** Finds new plans for a series that had others; what is remembered of it stays. */
  resolve(slot: number, incoming: Incoming<Ref>): void {
    const { store } = this;
    this.assignPlan(slot, incoming);
    const earlier = store.tree(slot);
    if (!earlier) {
      store.numbers.forward(slot, store.numbers.value(slot));
      store.numbers.learn(slot, store.numbers.value(slot));
      return;
    }
    const tree = takeTree(treeValues(earlier), this.knowledgeOf(slot, incoming));
    store.setTree(slot, tree ?? earlier);
    if (!tree) return;
    this.makeRoomFor(tree);
    takeLearners(tree, store.takeKeptLearners(slot) ?? learnersByPath(earlier));
    if (tree.plans.length !== earlier.plans.length) return;
    tree.plans.forEach((_, index) => {
      tree.numbers.setRange(index, earlier.numbers.range(index) ?? tree.numbers.range(index));
    });
  }

  /** What mode auto does with the values of a series, and why; undefined in other modes. */
  stated(slot: number): StatedLimits | undefined {
    const tree = this.store.tree(slot);
    return tree ? statedLimits(tree) : this.planOf(slot).stated;
  }

  /**
   * Mode auto: learns from a sample of a series about which not enough is known.
   * @returns whether the sample passes for that reason.
   */
  learn(slot: number, incoming: Incoming<Ref>): boolean {
    const { store, rules } = this;
    const tree = store.tree(slot);
    if (tree) return tree.plans.some(isLearning) && this.learnTree(slot, tree, incoming);
    const { values } = incoming;
    if (typeof values !== 'number' || !isLearning(this.planOf(slot))) return false;
    const lesson = store.numbers.observe(slot, values, isMeter(this.planOf(slot)));
    const limit = limitOf(lesson);
    if (limit && limit.why !== this.planOf(slot).stated?.why) {
      this.setPlan(slot, rules.withLimit(store.plan(slot), limit));
    }
    return lesson !== 'quiet';
  }

  drawsLines(slot: number): boolean {
    return this.store.tree(slot)?.drawsLines ?? drawsLines(this.planOf(slot));
  }

  /** Samples that no line reaches may be held until it is known whether one reaches beyond them. */
  looksAhead(slot: number): boolean {
    if (!looksAhead(this.planOf(slot))) return false;
    return this.store.tree(slot)?.plans.every((plan) => looksAhead(plan) || !drawsLines(plan)) ?? true;
  }

  /** Its samples are plain numbers, for which the door chooses among several corners. */
  isNumberDoor(slot: number): boolean {
    return this.store.tree(slot) === undefined && looksAhead(this.planOf(slot));
  }

  /** A line from the last forwarded sample may still be near enough to everything since. */
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

  /**
   * @param elapsed ms since the last forwarded sample was measured.
   * @param isLearning the sample passes because not enough is known about its series.
   * @returns an object that the next call reuses.
   */
  compare(slot: number, incoming: Incoming<Ref>, elapsed: number, isLearning = false): Comparison {
    const { store } = this;
    const comparison = this.comparison.begin();
    const flags = store.flags(slot);
    if (isLearning) comparison.note('learning');
    if (qualityOf(incoming) !== store.quality(slot)) comparison.note('status');
    if (flags & SERIES_FLAGS.ignored) {
      if (isUnfiltered(this.planOf(slot))) comparison.note('unfiltered');
      return comparison;
    }
    const isStatus = (flags & SERIES_FLAGS.status) !== 0;
    const tree = store.tree(slot);
    if (tree) {
      if (tree.plans.length === 0 && isUnfiltered(this.planOf(slot))) comparison.note('unfiltered');
      return comparison.ofTree(tree, incoming.values, this.knowledgeOf(slot, incoming), elapsed, isStatus);
    }
    if (typeof incoming.values === 'number') {
      if (isStatus) comparison.ofStatus(store.numbers.value(slot), incoming.values);
      return comparison.ofNumber(store.numbers, slot, incoming.values, this.planOf(slot), elapsed);
    }
    comparison.note('type');
    return comparison;
  }

  /** Remembers a suppressed sample of the same form as a possible end of a line. */
  hold(slot: number, incoming: Incoming<Ref>, elapsed: number): void {
    const { store } = this;
    const tree = store.tree(slot);
    if (!tree) {
      if (typeof incoming.values === 'number')
        store.numbers.hold(slot, incoming.values, elapsed, this.planOf(slot));
    } else this.holdTree(slot, tree, incoming, elapsed);
  }

  /** The numbers of a sample that has the known form. */
  numbersOf(slot: number, incoming: Incoming<Ref>): readonly NumberAt[] {
    const { values } = incoming;
    const tree = this.store.tree(slot);
    if (!tree) return typeof values === 'number' ? [[slot, values]] : [];
    const numbers: NumberAt[] = [];
    walkTree(tree, values, this.knowledgeOf(slot, incoming), (leaf, value) => {
      if (leaf instanceof NumberLeaf && typeof value === 'number') numbers.push([leaf.index, value]);
    });
    return numbers;
  }

  /** Tells which values are beyond both the last forwarded one and that of a sample, by enough to count as a change. */
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

  /** Remembers a sample as forwarded. @returns false if it cannot be kept for comparison. */
  forward(slot: number, incoming: Incoming<Ref>): boolean {
    const { store } = this;
    const { values } = incoming;
    const tree = store.tree(slot);
    if (typeof values === 'number' && !tree) {
      store.numbers.forward(slot, values);
      return true;
    }
    const knowledge = this.knowledgeOf(slot, incoming);
    if (tree && forwardTree(tree, values, knowledge)) {
      store.noteBytes(slot);
      return true;
    }
    return this.take(slot, incoming);
  }

  /**
   * Remembers as forwarded what changed in a sample of the same form. @returns undefined if all of it is to be sent.
   */
  forwardPart(slot: number, values: unknown): ChangedPart | undefined {
    const { store } = this;
    const tree = store.tree(slot);
    const part = tree && forwardPart(tree, values);
    if (part) store.noteBytes(slot);
    return part;
  }

  /** Whether each number of its payloads has its own corners. */
  divides(slot: number): boolean {
    const tree = this.store.tree(slot);
    return tree !== undefined && this.lines?.canDivide(tree, this.planOf(slot)) === true;
  }

  /** The corners of each number, given a sample that has the known form. */
  fieldCorners(
    slot: number,
    incoming: Incoming<Ref> & { readonly time: number },
    isWhole: boolean,
  ): FieldCorners<Ref> {
    const tree = this.store.tree(slot);
    const { values, time, context } = incoming;
    const sample: HeldSample<Ref> = { values, time, ref: context.ref };
    const knowledge = this.knowledgeOf(slot, incoming);
    return (tree && this.lines?.take(this.store.keyOf(slot), tree, sample, knowledge, isWhole)) ?? NO_CORNERS;
  }

  /** The corners of each number, if its line ends with the newest sample. */
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

  /** Remembers these numbers of a sample as forwarded, and everything else that changed. */
  forwardCorners(slot: number, values: unknown, corners: ReadonlySet<number>): ChangedPart | undefined {
    const tree = this.store.tree(slot);
    return tree && forwardCorners(tree, values, corners, true);
  }

  /** Remembers the first sample, or one of another form. @returns false if it cannot be kept for comparison. */
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
    const tree = takeTree(values, this.knowledgeOf(slot, incoming));
    if (!tree) return false;
    const earlier = store.tree(slot);
    if (earlier) takeLearners(tree, learnersByPath(earlier));
    store.setTree(slot, tree);
    this.makeRoomFor(tree);
    return true;
  }

  /** Remembers the status that came with a value as forwarded. A held sample has that of the one before it. */
  forwardQuality(slot: number, incoming: Incoming<Ref>): void {
    this.store.setQuality(slot, qualityOf(incoming));
  }

  private setPlan(slot: number, number: number): void {
    this.store.setPlan(slot, number);
    this.makeRoom(this.rules.planAt(number));
  }

  /** A plan made after the store was prepared may need more than the others. */
  private makeRoom(plan: SeriesPlan): void {
    if (plan.stated) this.store.prepare({ doors: drawsLines(plan), ranges: false }, timesOf(plan));
  }

  /** Lines of a payload's numbers need its times. */
  private makeRoomFor({ plans }: PayloadTree): void {
    const lines = plans.find((plan) => plan.stated && drawsLines(plan));
    if (lines) this.store.prepare(NO_NUMBERS, timesOf(lines));
  }

  private learnTree(slot: number, tree: PayloadTree, incoming: Incoming<Ref>): boolean {
    const { rules, store } = this;
    const paths = pathsOf(tree);
    let isLearned = false;
    walkTree(tree, incoming.values, this.knowledgeOf(slot, incoming), (leaf, value) => {
      const plan = leaf instanceof NumberLeaf ? tree.plans[leaf.index] : undefined;
      if (!(leaf instanceof NumberLeaf) || typeof value !== 'number' || !plan || !isLearning(plan)) return;
      const lesson = tree.numbers.observe(leaf.index, value, isMeter(plan));
      if (lesson !== 'quiet') isLearned = true;
      const limit = limitOf(lesson);
      if (!limit || limit.why === plan.stated?.why) return;
      const decided = rules.planAt(rules.withLimit(rules.numberOf(plan), limit));
      tree.plans[leaf.index] = decided;
      if (isLearning(decided)) return;
      const path = paths[leaf.index] ?? PLAIN;
      store.setLearned(slot, new Map([...(store.learned(slot) ?? []), [path, limit]]));
      if (drawsLines(decided)) {
        tree.drawsLines = true;
        if (isInList(tree.root, leaf.index)) tree.hasLinesInList = true;
        tree.numbers.prepare({ doors: true, ranges: false });
      }
    });
    if (isLearned) this.makeRoomFor(tree);
    return isLearned;
  }

  private holdTree(slot: number, tree: PayloadTree, incoming: Incoming<Ref>, elapsed: number): void {
    walkTree(tree, incoming.values, this.knowledgeOf(slot, incoming), (leaf, value) => {
      const plan = leaf instanceof NumberLeaf ? tree.plans[leaf.index] : undefined;
      if (leaf instanceof NumberLeaf && typeof value === 'number' && plan) {
        tree.numbers.hold(leaf.index, value, elapsed, plan);
      }
    });
  }

  private knowledgeOf(slot: number, { topic, context }: Incoming<Ref>): FieldKnowledge {
    const { rules, ignore, statusFields, store } = this;
    return new MessageFields(topic, context.wireband, store.learned(slot), rules, ignore, statusFields);
  }
}

const NO_CORNERS: FieldCorners<never> = { before: new Map(), now: new Set() };

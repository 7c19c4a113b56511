import type { DeltaVerdict, Earlier, MessageContext } from './DeltaVerdict';
import { forwardCorners } from './forwardTree';
import type { HeldRefs, HeldWatch } from './HeldRefs';
import type { HeldSample } from './HeldSamples';
import { type FieldKnowledge, NumberLeaf, type PayloadTree } from './PayloadTree';
import type { SeriesStore } from './SeriesStore';
import { seriesName } from './seriesKey';
import { drawsLines, type SeriesPlan } from './seriesPlan';
import { walkTree } from './walkTree';

/** A filter for numbers, each under its own name. */
export interface NumberFilter<Ref> {
  check(name: string, value: number, context: MessageContext<Ref>): DeltaVerdict<Ref>;
  reset(name: string): void;
  due(now: number): readonly object[];
  watchHeld(watch: HeldWatch<Ref>): void;
}

/** Which numbers of messages are corners. */
export interface FieldCorners<Ref> {
  /** Those of earlier messages, oldest first. */
  readonly before: ReadonlyMap<HeldSample<Ref>, ReadonlySet<number>>;
  /** Those of the newest message. */
  readonly now: ReadonlySet<number>;
}

/** A message with its place in the order of arrival. */
interface Arrived<Ref> extends HeldSample<Ref> {
  readonly order: number;
}

interface Newest<Ref> {
  readonly sample: Arrived<Ref>;
  readonly knowledge: FieldKnowledge;
}

/** Makes every number pass, as part of a message that is sent as a whole. */
const WHOLE = { name: 'SENSOR_ALERT' } as const;

/** Between the index of a number in its payload and the key of its series. */
const SEPARATOR = ' ';

/**
 * The lines of payloads that are sent in parts: each number has its own corners, as if it came alone. Numbers with the
 * same plan share a filter.
 */
export class FieldLines<Ref> {
  private readonly filters = new Map<SeriesPlan, NumberFilter<Arrived<Ref>>>();
  private readonly names = new WeakMap<PayloadTree, readonly string[]>();
  private readonly newest = new WeakMap<PayloadTree, Newest<Ref>>();

  private arrived = 0;
  /** Counts the messages that its filters hold. */
  refs: HeldRefs<Ref> | undefined;

  constructor(private readonly makeFilter: (plan: SeriesPlan) => NumberFilter<Arrived<Ref>>) {}

  /** Whether each number can have its own corners: a list is always sent as a whole. */
  canDivide({ drawsLines: hasLines, hasLinesInList }: PayloadTree, { minInterval }: SeriesPlan): boolean {
    return hasLines && !hasLinesInList && minInterval === 0;
  }

  /**
   * Examines the numbers of a payload that has the tree's form.
   * @param isWhole whether all of it is sent, so that each number is a point of its line.
   */
  take(
    key: string,
    tree: PayloadTree,
    { ref, time, values }: HeldSample<Ref>,
    knowledge: FieldKnowledge,
    isWhole: boolean,
  ): FieldCorners<Ref> {
    return this.examine(key, tree, { ref, time, values, order: this.arrived++ }, knowledge, isWhole);
  }

  private examine(
    key: string,
    tree: PayloadTree,
    sample: Arrived<Ref>,
    knowledge: FieldKnowledge,
    isWhole: boolean,
  ): FieldCorners<Ref> {
    const names = this.namesOf(key, tree);
    const before: [Arrived<Ref>, number][] = [];
    const now = new Set<number>();
    this.newest.set(tree, { sample, knowledge });
    const context = {
      now: sample.time,
      time: sample.time,
      ref: sample,
      ...(isWhole && { wireband: WHOLE }),
    };
    walkTree(tree, sample.values, knowledge, (leaf, value) => {
      if (!(leaf instanceof NumberLeaf) || typeof value !== 'number') return;
      const filter = this.filterOf(tree.plans[leaf.index]);
      const { pass, earlier } = filter?.check(names[leaf.index] ?? '', value, context) ?? NOTHING;
      for (const { ref } of earlier ?? []) if (ref && ref !== sample) before.push([ref, leaf.index]);
      if (pass) now.add(leaf.index);
    });
    return { before: byMessage(before), now };
  }

  /** Ends all lines at the newest payload, which is sent as a whole. */
  finish(key: string, tree: PayloadTree): FieldCorners<Ref> | undefined {
    const newest = this.newest.get(tree);
    return newest && this.examine(key, tree, newest.sample, newest.knowledge, true);
  }

  /** Ends all lines of all series at their newest samples, which are not in the result. */
  finishAll(store: SeriesStore<Ref>): Earlier<Ref>[] {
    return [...store.allSlots()].flatMap((slot) => {
      const tree = store.tree(slot);
      const corners = tree && this.finish(store.keyOf(slot), tree);
      return corners ? partsOf(store.keyOf(slot), tree, corners) : [];
    });
  }

  /** Forgets the numbers of a payload, and what is held of them. */
  forget(key: string, tree: PayloadTree): void {
    if (!this.names.has(tree)) return;
    this.namesOf(key, tree).forEach((name, index) => {
      this.filterOf(tree.plans[index])?.reset(name);
    });
    for (const filter of this.filters.values()) filter.due(0);
    this.names.delete(tree);
    this.newest.delete(tree);
  }

  private filterOf(plan: SeriesPlan | undefined): NumberFilter<Arrived<Ref>> | undefined {
    if (!plan || !drawsLines(plan)) return undefined;
    const known = this.filters.get(plan);
    if (known) return known;
    const made = this.makeFilter(plan);
    made.watchHeld({
      onHeld: ({ ref }) => this.refs?.hold(ref),
      onLetGo: ({ ref }) => this.refs?.letGo(ref),
    });
    this.filters.set(plan, made);
    return made;
  }

  private namesOf(key: string, tree: PayloadTree): readonly string[] {
    const known = this.names.get(tree);
    if (known) return known;
    const names = tree.plans.map((_, index) => `${index}${SEPARATOR}${key}`);
    this.names.set(tree, names);
    return names;
  }
}

const NOTHING = { pass: false, earlier: undefined } as const;

function byMessage<Ref>(found: readonly [Arrived<Ref>, number][]): Map<HeldSample<Ref>, Set<number>> {
  const corners = new Map<HeldSample<Ref>, Set<number>>();
  for (const [message, index] of [...found].sort(([a], [b]) => a.order - b.order)) {
    const indexes = corners.get(message);
    if (indexes) indexes.add(index);
    else corners.set(message, new Set([index]));
  }
  return corners;
}

/** The parts of earlier messages that are corners, remembered as forwarded. */
export function partsOf<Ref>(key: string, tree: PayloadTree, { before }: FieldCorners<Ref>): Earlier<Ref>[] {
  const { topic } = seriesName(key);
  return [...before].flatMap(([{ ref, time, values }, numbers]): Earlier<Ref>[] => {
    const partial = forwardCorners(tree, values, numbers, false);
    return partial ? [{ kind: 'held', topic, ref, time, reason: 'line', suppressed: 0, partial }] : [];
  });
}

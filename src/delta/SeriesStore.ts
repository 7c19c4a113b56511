import type { Learner } from './auto/Learner';
import type { StatedLimit } from './auto/StatedLimit';
import { type ColumnIndex, Columns } from './Columns';
import { Extremes } from './Extremes';
import { HeldRefs } from './HeldRefs';
import { HeldSamples } from './HeldSamples';
import { type NumberNeeds, NumberStates } from './NumberStates';
import type { PayloadTree } from './PayloadTree';
import { isComposed, seriesKey, seriesName } from './seriesKey';
import { SERIES_TIMES, type SeriesTime } from './seriesMarks';

/**
 * A slot's integers, in the first two columns: its neighbors in the order of last use or, until that order is needed, a
 * number that grows with each use; how many samples were suppressed; plan and flags.
 */
const OLDER = 0;
const NEWER = 1;
const SUPPRESSED = 2;
const MARKS = 3;

/** The column of the number of uses. */
const USE = 0;

/** Initial values of the first columns, which hold two integers each. */
const CELLS = [0, 0] as const;

/** No such column. */
const ABSENT = -1;

/** Plans take the lower half of the marks, flags the upper. */
const FLAG_SHIFT = 16;
const PLAN_MASK = 0xffff;

/** No slot. */
export const NOWHERE = -1;

/** What was learned about the numbers of a slot, by path; that of a plain number is empty. */
export type LearnedLimits = ReadonlyMap<string, StatedLimit>;

const NO_SLOTS: readonly number[] = [];

const FIRST_CAPACITY = 64;

/** Room grows by half each time: a compromise between frequent copying and unused memory. */
const GROWTH = 1.5;

/**
 * Everything remembered about all series, in columns so that a million of them fit into memory. Each series has a slot:
 * a small integer that is reused once the series is forgotten. A plain number is in `numbers`; any other payload is a
 * tree.
 */
export class SeriesStore<Ref> {
  readonly numbers: NumberStates;
  readonly held: HeldSamples<Ref>;
  /** The caller's messages that are held anywhere. */
  readonly refs = new HeldRefs<Ref>();
  readonly extremes = new Extremes<Ref>(this.refs);
  /** Called before a series is forgotten. */
  onRemove: (slot: number) => void = () => {};
  private capacity = FIRST_CAPACITY;
  private readonly slots = new Map<string, number>();
  private readonly keys: (string | undefined)[] = [];
  /** Slots of the further payload shapes on a topic, by the key of the first. */
  private readonly shapes = new Map<string, number[]>();
  private lastShape = 0;
  private readonly columns = new Columns(FIRST_CAPACITY);
  private useCount = 0;
  private isLinked = false;
  private lastTimes: ColumnIndex = ABSENT;
  private readonly times: Record<SeriesTime, ColumnIndex> = [
    ABSENT,
    ABSENT,
    ABSENT,
    ABSENT,
    ABSENT,
    ABSENT,
    ABSENT,
  ];
  private readonly trees: (PayloadTree | undefined)[] = [];
  private readonly learnedLimits: (LearnedLimits | undefined)[] = [];
  private readonly keptLearners = new Map<number, ReadonlyMap<string, Learner>>();
  private readonly qualities: (string | undefined)[] = [];
  /** Whether any series has, or had, a status with its value. */
  hasQualities = false;
  private readonly free: number[] = [];
  private oldestSlot = NOWHERE;
  private newestSlot = NOWHERE;
  private leafCount = 0;
  private byteCount = 0;
  /** Bytes counted for each tree. */
  private readonly treeBytes: number[] = [];
  private hadComposedKey = false;

  constructor() {
    this.columns.add(...CELLS);
    this.numbers = new NumberStates(this.columns);
    this.held = new HeldSamples(this.columns, this.refs);
  }

  /** Makes room for what plans need; existing content stays. */
  prepare(needs: NumberNeeds, times: Iterable<SeriesTime>): void {
    this.numbers.prepare(needs);
    for (const which of times) {
      if (this.times[which] === ABSENT) this.times[which] = this.columns.add(Number.NaN);
    }
  }

  /** Series remembered now: each value of a payload is one. */
  get leaves(): number {
    return this.leafCount;
  }

  /** Approximate bytes of names and payloads, without the fixed size of each series. */
  get bytes(): number {
    return this.byteCount;
  }

  /** Whether there are, or were, keys that are more than topics. */
  get hasComposedKeys(): boolean {
    return this.hadComposedKey;
  }

  /** Slots in use: a payload with several values has one. */
  get slotCount(): number {
    return this.slots.size;
  }

  /** The slot of the series seen longest ago. */
  get oldest(): number {
    this.link();
    return this.oldestSlot;
  }

  /** Starts with the one seen longest ago. */
  *allSlots(): Generator<number> {
    this.link();
    for (let slot = this.oldestSlot; slot !== NOWHERE; slot = this.cell(slot, NEWER)) yield slot;
  }

  /** In no particular order, which costs nothing. */
  get slotNumbers(): Iterable<number> {
    return this.slots.values();
  }

  find(key: string): number {
    return this.slots.get(key) ?? NOWHERE;
  }

  /** The slots of further payload shapes. @param key of the first. */
  shapesOf(key: string): readonly number[] {
    return this.shapes.get(key) ?? NO_SLOTS;
  }

  /** A number not used by a shape yet. */
  nextShape(): number {
    return ++this.lastShape;
  }

  /** Whether a series has this slot. */
  isTaken(slot: number): boolean {
    return this.keys[slot] !== undefined;
  }

  keyOf(slot: number): string {
    return this.keys[slot] ?? '';
  }

  /** Adds a series, as the newest. */
  add(key: string): number {
    const slot = this.free.pop() ?? this.keys.length;
    if (slot >= this.capacity) this.grow();
    this.slots.set(key, slot);
    this.byteCount += key.length;
    if (isComposed(key)) {
      this.hadComposedKey = true;
      this.addShape(slot, key);
    }
    this.keys[slot] = key;
    this.setCell(slot, SUPPRESSED, 0);
    this.setCell(slot, MARKS, 0);
    if (this.isLinked) this.append(slot);
    else this.touch(slot);
    this.put(slot, this.lastTimes, Number.NEGATIVE_INFINITY);
    this.clearTimes(slot);
    this.numbers.setRange(slot, undefined);
    this.leafCount++;
    return slot;
  }

  remove(slot: number): void {
    this.onRemove(slot);
    this.leafCount -= this.leavesOf(slot);
    if (this.isLinked) this.detach(slot);
    const key = this.keyOf(slot);
    this.byteCount -= key.length;
    this.slots.delete(key);
    if (this.shapes.size > 0 && isComposed(key)) this.removeShape(slot, key);
    this.keys[slot] = undefined;
    this.clearTimes(slot);
    if (this.trees[slot]) {
      this.trees[slot] = undefined;
      this.noteBytes(slot);
    }
    if (this.learnedLimits[slot]) this.learnedLimits[slot] = undefined;
    this.takeKeptLearners(slot);
    this.setQuality(slot, undefined);
    this.numbers.setLearner(slot, undefined);
    this.held.release(slot);
    this.extremes.forget(slot);
    this.free.push(slot);
  }

  /** Marks a series as seen now. */
  touch(slot: number): void {
    if (!this.isLinked) {
      this.put(slot, USE, ++this.useCount);
    } else if (slot !== this.newestSlot) {
      this.detach(slot);
      this.append(slot);
    }
  }

  /** The last forwarded payload was a number, and nothing else needs to be known about the series but its plan. */
  isPlainNumber(slot: number): boolean {
    return this.flags(slot) === 0 && this.trees[slot] === undefined;
  }

  leavesOf(slot: number): number {
    return this.trees[slot]?.leaves ?? 1;
  }

  tree(slot: number): PayloadTree | undefined {
    return this.trees[slot];
  }

  /** Without a tree the series is a plain number. */
  setTree(slot: number, tree: PayloadTree | undefined): void {
    this.leafCount += (tree?.leaves ?? 1) - this.leavesOf(slot);
    if (!tree && !this.trees[slot]) return;
    this.trees[slot] = tree;
    this.noteBytes(slot);
  }

  /** Counts a payload again, as its texts may have become longer or shorter. */
  noteBytes(slot: number): void {
    const bytes = this.trees[slot]?.bytes ?? 0;
    this.byteCount += bytes - (this.treeBytes[slot] ?? 0);
    this.treeBytes[slot] = bytes;
  }

  /** What mode auto learned about its numbers. */
  learned(slot: number): LearnedLimits | undefined {
    return this.learnedLimits[slot];
  }

  setLearned(slot: number, learned: LearnedLimits): void {
    this.learnedLimits[slot] = learned;
  }

  /** From a file: what was being learned about the numbers of a payload, by path. */
  keepLearners(slot: number, learners: ReadonlyMap<string, Learner>): void {
    this.keptLearners.set(slot, learners);
  }

  takeKeptLearners(slot: number): ReadonlyMap<string, Learner> | undefined {
    const learners = this.keptLearners.get(slot);
    if (learners) this.keptLearners.delete(slot);
    return learners;
  }

  /** The last forwarded status of the value. */
  quality(slot: number): string | undefined {
    return this.qualities[slot];
  }

  setQuality(slot: number, quality: string | undefined): void {
    if (quality === undefined && !this.hasQualities) return;
    this.hasQualities = true;
    if (quality !== this.qualities[slot]) this.qualities[slot] = quality;
  }

  suppressed(slot: number): number {
    return this.cell(slot, SUPPRESSED);
  }

  setSuppressed(slot: number, count: number): void {
    this.setCell(slot, SUPPRESSED, Math.min(count, 0x7fffffff));
  }

  plan(slot: number): number {
    return this.cell(slot, MARKS) & PLAN_MASK;
  }

  setPlan(slot: number, plan: number): void {
    this.setCell(slot, MARKS, (this.cell(slot, MARKS) & ~PLAN_MASK) | plan);
  }

  flags(slot: number): number {
    return this.cell(slot, MARKS) >>> FLAG_SHIFT;
  }

  setFlag(slot: number, flag: number, isSet: boolean): void {
    const bit = flag << FLAG_SHIFT;
    const marks = this.cell(slot, MARKS);
    this.setCell(slot, MARKS, isSet ? marks | bit : marks & ~bit);
  }

  /** When the newest sample was measured; -Infinity if no sample had a time. */
  lastTime(slot: number): number {
    return this.at(slot, this.lastTimes, Number.NEGATIVE_INFINITY);
  }

  setLastTime(slot: number, time: number): void {
    if (this.lastTimes === ABSENT) this.lastTimes = this.columns.add(Number.NEGATIVE_INFINITY);
    this.put(slot, this.lastTimes, time);
  }

  /** NaN if it is unknown, or not needed by any plan. */
  time(slot: number, which: SeriesTime): number {
    return this.at(slot, this.times[which], Number.NaN);
  }

  setTime(slot: number, which: SeriesTime, time: number): void {
    this.put(slot, this.times[which], time);
  }

  private addShape(slot: number, key: string): void {
    const { shape, ...name } = seriesName(key);
    if (shape === undefined) return;
    this.lastShape = Math.max(this.lastShape, shape);
    const first = seriesKey(name.topic, name);
    this.shapes.set(first, [...this.shapesOf(first), slot]);
  }

  private removeShape(slot: number, key: string): void {
    const { shape, ...name } = seriesName(key);
    if (shape === undefined) return;
    const first = seriesKey(name.topic, name);
    const others = this.shapesOf(first).filter((each) => each !== slot);
    if (others.length > 0) this.shapes.set(first, others);
    else this.shapes.delete(first);
  }

  private clearTimes(slot: number): void {
    for (const which of Object.values(SERIES_TIMES)) this.put(slot, this.times[which], Number.NaN);
  }

  private at(slot: number, column: ColumnIndex, nothing: number): number {
    if (column === ABSENT) return nothing;
    return this.columns.data[slot * this.columns.width + column] ?? nothing;
  }

  private put(slot: number, column: ColumnIndex, value: number): void {
    if (column !== ABSENT) this.columns.data[slot * this.columns.width + column] = value;
  }

  private cell(slot: number, field: number): number {
    return this.columns.integers[slot * this.columns.width * 2 + field] ?? NOWHERE;
  }

  private setCell(slot: number, field: number, value: number): void {
    this.columns.integers[slot * this.columns.width * 2 + field] = value;
  }

  /**
   * Links the slots in the order of last use. Until that order is needed, a use only counts up: keeping the links would
   * touch the memory of two other series for each message.
   */
  private link(): void {
    if (this.isLinked) return;
    this.isLinked = true;
    const uses = Float64Array.from({ length: this.keys.length }, (_, slot) => this.at(slot, USE, 0));
    const slots = [...this.slots.values()];
    slots.sort((a, b) => (uses[a] ?? 0) - (uses[b] ?? 0));
    for (const slot of slots) this.append(slot);
  }

  private append(slot: number): void {
    this.setCell(slot, OLDER, this.newestSlot);
    this.setCell(slot, NEWER, NOWHERE);
    if (this.newestSlot === NOWHERE) this.oldestSlot = slot;
    else this.setCell(this.newestSlot, NEWER, slot);
    this.newestSlot = slot;
  }

  private detach(slot: number): void {
    const older = this.cell(slot, OLDER);
    const newer = this.cell(slot, NEWER);
    if (older === NOWHERE) this.oldestSlot = newer;
    else this.setCell(older, NEWER, newer);
    if (newer === NOWHERE) this.newestSlot = older;
    else this.setCell(newer, OLDER, older);
  }

  private grow(): void {
    this.capacity = Math.ceil(this.capacity * GROWTH);
    this.columns.grow(this.capacity);
  }
}

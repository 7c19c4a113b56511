import type { ColumnIndex, Columns } from './Columns';
import type { HeldRefs } from './HeldRefs';
import { BLOCK_SIZE, type HeldSample, SampleBlocks } from './SampleBlocks';

export type { HeldSample };

/** Stands for a payload that is undefined. */
const NOT_DEFINED: unique symbol = Symbol('undefined');

/** No such column. */
const ABSENT = -1;

/** Integers of a slot: the block with the samples after the first, and where in it they begin. */
const BLOCK = 0;
const HEAD = 1;
/** How many those are; in the upper half, how many came since the line was closed. */
const COUNT = 2;
const COUNT_MASK = 0xffff;
const CLOSED_SHIFT = 16;
/** One bit per held sample, the oldest lowest: whether the line reaches it. */
const REACHED = 3;

/** Columns that these take; the one after them has the time of the newest sample, if it is not the only one. */
const MARK_COLUMNS = 2;

/**
 * What series hold, by slot: suppressed samples that may have to be forwarded after all, oldest first. A plain number
 * that is held alone is in columns, so that holding it creates no garbage.
 */
export class HeldSamples<Ref> {
  /** NaN if nothing is held. */
  private times: ColumnIndex = ABSENT;
  private numbers: ColumnIndex = ABSENT;
  private readonly payloads: unknown[] = [];
  private readonly refs: (Ref | undefined)[] = [];
  /** Three columns; present once any series has held more than one sample. */
  private others: ColumnIndex = ABSENT;
  private readonly blocks = new SampleBlocks<Ref>();

  constructor(
    private readonly columns: Columns,
    private readonly held: HeldRefs<Ref>,
  ) {}

  /** The oldest. */
  of(slot: number): HeldSample<Ref> | undefined {
    const time = this.time(slot);
    if (Number.isNaN(time)) return undefined;
    return { ref: this.refs[slot], time, values: this.values(slot) };
  }

  /** When the oldest was measured; NaN if nothing is held. */
  time(slot: number): number {
    if (this.times === ABSENT) return Number.NaN;
    return this.columns.data[slot * this.columns.width + this.times] ?? Number.NaN;
  }

  /** When the newest held sample was measured; NaN if nothing is held. */
  newestTime(slot: number): number {
    if (this.otherCount(slot) === 0) return this.time(slot);
    const { data, width } = this.columns;
    return data[slot * width + this.others + MARK_COLUMNS] ?? Number.NaN;
  }

  /** How many are held. */
  count(slot: number): number {
    return Number.isNaN(this.time(slot)) ? 0 : 1 + this.otherCount(slot);
  }

  /** The place of the newest sample that the line reaches, counted from the oldest; -1 for none. */
  newestReached(slot: number): number {
    return BLOCK_SIZE - 1 - Math.clz32(this.reached(slot));
  }

  /** One bit per held sample, the oldest lowest: whether the line reaches it. */
  reached(slot: number): number {
    if (this.others === ABSENT) return Number.isNaN(this.time(slot)) ? 0 : 1;
    return this.cell(slot, REACHED);
  }

  /** How many were held since no line is near enough to all of them. */
  countSinceClosed(slot: number): number {
    return this.others === ABSENT ? 0 : this.cell(slot, COUNT) >>> CLOSED_SHIFT;
  }

  /** Counts one more of those. */
  countClosed(slot: number): void {
    this.setCell(slot, COUNT, this.cell(slot, COUNT) + (1 << CLOSED_SHIFT));
  }

  /** Holds this one alone; the line reaches it. */
  hold(slot: number, values: unknown, time: number, ref: Ref | undefined): void {
    this.dropOthers(slot);
    const before = this.refs[slot];
    this.setFirst(slot, values, time, ref);
    if (ref !== before) {
      this.held.letGo(before);
      this.held.hold(ref);
    }
    if (this.others !== ABSENT) this.setCell(slot, REACHED, 1);
  }

  /**
   * Holds this one too. There must be room: fewer than BLOCK_SIZE are held.
   * @returns how many are held now.
   */
  add(slot: number, values: unknown, time: number, ref: Ref | undefined, isReached: boolean): number {
    if (this.others === ABSENT) this.addColumns();
    const { integers, width } = this.columns;
    const at = 2 * (slot * width + this.others);
    const others = (integers[at + COUNT] ?? 0) & COUNT_MASK;
    if (others === 0 && Number.isNaN(this.time(slot))) {
      this.hold(slot, values, time, ref);
      if (!isReached) this.setCell(slot, REACHED, 0);
      return 1;
    }
    if (others === 0) {
      integers[at + BLOCK] = this.blocks.take();
      integers[at + HEAD] = 0;
    }
    integers[at + COUNT] = (integers[at + COUNT] ?? 0) + 1;
    const place = ((integers[at + HEAD] ?? 0) + others) & (BLOCK_SIZE - 1);
    this.blocks.set(integers[at + BLOCK] ?? 0, place, values, time, ref);
    this.held.hold(ref);
    this.columns.data[slot * width + this.others + MARK_COLUMNS] = time;
    if (isReached) integers[at + REACHED] = (integers[at + REACHED] ?? 0) | (1 << (others + 1));
    return others + 2;
  }

  /** Releases this many of the oldest. More than these must be held. */
  dropOldest(slot: number, count: number): void {
    const { blocks } = this;
    const others = this.otherCount(slot);
    const block = this.cell(slot, BLOCK);
    const oldest = this.place(slot, count);
    this.held.letGo(this.refs[slot]);
    for (let i = 1; i < count; i++) this.held.letGo(blocks.ref(block, this.place(slot, i)));
    this.setFirst(slot, blocks.values(block, oldest), blocks.time(block, oldest), blocks.ref(block, oldest));
    for (let i = 1; i <= count; i++) blocks.clear(block, this.place(slot, i));
    this.setCell(slot, HEAD, this.cell(slot, HEAD) + count);
    this.setOtherCount(slot, others - count);
    this.setCell(slot, REACHED, this.cell(slot, REACHED) >>> count);
    if (others === count) blocks.give(block);
  }

  /** All held samples from this place on, oldest first. */
  from(slot: number, first: number): HeldSample<Ref>[] {
    const samples: HeldSample<Ref>[] = [];
    const oldest = this.of(slot);
    if (!oldest) return samples;
    if (first <= 0) samples.push(oldest);
    const block = this.otherCount(slot) > 0 ? this.cell(slot, BLOCK) : 0;
    for (let i = Math.max(first, 1); i <= this.otherCount(slot); i++) {
      const place = this.place(slot, i);
      const { blocks } = this;
      samples.push({
        ref: blocks.ref(block, place),
        time: blocks.time(block, place),
        values: blocks.values(block, place),
      });
    }
    return samples;
  }

  /** Writes the times and values of all held samples, which must be numbers, oldest first. */
  copy(slot: number, times: Float64Array, values: Float64Array): void {
    times[0] = this.time(slot);
    values[0] = Number(this.values(slot));
    const block = this.cell(slot, BLOCK);
    for (let i = this.otherCount(slot); i > 0; i--) {
      const place = this.place(slot, i);
      times[i] = this.blocks.time(block, place);
      values[i] = Number(this.blocks.values(block, place));
    }
  }

  release(slot: number): void {
    if (Number.isNaN(this.time(slot))) return;
    this.dropOthers(slot);
    if (this.others !== ABSENT) this.setCell(slot, REACHED, 0);
    this.columns.data[slot * this.columns.width + this.times] = Number.NaN;
    const ref = this.refs[slot];
    if (ref !== undefined) {
      this.refs[slot] = undefined;
      this.held.letGo(ref);
    }
    if (this.payloads[slot] !== undefined) this.payloads[slot] = undefined;
  }

  private setFirst(slot: number, values: unknown, time: number, ref: Ref | undefined): void {
    const { columns } = this;
    if (this.times === ABSENT) {
      this.times = columns.add(Number.NaN, 0);
      this.numbers = this.times + 1;
    }
    columns.data[slot * columns.width + this.times] = time;
    if (typeof values === 'number') {
      columns.data[slot * columns.width + this.numbers] = values;
      if (this.payloads[slot] !== undefined) this.payloads[slot] = undefined;
    } else this.payloads[slot] = values === undefined ? NOT_DEFINED : values;
    if (ref !== undefined || this.refs[slot] !== undefined) this.refs[slot] = ref;
  }

  /** Until now, each series held one sample at most, and the line reached it. */
  private addColumns(): void {
    this.others = this.columns.add(0, 0, Number.NaN);
    const { integers, width } = this.columns;
    for (let slot = 0; (slot + 1) * width <= this.columns.data.length; slot++) {
      if (!Number.isNaN(this.time(slot))) integers[2 * (slot * width + this.others) + REACHED] = 1;
    }
  }

  private dropOthers(slot: number): void {
    if (this.others === ABSENT) return;
    const others = this.otherCount(slot);
    this.setCell(slot, COUNT, 0);
    if (others === 0) return;
    const block = this.cell(slot, BLOCK);
    for (let i = 1; i <= others; i++) {
      const place = this.place(slot, i);
      this.held.letGo(this.blocks.ref(block, place));
      this.blocks.clear(block, place);
    }
    this.blocks.give(block);
  }

  private otherCount(slot: number): number {
    return this.others === ABSENT ? 0 : this.cell(slot, COUNT) & COUNT_MASK;
  }

  private setOtherCount(slot: number, count: number): void {
    this.setCell(slot, COUNT, (this.cell(slot, COUNT) & ~COUNT_MASK) | count);
  }

  /** Where in the block a sample is. The oldest of all is number 0, and not in the block. */
  private place(slot: number, index: number): number {
    return (this.cell(slot, HEAD) + index - 1) & (BLOCK_SIZE - 1);
  }

  private cell(slot: number, which: number): number {
    return this.columns.integers[2 * (slot * this.columns.width + this.others) + which] ?? 0;
  }

  private setCell(slot: number, which: number, value: number): void {
    this.columns.integers[2 * (slot * this.columns.width + this.others) + which] = value;
  }

  private values(slot: number): unknown {
    const payload = this.payloads[slot];
    if (payload === undefined) return this.columns.data[slot * this.columns.width + this.numbers];
    return payload === NOT_DEFINED ? undefined : payload;
  }
}

import type { ColumnIndex, Columns } from './Columns';

/** The last suppressed sample of a series, which may have to be forwarded after all. */
export interface HeldSample<Ref> {
  readonly ref: Ref | undefined;
  /** When it was measured, or arrived; ms since the epoch. */
  readonly time: number;
  /** As decoded. */
  readonly values: unknown;
}

/** Is told which of the caller's messages are held. */
export interface HeldWatch<Ref> {
  onHeld(ref: Ref): void;
  /** It is held no more: given up, or about to be forwarded with what check(), due() or flush() returns. */
  onLetGo(ref: Ref): void;
}

/** Stands for a payload that is undefined. */
const NOT_DEFINED: unique symbol = Symbol('undefined');

/** No such column. */
const ABSENT = -1;

/** What series hold, by slot; plain numbers in columns, so that holding one makes no garbage. */
export class HeldSamples<Ref> {
  /** NaN where nothing is held. */
  private times: ColumnIndex = ABSENT;
  private numbers: ColumnIndex = ABSENT;
  private readonly payloads: unknown[] = [];
  private readonly refs: (Ref | undefined)[] = [];
  watch: HeldWatch<Ref> | undefined;

  constructor(private readonly columns: Columns) {}

  of(slot: number): HeldSample<Ref> | undefined {
    const time = this.time(slot);
    if (Number.isNaN(time)) return undefined;
    return { ref: this.refs[slot], time, values: this.values(slot) };
  }

  /** When what is held was measured; NaN where nothing is. */
  time(slot: number): number {
    if (this.times === ABSENT) return Number.NaN;
    return this.columns.data[slot * this.columns.width + this.times] ?? Number.NaN;
  }

  hold(slot: number, values: unknown, time: number, ref: Ref | undefined): void {
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
    const before = this.refs[slot];
    if (ref === before) return;
    this.refs[slot] = ref;
    if (before !== undefined) this.watch?.onLetGo(before);
    if (ref !== undefined) this.watch?.onHeld(ref);
  }

  release(slot: number): void {
    if (Number.isNaN(this.time(slot))) return;
    this.columns.data[slot * this.columns.width + this.times] = Number.NaN;
    const ref = this.refs[slot];
    if (ref !== undefined) {
      this.refs[slot] = undefined;
      this.watch?.onLetGo(ref);
    }
    if (this.payloads[slot] !== undefined) this.payloads[slot] = undefined;
  }

  private values(slot: number): unknown {
    const payload = this.payloads[slot];
    if (payload === undefined) return this.columns.data[slot * this.columns.width + this.numbers];
    return payload === NOT_DEFINED ? undefined : payload;
  }
}

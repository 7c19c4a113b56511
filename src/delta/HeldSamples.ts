import { grownArray } from './grownArray';

/** The last suppressed sample of a series, which may have to be forwarded after all. */
export interface HeldSample<Ref> {
  readonly ref: Ref | undefined;
  /** When it was measured, or arrived; ms since the epoch. */
  readonly time: number;
  /** As decoded. */
  readonly values: unknown;
}

/** Stands for a payload that is undefined. */
const NOT_DEFINED: unique symbol = Symbol('undefined');

/** What series hold, by slot; plain numbers in flat arrays, so that holding one makes no garbage. */
export class HeldSamples<Ref> {
  /** NaN where nothing is held. */
  private times: Float64Array | undefined;
  private numbers: Float64Array | undefined;
  private readonly payloads: unknown[] = [];
  private readonly refs: (Ref | undefined)[] = [];

  constructor(private capacity: number) {}

  grow(capacity: number): void {
    this.capacity = capacity;
    if (this.times) this.times = grownArray(this.times, capacity, Number.NaN);
    if (this.numbers) this.numbers = grownArray(this.numbers, capacity, Number.NaN);
  }

  of(slot: number): HeldSample<Ref> | undefined {
    const time = this.time(slot);
    if (Number.isNaN(time)) return undefined;
    const payload = this.payloads[slot];
    const values =
      payload === undefined ? this.numbers?.[slot] : payload === NOT_DEFINED ? undefined : payload;
    return { ref: this.refs[slot], time, values };
  }

  /** When what is held was measured; NaN where nothing is. */
  time(slot: number): number {
    return this.times?.[slot] ?? Number.NaN;
  }

  hold(slot: number, values: unknown, time: number, ref: Ref | undefined): void {
    this.times ??= new Float64Array(this.capacity).fill(Number.NaN);
    this.numbers ??= new Float64Array(this.capacity);
    this.times[slot] = time;
    if (typeof values === 'number') {
      this.numbers[slot] = values;
      if (this.payloads[slot] !== undefined) this.payloads[slot] = undefined;
    } else this.payloads[slot] = values === undefined ? NOT_DEFINED : values;
    if (ref !== undefined || this.refs[slot] !== undefined) this.refs[slot] = ref;
  }

  release(slot: number): void {
    if (!this.times || Number.isNaN(this.time(slot))) return;
    this.times[slot] = Number.NaN;
    if (this.refs[slot] !== undefined) this.refs[slot] = undefined;
    if (this.payloads[slot] !== undefined) this.payloads[slot] = undefined;
  }
}

/** Readings for which a new series has room; most series of a busy node never need more for long. */
const FIRST_CAPACITY = 64;

/** Readings of one series, oldest first. Times in milliseconds since the epoch. */
export interface Readings {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The latest readings of one series, in flat arrays. When it is full, the oldest goes, unless it is resized. */
export class SeriesRing {
  private times = new Float64Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);
  /** Where the next reading goes. */
  private next = 0;
  private held = 0;

  static readonly firstCapacity = FIRST_CAPACITY;

  get capacity(): number {
    return this.times.length;
  }

  get count(): number {
    return this.held;
  }

  get isFull(): boolean {
    return this.held === this.times.length;
  }

  push(time: number, value: number): void {
    this.times[this.next] = time;
    this.values[this.next] = value;
    this.next = this.next + 1 === this.times.length ? 0 : this.next + 1;
    if (this.held < this.times.length) this.held++;
  }

  /** Gives the ring room for `capacity` readings; the latest stay. */
  resize(capacity: number): void {
    const { times, values } = this.readings();
    const first = Math.max(times.length - capacity, 0);
    this.times = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.times.set(times.slice(first));
    this.values.set(values.slice(first));
    this.held = times.length - first;
    this.next = this.held === capacity ? 0 : this.held;
  }

  readings(): Readings {
    return { times: this.inOrder(this.times), values: this.inOrder(this.values) };
  }

  /** The latest value; NaN if there is none. */
  get latest(): number {
    return this.values[(this.next === 0 ? this.times.length : this.next) - 1] ?? Number.NaN;
  }

  private inOrder(array: Float64Array): number[] {
    if (!this.isFull) return Array.from(array.subarray(0, this.held));
    return [...array.subarray(this.next), ...array.subarray(0, this.next)];
  }
}

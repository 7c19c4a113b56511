import type { WindowValues } from './WindowReport';

/*
 * A number's row. Each value holds until the next one; the window sums them up, weighted by the share of the window for
 * which they hold.
 */

/** When the open window began, ms since the epoch; NaN if none is open. */
const START = 0;
/** The newest value, and when it was measured; NaN before the first. */
const TIME = 1;
const LAST = 2;
const SUM = 3;
/** What the sum lost to rounding (Neumaier). */
const LOST = 4;
const MIN = 5;
const MAX = 6;
const COUNT = 7;
/** From when on a value is known in it, and that value. */
const FROM = 8;
const FIRST = 9;
/** Values that came too late for their window. */
const LATE = 10;
/** The end of the last window reported; -Infinity before the first. */
const UNTIL = 11;
/** How long after its end, by the clock of the samples, the open window is reported without a newer sample; ms. */
const PATIENCE = 12;

const COLUMNS = 13;

/** What most samples change is in the first 64 bytes, so that it takes a single cache line. */
const WIDTH = 16;

const GROWTH = 1.5;

/** Initial content of a row. */
const NOTHING: readonly number[] = Array.from({ length: COLUMNS }, (_, column) =>
  column === UNTIL ? Number.NEGATIVE_INFINITY : column === LATE ? 0 : Number.NaN,
);

/** The open windows of numbers, one in each row. Times in ms since the epoch. */
export class WindowRows {
  private data = new Float64Array(0);
  private readonly free: number[] = [];
  private used = 0;

  /** @param length of a window, ms. */
  constructor(private readonly length: number) {}

  /** Adds a row, empty or with what keep() returned. */
  add(kept: readonly unknown[] = []): number {
    const row = this.free.pop() ?? this.used++;
    if (this.used * WIDTH > this.data.length) {
      const larger = new Float64Array(Math.ceil(this.used * GROWTH) * WIDTH);
      larger.set(this.data);
      this.data = larger;
    }
    NOTHING.forEach((nothing, column) => {
      const value = kept[column];
      this.put(row, column, typeof value === 'number' ? value : nothing);
    });
    return row;
  }

  remove(row: number): void {
    this.free.push(row);
  }

  /** What add() takes to continue; null in place of anything but a finite number. */
  keep(row: number): (number | null)[] {
    return NOTHING.map((_, column) => {
      const value = this.at(row, column);
      return Number.isFinite(value) ? value : null;
    });
  }

  /** Whether a value at this time is beyond the open window. */
  isBeyond(row: number, time: number): boolean {
    return time >= this.at(row, START) + this.length;
  }

  /** When the open window began; NaN if none is open. */
  start(row: number): number {
    return this.at(row, START);
  }

  /** When the newest value was measured; NaN before the first. */
  time(row: number): number {
    return this.at(row, TIME);
  }

  /** When to report the open window; NaN if none is open. */
  dueAt(row: number): number {
    return this.at(row, START) + this.length + this.at(row, PATIENCE);
  }

  /**
   * Takes a finite value that is in the open window and in order.
   * @returns false, with nothing changed, if it is not.
   */
  receive(row: number, value: number, time: number): boolean {
    const { data } = this;
    const at = row * WIDTH;
    const newest = data[at + TIME] ?? Number.NaN;
    const start = data[at + START] ?? Number.NaN;
    if (!(time >= newest && time < start + this.length)) return false;
    this.hold(row, newest, time);
    data[at + TIME] = time;
    data[at + LAST] = value;
    data[at + COUNT] = (data[at + COUNT] ?? 0) + 1;
    if (value < (data[at + MIN] ?? value)) data[at + MIN] = value;
    if (value > (data[at + MAX] ?? value)) data[at + MAX] = value;
    return true;
  }

  /**
   * Takes a finite value that is late, or the first of its window. If it is beyond a window, that one was closed
   * before.
   * @param patience how long after its end, by its clock, the window is reported without a newer value; ms.
   */
  begin(row: number, value: number, time: number, patience: number): void {
    const isKnown = !Number.isNaN(this.at(row, TIME));
    const isLate = time < this.at(row, TIME);
    const start = Math.floor(time / this.length) * this.length;
    if (isLate || start < this.at(row, UNTIL)) this.put(row, LATE, this.at(row, LATE) + 1);
    if (isLate) return;
    const before = isKnown ? this.at(row, LAST) : value;
    this.put(row, LAST, value);
    this.put(row, TIME, time);
    // Its window was already reported: the value is known, but not counted.
    if (start < this.at(row, UNTIL)) return;
    const from = isKnown ? start : time;
    this.put(row, START, start);
    this.put(row, FROM, from);
    this.put(row, FIRST, before);
    this.put(row, SUM, before * ((time - from) / this.length));
    this.put(row, LOST, 0);
    this.put(row, MIN, value);
    this.put(row, MAX, value);
    this.put(row, COUNT, 1);
    this.put(row, PATIENCE, patience);
  }

  /**
   * Ends the open window.
   * @param end until when it is known: its own end if it is over.
   */
  close(row: number, end: number): WindowValues {
    const last = this.at(row, LAST);
    this.hold(row, this.at(row, TIME), end);
    const known = end - this.at(row, FROM);
    const mean = (this.at(row, SUM) + this.at(row, LOST)) / (known / this.length);
    const lowest = Math.min(this.at(row, MIN), this.at(row, FIRST));
    const highest = Math.max(this.at(row, MAX), this.at(row, FIRST));
    const values: WindowValues = {
      mean: known > 0 ? Math.min(Math.max(mean, lowest), highest) : last,
      min: this.at(row, MIN),
      max: this.at(row, MAX),
      last,
      count: this.at(row, COUNT),
    };
    this.put(row, UNTIL, this.at(row, START) + this.length);
    this.put(row, START, Number.NaN);
    return values;
  }

  /** Values that came too late since the last call. */
  takeLate(row: number): number {
    const late = this.at(row, LATE);
    this.put(row, LATE, 0);
    return late;
  }

  /** The clock was set back: what was received is from another time. The window was closed before. */
  forget(row: number): void {
    this.put(row, TIME, Number.NaN);
    this.put(row, UNTIL, Number.NEGATIVE_INFINITY);
  }

  /** Adds the newest value for the time that it held. */
  private hold(row: number, since: number, until: number): void {
    if (!(until > since)) return;
    const { data } = this;
    const at = row * WIDTH;
    const sum = data[at + SUM] ?? 0;
    const added = (data[at + LAST] ?? 0) * ((until - since) / this.length);
    const next = sum + added;
    const lost = Math.abs(sum) >= Math.abs(added) ? sum - next + added : added - next + sum;
    data[at + SUM] = next;
    data[at + LOST] = (data[at + LOST] ?? 0) + lost;
  }

  private at(row: number, column: number): number {
    return this.data[row * WIDTH + column] ?? Number.NaN;
  }

  private put(row: number, column: number, value: number): void {
    this.data[row * WIDTH + column] = value;
  }
}

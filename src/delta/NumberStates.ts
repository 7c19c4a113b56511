import { Learner, type Lesson } from './auto/Learner';
import type { ColumnIndex, Columns } from './Columns';
import { type LearnedRange, learnRange, NOTHING_SEEN } from './learnedRange';
import type { SeriesPlan } from './seriesPlan';
import { learnsSpan } from './seriesPlan';

/** What has to be remembered about numbers, depending on their plans. */
export interface NumberNeeds {
  readonly doors: boolean;
  readonly ranges: boolean;
}

/**
 * Covers all rounding between a slope accepted here and a line that a receiver computes from it: each of about ten
 * operations is off by at most half of Number.EPSILON of its operands.
 */
const ROUNDING = 16 * Number.EPSILON;

/** The same for values that were 32-bit floats: the difference of two is off by half a unit of each. */
const SINGLE_ROUNDING = 2 ** -24;

/** A change that is a thousandth below the limit is below it, however values were rounded. */
const NEARLY = 0.999;

/** Below this, slopes may lose digits; with such thresholds, only exact repetitions are suppressed. */
const SMALLEST_THRESHOLD = 1e-290;

/** No such column. */
const ABSENT = -1;

/**
 * The last forwarded numbers, each followed by what its plan needs, in columns. All methods take the row of a number;
 * times and durations are in milliseconds.
 */
export class NumberStates {
  private readonly values: ColumnIndex;
  /** Lowest, then highest slope that a line to the next forwarded point may have; NaN if there is none. */
  private doors: ColumnIndex = ABSENT;
  /** The range of values learned so far, as a LearnedRange. */
  private ranges: ColumnIndex = ABSENT;
  /** Learners of the numbers that are being learned. */
  private readonly learners: (Learner | undefined)[] = [];

  constructor(private readonly columns: Columns) {
    this.values = columns.add(0);
  }

  /** Makes room for what plans need; existing content stays. */
  prepare(needs: NumberNeeds): void {
    if (needs.doors && this.doors === ABSENT) this.doors = this.columns.add(0, 0);
    if (needs.ranges && this.ranges === ABSENT) this.ranges = this.columns.add(...NOTHING_SEEN);
  }

  /** The value last forwarded. */
  value(index: number): number {
    return this.at(index, this.values);
  }

  /** Notes a forwarded value: it is the reference from now on, and lines begin at it. */
  forward(index: number, value: number): void {
    this.put(index, this.values, value);
    if (this.doors !== ABSENT) this.setDoor(index, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  /** Mode auto: learns from a reading of a series about which not enough is known. */
  observe(index: number, value: number, isMeter: boolean): Lesson {
    let learner = this.learners[index];
    if (!learner) {
      learner = new Learner();
      this.learners[index] = learner;
    }
    const lesson = learner.observe(value, isMeter);
    if (typeof lesson === 'object') this.learners[index] = undefined;
    return lesson;
  }

  /** The readings to learn from; undefined if the number is not being learned. */
  learner(index: number): Learner | undefined {
    return this.learners[index];
  }

  /** Takes over what was learned elsewhere; undefined forgets. */
  setLearner(index: number, learner: Learner | undefined): void {
    if (learner || this.learners[index]) this.learners[index] = learner;
  }

  /** Extends the learned range of a series. */
  learn(index: number, value: number): void {
    if (this.ranges === ABSENT || !Number.isFinite(value)) return;
    const first = index * this.columns.width + this.ranges;
    learnRange(this.columns.data, first, value);
  }

  /** The learned range of a series; undefined if nothing was learned. */
  range(index: number): LearnedRange | undefined {
    if (this.ranges === ABSENT) return undefined;
    const [lowest, highest, ...recent] = NOTHING_SEEN.map((_, i) => this.at(index, this.ranges + i));
    if (lowest === undefined || highest === undefined || !(lowest <= highest)) return undefined;
    return [lowest, highest, ...recent];
  }

  /** Takes over what was learned elsewhere; undefined forgets. */
  setRange(index: number, range: LearnedRange | undefined): void {
    if (this.ranges === ABSENT) return;
    NOTHING_SEEN.forEach((nothing, i) => {
      this.put(index, this.ranges + i, range?.[i] ?? nothing);
    });
  }

  /** The minimum difference from the last forwarded value at which a value counts as changed. */
  limit(index: number, plan: SeriesPlan): number {
    switch (plan.mode) {
      case 'relative':
        return Math.max(plan.threshold * Math.abs(this.value(index)), plan.floor);
      case 'absolute':
      case 'swinging-door':
        return plan.threshold;
      case 'change':
      case 'auto':
        return 0;
      case 'span':
        return plan.threshold * (learnsSpan(plan) ? this.learnedSpan(index) : plan.span);
    }
  }

  /** Whether a receiver that holds the last forwarded value would be too far off. Both values are finite. */
  hasMoved(index: number, value: number, plan: SeriesPlan): boolean {
    const reference = this.value(index);
    const change = Math.abs(value - reference);
    if (change === 0) return false;
    const limit = this.limit(index, plan);
    if (change >= limit) return true;
    return change >= NEARLY * limit && change + roundingOf(value, reference, limit) >= limit;
  }

  /** Whether a line from the last forwarded value may still be near enough to everything since. */
  isOpen(index: number): boolean {
    return this.at(index, this.doors) <= this.at(index, this.doors + 1);
  }

  /**
   * Whether the line from the last forwarded value to this one is near enough to everything suppressed in between.
   * @param elapsed since the last forwarded one; unless it is positive, only an equal value is on the line.
   */
  reaches(index: number, value: number, elapsed: number): boolean {
    const reference = this.value(index);
    if (this.doors === ABSENT && Object.is(value, reference)) return true;
    if (!Number.isFinite(value) || !Number.isFinite(reference)) return Object.is(value, reference);
    if (!(elapsed > 0)) return value === reference;
    if (this.doors === ABSENT) return true;
    const slope = (value - reference) / elapsed;
    return slope >= this.at(index, this.doors) && slope <= this.at(index, this.doors + 1);
  }

  /** Notes a suppressed value, which may be the next corner of the line: lines past it have to be near it. */
  hold(index: number, value: number, elapsed: number, plan: SeriesPlan): void {
    if (this.doors === ABSENT) return;
    const reference = this.value(index);
    if (!(elapsed > 0) || !Number.isFinite(value) || !Number.isFinite(reference)) return;
    const limit = this.limit(index, plan);
    const room = limit - ROUNDING * (Math.abs(value) + Math.abs(reference) + limit);
    const change = value - reference;
    if (room > SMALLEST_THRESHOLD) {
      this.narrowDoor(index, (change - room) / elapsed, (change + room) / elapsed);
    } else if (change === 0) {
      this.narrowDoor(index, 0, 0);
    } else {
      // No line leads past this value: it will be forwarded before anything else.
      this.setDoor(index, Number.NaN, Number.NaN);
    }
  }

  private narrowDoor(index: number, lowest: number, highest: number): void {
    const { doors } = this;
    this.setDoor(
      index,
      Math.max(this.at(index, doors), lowest),
      Math.min(this.at(index, doors + 1), highest),
    );
  }

  private setDoor(index: number, lowest: number, highest: number): void {
    this.put(index, this.doors, lowest);
    this.put(index, this.doors + 1, highest);
  }

  private learnedSpan(index: number): number {
    const span = this.ranges === ABSENT ? 0 : this.at(index, this.ranges + 1) - this.at(index, this.ranges);
    return span > 0 ? span : 0;
  }

  private at(index: number, column: ColumnIndex): number {
    return this.columns.data[index * this.columns.width + column] ?? Number.NaN;
  }

  private put(index: number, column: ColumnIndex, value: number): void {
    this.columns.data[index * this.columns.width + column] = value;
  }
}

/**
 * By how much the difference of two values may be less than that of the decimals they stand for: 20.2 - 20.1 is less
 * than 0.1.
 */
function roundingOf(value: number, reference: number, limit: number): number {
  const isWhole = Number.isInteger(value) && Number.isInteger(reference);
  const isSingle = !isWhole && Math.fround(value) === value && Math.fround(reference) === reference;
  return (isSingle ? SINGLE_ROUNDING : ROUNDING) * (Math.abs(value) + Math.abs(reference) + limit);
}

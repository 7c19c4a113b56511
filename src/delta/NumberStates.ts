import { grownArray } from './grownArray';
import type { SeriesPlan } from './seriesPlan';
import { learnsSpan } from './seriesPlan';

/** What numbers of several series are remembered by: which of it is needed, their plans say. */
export interface NumberNeeds {
  readonly doors: boolean;
  readonly ranges: boolean;
}

/** Lowest and highest slope that a line to the next forwarded point may have; NaN where there is none. */
const DOOR = 2;
const LOWEST = 0;
const HIGHEST = 1;

/** Lowest and highest value seen. */
const RANGE = 2;

/**
 * Covers every rounding between a slope that was found good here and a line that a receiver computes from it: each
 * of about ten operations is off by half of Number.EPSILON of its operands at most.
 */
const ROUNDING = 16 * Number.EPSILON;

/** Below it slopes may lose their digits; such thresholds only let exact repetitions be suppressed. */
const SMALLEST_THRESHOLD = 1e-290;

/**
 * The numbers last forwarded, each with what its plan needs beside it, in flat arrays. All methods take the index
 * of a number; times and durations are in milliseconds.
 */
export class NumberStates {
  private values: Float64Array;
  private doors: Float64Array | undefined;
  private ranges: Float64Array | undefined;

  constructor(private capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Makes room for what plans need; what is there stays. */
  prepare(needs: NumberNeeds): void {
    if (needs.doors) this.doors ??= new Float64Array(this.capacity * DOOR);
    if (needs.ranges) this.ranges ??= new Float64Array(this.capacity * RANGE).fill(Number.NaN);
  }

  grow(capacity: number): void {
    this.values = grownArray(this.values, capacity, 0);
    if (this.doors) this.doors = grownArray(this.doors, capacity * DOOR, 0);
    if (this.ranges) this.ranges = grownArray(this.ranges, capacity * RANGE, Number.NaN);
    this.capacity = capacity;
  }

  /** The value last forwarded. */
  value(index: number): number {
    return this.values[index] ?? Number.NaN;
  }

  /** A value is forwarded: it is the reference from now on, and lines begin at it. */
  forward(index: number, value: number): void {
    this.values[index] = value;
    if (this.doors) {
      this.doors[index * DOOR + LOWEST] = Number.NEGATIVE_INFINITY;
      this.doors[index * DOOR + HIGHEST] = Number.POSITIVE_INFINITY;
    }
  }

  /** Remembers how far the values of a series reach. */
  learn(index: number, value: number): void {
    if (!this.ranges || !Number.isFinite(value)) return;
    const lowest = this.ranges[index * RANGE] ?? Number.NaN;
    const highest = this.ranges[index * RANGE + 1] ?? Number.NaN;
    if (!(value >= lowest)) this.ranges[index * RANGE] = value;
    if (!(value <= highest)) this.ranges[index * RANGE + 1] = value;
  }

  /** How far the values of a series reach; undefined where nothing was learned. */
  range(index: number): [lowest: number, highest: number] | undefined {
    const lowest = this.ranges?.[index * RANGE] ?? Number.NaN;
    const highest = this.ranges?.[index * RANGE + 1] ?? Number.NaN;
    return lowest <= highest ? [lowest, highest] : undefined;
  }

  /** Takes over what was learned elsewhere; undefined forgets. */
  setRange(index: number, range: readonly [lowest: number, highest: number] | undefined): void {
    if (!this.ranges) return;
    this.ranges[index * RANGE] = range?.[0] ?? Number.NaN;
    this.ranges[index * RANGE + 1] = range?.[1] ?? Number.NaN;
  }

  /** The difference to the last forwarded value from which on a value counts as changed. */
  limit(index: number, plan: SeriesPlan): number {
    switch (plan.mode) {
      case 'relative':
        return Math.max(plan.threshold * Math.abs(this.value(index)), plan.floor);
      case 'absolute':
      case 'swinging-door':
        return plan.threshold;
      case 'change':
        return 0;
      case 'span':
        return plan.threshold * (learnsSpan(plan) ? this.learnedSpan(index) : plan.span);
    }
  }

  /** Whether a receiver that holds the last forwarded value would be off too much. Both values are finite. */
  hasMoved(index: number, value: number, plan: SeriesPlan): boolean {
    const change = Math.abs(value - this.value(index));
    return change !== 0 && change >= this.limit(index, plan);
  }

  /**
   * Whether the line from the last forwarded value to this one is near enough to all that was suppressed between.
   * @param elapsed since the last forwarded one; of a value at the same time only the very same is on the line.
   */
  reaches(index: number, value: number, elapsed: number): boolean {
    const reference = this.value(index);
    if (Object.is(value, reference) && !this.doors) return true;
    if (!Number.isFinite(value) || !Number.isFinite(reference)) return Object.is(value, reference);
    if (!(elapsed > 0)) return value === reference;
    const slope = (value - reference) / elapsed;
    const lowest = this.doors?.[index * DOOR + LOWEST] ?? Number.NEGATIVE_INFINITY;
    const highest = this.doors?.[index * DOOR + HIGHEST] ?? Number.POSITIVE_INFINITY;
    return slope >= lowest && slope <= highest;
  }

  /** A value is suppressed, and may be the next corner of the line: lines past it have to be near to it. */
  hold(index: number, value: number, elapsed: number, plan: SeriesPlan): void {
    if (!this.doors) return;
    const door = index * DOOR;
    const reference = this.value(index);
    if (!(elapsed > 0) || !Number.isFinite(value) || !Number.isFinite(reference)) return;
    const limit = this.limit(index, plan);
    const room = limit - ROUNDING * (Math.abs(value) + Math.abs(reference) + limit);
    const change = value - reference;
    const lowest = this.doors[door + LOWEST] ?? Number.NEGATIVE_INFINITY;
    const highest = this.doors[door + HIGHEST] ?? Number.POSITIVE_INFINITY;
    if (room > SMALLEST_THRESHOLD) {
      this.doors[door + LOWEST] = Math.max(lowest, (change - room) / elapsed);
      this.doors[door + HIGHEST] = Math.min(highest, (change + room) / elapsed);
    } else if (change === 0) {
      this.doors[door + LOWEST] = Math.max(lowest, 0);
      this.doors[door + HIGHEST] = Math.min(highest, 0);
    } else {
      this.close(index);
    }
  }

  /** No line leads past the last suppressed value: it will be forwarded before anything else. */
  private close(index: number): void {
    this.doors?.fill(Number.NaN, index * DOOR + LOWEST, index * DOOR + HIGHEST + 1);
  }

  private learnedSpan(index: number): number {
    const range = this.range(index);
    return range ? range[1] - range[0] : 0;
  }
}

import { anyChange } from './chooseLimit';
import type { StatedLimit } from './StatedLimit';

/** Number of readings to learn from. */
const READINGS = 64;

/** A value that only rises may be a ramp: it counts as a counter once it has risen for this many readings. */
const COUNTER_READINGS = 256;

/** Minimum readings that differ from the one before; with fewer there is too little to learn from. */
const LEAST_CHANGES = 8;

/** Readings with at most this many different integers are an enumeration. */
const MOST_CHOICES = 5;

/** Standard deviations of the noise that do not count as a change. */
const DEVIATIONS = 3;

/** Share of the observed span that always counts as a change. Without it, noise would decide for a slow signal. */
const MOST_OF_SPAN = 0.05;

const FIRST_ROOM = 8;

/** What to do with the next reading of a series: pass it, pass it if it changed, or apply what was learned. */
export type Lesson = 'learning' | 'quiet' | StatedLimit;

/** Learns from the first readings of a series what counts as a change in it. */
export class Learner {
  private values = new Float64Array(FIRST_ROOM);
  private count = 0;
  private changes = 0;
  private total = 0;
  private isRising = true;
  private isQuiet = false;
  private latest = Number.NaN;

  /** Takes over the readings of another one, as kept() returned them. */
  static of(kept: readonly number[]): Learner {
    const learner = new Learner();
    if (kept.length === 0) return learner;
    const [total = 0, changes = 0, isRising = 0, isQuiet = 0, latest = Number.NaN, ...values] = kept;
    learner.total = total;
    learner.changes = changes;
    learner.isRising = isRising === 1;
    learner.isQuiet = isQuiet === 1;
    learner.latest = latest;
    for (const value of values) learner.push(value);
    return learner;
  }

  kept(): number[] {
    if (this.total === 0) return [];
    const { total, changes, isRising, isQuiet, latest, values, count } = this;
    return [total, changes, isRising ? 1 : 0, isQuiet ? 1 : 0, latest, ...values.subarray(0, count)];
  }

  /**
   * Learns from the next reading of the series. Anything but a finite number teaches nothing.
   * @param isMeter whether it is known to be a meter, so that it need not rise for long to count as one.
   */
  observe(value: number, isMeter = false): Lesson {
    if (Number.isFinite(value)) {
      const isChange = value !== this.latest && !Number.isNaN(this.latest);
      if (value < this.latest || value < 0) this.isRising = false;
      this.latest = value;
      this.total++;
      if (isChange) this.changes++;
      if ((isChange || !this.isQuiet) && this.count < READINGS) this.push(value);
    }
    if (this.count < READINGS) return this.isQuiet ? 'quiet' : 'learning';
    return this.conclude(isMeter);
  }

  private conclude(isMeter: boolean): Lesson {
    const readings = this.values.subarray(0, this.count);
    if (!this.isQuiet && this.changes < LEAST_CHANGES) {
      // From now on only changes count.
      this.isQuiet = true;
      this.count = 0;
      this.push(this.latest);
      return 'quiet';
    }
    const isWhole = readings.every(Number.isInteger);
    if (isWhole && (this.isQuiet || new Set(readings).size <= MOST_CHOICES)) return anyChange('values');
    if (this.isRising && !this.isQuiet) {
      if (this.total < COUNTER_READINGS && !isMeter) return 'learning';
      return { mode: 'swinging-door', threshold: learnedThreshold(readings), why: 'counter' };
    }
    return { mode: 'absolute', threshold: learnedThreshold(readings), why: 'learned' };
  }

  private push(value: number): void {
    if (this.count === this.values.length) {
      const { values } = this;
      this.values = new Float64Array(2 * values.length);
      this.values.set(values);
    }
    this.values[this.count++] = value;
  }
}

/**
 * What counts as a change of a signal with these readings: three standard deviations of its noise, at least one step of
 * its resolution, at most a share of its span. Two digits, rounded down.
 */
export function learnedThreshold(readings: Float64Array): number {
  const sorted = Float64Array.from(readings).sort();
  // One outlier at either end does not count.
  const span = (sorted.at(-2) ?? 0) - (sorted[1] ?? 0);
  const noise = Math.min(DEVIATIONS * noiseOf(readings), MOST_OF_SPAN * span);
  return twoDigits(Math.max(noise, resolutionOf(sorted)));
}

/**
 * The standard deviation of the noise. Second differences cancel out slow changes, and their median ignores steps and
 * spikes. For normal noise it is 0.6745 of their deviation, whose square is six times that of the noise.
 */
function noiseOf(readings: Float64Array): number {
  const differences = readings
    .subarray(2)
    .map((value, i) => Math.abs(value - 2 * (readings[i + 1] ?? 0) + (readings[i] ?? 0)))
    .sort();
  const middle = differences[differences.length >> 1] ?? 0;
  return middle / (0.6745 * Math.sqrt(6));
}

/** The smallest distance between two values, apart from rounding. */
function resolutionOf(sorted: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) {
    const [below = 0, above = 0] = sorted.subarray(i - 1, i + 1);
    const distance = above - below;
    if (distance > 1e-12 * Math.max(Math.abs(above), Math.abs(below))) least = Math.min(least, distance);
  }
  return Number.isFinite(least) ? Number(least.toPrecision(3)) : 0;
}

function twoDigits(number: number): number {
  if (!(number > 0) || !Number.isFinite(number)) return 0;
  const scale = 10 ** (Math.floor(Math.log10(number)) - 1);
  const rounded = Math.floor(number / scale + 1e-9) * scale;
  return Number(rounded.toPrecision(2)) || number;
}

import type { HeldRefs } from './HeldRefs';
import type { HeldSample } from './HeldSamples';

/** A number of a payload, with its index in what is remembered of the payload. */
export type NumberAt = readonly [index: number, value: number];

/** The samples with the lowest and the highest value of one number in an interval. */
interface Range<Ref> {
  lowest: number;
  highest: number;
  low: HeldSample<Ref>;
  high: HeldSample<Ref>;
}

/** Tells whether a value is so far beyond everything forwarded anyway that it has to be forwarded too. */
export type IsBeyond = (index: number, value: number, side: 'below' | 'above') => boolean;

/** The extremes that numbers of series reached while `minInterval` held them back, by slot. */
export class Extremes<Ref> {
  private readonly ranges = new Map<number, Map<number, Range<Ref>>>();

  constructor(private readonly refs: HeldRefs<Ref>) {}

  /** Records a sample that is held back. */
  note(slot: number, sample: HeldSample<Ref>, numbers: readonly NumberAt[]): void {
    let ranges = this.ranges.get(slot);
    if (!ranges) {
      ranges = new Map();
      this.ranges.set(slot, ranges);
    }
    for (const [index, value] of numbers) {
      if (!Number.isFinite(value)) continue;
      const range = ranges.get(index);
      if (!range) {
        ranges.set(index, { lowest: value, highest: value, low: sample, high: sample });
        this.refs.hold(sample.ref);
        this.refs.hold(sample.ref);
      } else if (value < range.lowest) {
        this.replace(range.low, sample);
        Object.assign(range, { lowest: value, low: sample });
      } else if (value > range.highest) {
        this.replace(range.high, sample);
        Object.assign(range, { highest: value, high: sample });
      }
    }
  }

  /** Takes the samples to forward before the latest one, each once, in order of time. */
  take(slot: number, isBeyond: IsBeyond): readonly HeldSample<Ref>[] {
    const samples = new Set<HeldSample<Ref>>();
    for (const [index, { lowest, highest, low, high }] of this.ranges.get(slot) ?? []) {
      if (isBeyond(index, lowest, 'below')) samples.add(low);
      if (isBeyond(index, highest, 'above')) samples.add(high);
    }
    this.forget(slot);
    return [...samples].sort((a, b) => a.time - b.time);
  }

  forget(slot: number): void {
    const ranges = this.ranges.get(slot);
    if (!ranges) return;
    this.ranges.delete(slot);
    for (const { low, high } of ranges.values()) {
      this.refs.letGo(low.ref);
      this.refs.letGo(high.ref);
    }
  }

  private replace(before: HeldSample<Ref>, after: HeldSample<Ref>): void {
    this.refs.hold(after.ref);
    this.refs.letGo(before.ref);
  }
}

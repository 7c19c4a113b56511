import type { AskedNumber, KnownValue, ValueKind } from '../values/valueKind';

/** What a number must be to give the same answers as another one to the questions asked about that one. */
export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  /** Exclusive bounds. */
  readonly above: number;
  readonly below: number;
  /** Whether it must be an integer or must not be one; undefined if this was not asked. */
  readonly isWhole: boolean | undefined;
}

/** A known value that records what was asked about it, so that an answer holds for all values that answer alike. */
export class WatchedValue implements KnownValue {
  readonly kind: ValueKind;
  readonly asked: AskedNumber | undefined;
  /** Whether the value itself was looked at: then nothing is known about other values. */
  isSeen: boolean;
  private readonly numbers: AskedBounds | undefined;

  constructor(private readonly known: KnownValue) {
    this.kind = known.kind;
    this.isSeen = known.unit !== undefined;
    this.numbers = known.kind === 'number' ? new AskedBounds(Number(known.value)) : undefined;
    this.asked = this.numbers;
  }

  get value(): unknown {
    this.isSeen = true;
    return this.known.value;
  }

  get unit(): string | undefined {
    return this.known.unit;
  }

  get isChoice(): boolean | undefined {
    return this.known.isChoice;
  }

  /** Undefined if nothing was asked about the number. */
  get bounds(): NumberBounds | undefined {
    return this.numbers?.isAsked ? this.numbers : undefined;
  }
}

class AskedBounds implements AskedNumber, NumberBounds {
  isAsked = false;
  least = Number.NEGATIVE_INFINITY;
  most = Number.POSITIVE_INFINITY;
  above = Number.NEGATIVE_INFINITY;
  below = Number.POSITIVE_INFINITY;
  isWhole: boolean | undefined;

  constructor(private readonly value: number) {}

  isWithin(least: number, most: number): boolean {
    this.isAsked = true;
    const { value } = this;
    const isWithin = value >= least && value <= most;
    if (isWithin) {
      this.least = Math.max(this.least, least);
      this.most = Math.min(this.most, most);
    } else if (value > most) this.above = Math.max(this.above, most);
    else this.below = Math.min(this.below, least);
    return isWithin;
  }

  isBelow(bound: number): boolean {
    this.isAsked = true;
    const isBelow = this.value < bound;
    if (isBelow) this.below = Math.min(this.below, bound);
    else this.least = Math.max(this.least, bound);
    return isBelow;
  }

  isInteger(): boolean {
    this.isAsked = true;
    this.isWhole = Number.isInteger(this.value);
    return this.isWhole;
  }
}

/** NaN never fits: it is like no other number. */
export function fitsBounds(value: number, bounds: NumberBounds): boolean {
  return (
    value >= bounds.least &&
    value <= bounds.most &&
    value > bounds.above &&
    value < bounds.below &&
    (bounds.isWhole === undefined || Number.isInteger(value) === bounds.isWhole)
  );
}

import type { SegmentFooter } from '../format/segmentFile';

/** One file of a log: what is known about it without its events. */
export class Segment {
  count = 0;
  firstArrival = 0;
  lastArrival = 0;
  lastOrder = 0;
  /** Bytes up to the end of the last good record. */
  size = 0;

  constructor(
    readonly number: number,
    readonly path: string,
    public firstN: number,
  ) {}

  get endN(): number {
    return this.firstN + this.count;
  }

  get footer(): SegmentFooter {
    const { firstN, count, firstArrival, lastArrival, lastOrder } = this;
    return { firstN, count, firstArrival, lastArrival, lastOrder };
  }

  /** @param end number of the event after the last one. */
  take(end: number, arrival: number, order: number): void {
    if (this.count === 0) this.firstArrival = arrival;
    this.count = end - this.firstN;
    this.lastArrival = Math.max(this.lastArrival, arrival);
    this.lastOrder = order;
  }

  describe(footer: SegmentFooter, size: number): void {
    Object.assign(this, footer);
    this.size = size;
  }
}

import type { Earlier, PassReason } from './DeltaVerdict';
import { type FieldCorners, partsOf } from './FieldLines';
import type { HeldSample } from './HeldSamples';
import { bendByDoor } from './NumberDoor';
import { finish, type LinePlace, type OpenLine } from './openLine';
import type { Schedule } from './Schedule';
import type { Incoming, SeriesContent } from './SeriesContent';
import type { SeriesStore } from './SeriesStore';
import { seriesName } from './seriesKey';
import { SERIES_FLAGS, SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';
import { joined, NONE } from './verdicts';

/** A sample with its times: when it arrived and when it was measured, ms since the epoch. */
export interface TimedSample<Ref> extends Incoming<Ref> {
  readonly now: number;
  readonly time: number;
  /** The message says when it was measured. */
  readonly isDated: boolean;
}

export interface ForwardingOptions {
  readonly partial: boolean;
  readonly sendExtremes: boolean;
}

/** Flags that forwarding clears. */
const ENDED_BY_FORWARDING =
  SERIES_FLAGS.pending | SERIES_FLAGS.untrusted | SERIES_FLAGS.stale | SERIES_FLAGS.overtaken;

/** With any of these flags, what is held is sent as a whole. */
const WHOLE_NEXT = SERIES_FLAGS.overtaken | SERIES_FLAGS.unresolved;

/** Forwards what series hold, and remembers what is forwarded. */
export class HeldForwarding<Ref> {
  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly content: SeriesContent<Ref>,
    private readonly schedule: Schedule<Ref>,
    private readonly options: ForwardingOptions,
  ) {}

  /** Forwards everything a series holds that still has to be sent. Its own time tells its place among the samples. */
  forward(slot: number, reason: PassReason, now: number): readonly Earlier<Ref>[] {
    const { store, content } = this;
    const held = store.held.of(slot);
    if (!held) return NONE;
    if (content.divides(slot)) {
      const parts = this.forwardParts(slot, content.lastCorners(slot));
      return [...parts, this.forwardOne(slot, held, 0, reason, now)];
    }
    const extremes = this.options.sendExtremes && this.isPending(slot) ? this.takeExtremes(slot, held) : NONE;
    const line = new HeldLine(slot, now, reason, this, content);
    if (store.flags(slot) & SERIES_FLAGS.unresolved) {
      // After a restart, or a deploy with other settings, it is unknown under which plan a line began.
      const all = store.held.from(slot, store.held.newestReached(slot));
      all.forEach((each, i) => {
        line.forward(each, all.length - 1 - i);
      });
    } else if (content.isNumberDoor(slot) && !this.isPending(slot)) {
      bendByDoor(store, slot, content.planOf(slot), true, (corner, after) => line.forward(corner, after));
    } else {
      const newer = store.held.from(slot, 1);
      line.forward(held, newer.length);
      finish(line, newer);
    }
    return joined(extremes, line.forwarded);
  }

  /** The lowest and highest values of an interval, unless what is forwarded at its end shows them. */
  private takeExtremes(slot: number, { values }: HeldSample<Ref>): readonly Earlier<Ref>[] {
    const { store, content } = this;
    const { topic } = seriesName(store.keyOf(slot));
    const samples = store.extremes.take(slot, content.beyond(slot, { topic, values, context: {} }));
    if (samples.length === 0) return NONE;
    store.setSuppressed(slot, Math.max(0, store.suppressed(slot) - samples.length));
    // They are sent as a whole, so what follows has to be, too.
    store.setFlag(slot, SERIES_FLAGS.overtaken, true);
    return samples.map(({ ref, time }) => ({
      kind: 'held',
      topic,
      ref,
      time,
      reason: 'interval',
      suppressed: 0,
    }));
  }

  /** Forwards one sample that is or was held. @param after how many came after it. */
  forwardOne(
    slot: number,
    { ref, time, values }: HeldSample<Ref>,
    after: number,
    reason: PassReason,
    now: number,
  ): Earlier<Ref> {
    const { store, content } = this;
    const { topic } = seriesName(store.keyOf(slot));
    const suppressed = Math.max(0, store.suppressed(slot) - 1 - after);
    // The whole payload if earlier parts may have been overtaken, or if the plans are unknown.
    const isWhole = (store.flags(slot) & WHOLE_NEXT) !== 0 || reason === 'heartbeat' || content.divides(slot);
    const mayBePart = this.options.partial && !isWhole;
    const partial = mayBePart ? content.forwardPart(slot, values) : undefined;
    if (!partial) content.forward(slot, { topic, values, context: {} });
    const isPending = this.isPending(slot);
    const intervalFrom = isPending ? this.intervalEnd(slot, content.planOf(slot)) : time;
    this.sent(slot, time, intervalFrom, now);
    if (!partial) store.setTime(slot, SERIES_TIMES.whole, time);
    store.setSuppressed(slot, after);
    return { kind: 'held', topic, ref, time, reason, suppressed, ...(partial && { partial }) };
  }

  /** Forwards the corners of single numbers in held messages. */
  forwardParts(slot: number, corners: FieldCorners<Ref>): readonly Earlier<Ref>[] {
    const { store } = this;
    const tree = store.tree(slot);
    const parts = tree ? partsOf(store.keyOf(slot), tree, corners) : NONE;
    store.setSuppressed(slot, Math.max(0, store.suppressed(slot) - parts.length));
    return parts;
  }

  isPending(slot: number): boolean {
    return (this.store.flags(slot) & SERIES_FLAGS.pending) !== 0;
  }

  /** Time since the last forwarded sample was measured, ms. */
  elapsed(slot: number, { time }: { readonly time: number }): number {
    return time - this.store.time(slot, SERIES_TIMES.forwarded);
  }

  /** Forwards the samples before this one, as far as lines need them. */
  endLine(slot: number, reason: PassReason, now: number): readonly Earlier<Ref>[] {
    if (this.isPending(slot) || !this.content.drawsLines(slot)) return NONE;
    return this.forward(slot, reason, now);
  }

  isOvertaken(slot: number): boolean {
    return (this.store.flags(slot) & SERIES_FLAGS.overtaken) !== 0;
  }

  /** Begins the lines of each number at a sample that is forwarded as a whole. */
  beginLines(slot: number, sample: TimedSample<Ref>): void {
    if (this.content.divides(slot)) this.content.fieldCorners(slot, sample, true);
  }

  /** Notes that a sample was forwarded. */
  sent(slot: number, time: number, intervalFrom: number, now: number): void {
    const { store } = this;
    store.setSuppressed(slot, 0);
    store.held.release(slot);
    store.setFlag(slot, ENDED_BY_FORWARDING, false);
    if (this.options.sendExtremes) store.extremes.forget(slot);
    store.setTime(slot, SERIES_TIMES.forwarded, time);
    store.setTime(slot, SERIES_TIMES.intervalFrom, intervalFrom);
    store.setTime(slot, SERIES_TIMES.sent, now);
    this.schedule.clearDue(slot);
  }

  /** When `minInterval` ends, by the time of the samples. */
  intervalEnd(slot: number, { minInterval }: SeriesPlan): number {
    return this.store.time(slot, SERIES_TIMES.intervalFrom) + minInterval;
  }
}

/** What one series holds, while it is forwarded. */
export class HeldLine<Ref> implements OpenLine<HeldSample<Ref>> {
  readonly forwarded: Earlier<Ref>[] = [];

  /** @param reason for forwarding the last one, with nothing after it. */
  constructor(
    private readonly slot: number,
    private readonly now: number,
    private readonly reason: PassReason,
    private readonly forwarding: HeldForwarding<Ref>,
    private readonly content: SeriesContent<Ref>,
  ) {}

  place(sample: HeldSample<Ref>): LinePlace {
    const { slot, content } = this;
    const incoming: Incoming<Ref> = { topic: '', values: sample.values, context: {} };
    const elapsed = this.forwarding.elapsed(slot, sample);
    const { change, isLineBroken } = content.compare(slot, incoming, elapsed);
    if (change !== undefined) return 'broken';
    content.hold(slot, incoming, elapsed);
    if (!isLineBroken) return 'reached';
    return elapsed > 0 && content.isLineOpen(slot) ? 'open' : 'broken';
  }

  forward(sample: HeldSample<Ref>, after: number): void {
    const { slot, now } = this;
    const reason = after === 0 ? this.reason : 'line';
    this.forwarded.push(this.forwarding.forwardOne(slot, sample, after, reason, now));
  }
}

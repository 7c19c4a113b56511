import type { Comparison } from './Comparison';
import type { ChangedPart, DeltaVerdict, Earlier, PassReason, SampleFacts } from './DeltaVerdict';
import { lineTime, newestTime } from './quickVerdicts';
import type { Schedule } from './Schedule';
import type { Incoming, SeriesContent } from './SeriesContent';
import type { SeriesStore } from './SeriesStore';
import { seriesName } from './seriesKey';
import { SERIES_FLAGS, SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';

/** A sample with its times: when it arrived and when it was measured, ms since the epoch. */
export interface TimedSample<Ref> extends Incoming<Ref> {
  readonly now: number;
  readonly time: number;
  /** The message says when it was measured. */
  readonly isDated: boolean;
}

export interface JudgeOptions {
  readonly partial: boolean;
  readonly persist: boolean;
  readonly isAlarm: (facts: SampleFacts | undefined) => boolean;
}

/** Decides about the samples of series that are known, and keeps their state in step with what is forwarded. */
export class SeriesJudge<Ref> {
  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly content: SeriesContent<Ref>,
    private readonly schedule: Schedule<Ref>,
    private readonly options: JudgeOptions,
  ) {}

  /** Remembers the first sample of a series. @returns false when it cannot be kept for comparison. */
  begin(slot: number, sample: TimedSample<Ref>): boolean {
    const { content } = this;
    content.assignPlan(slot, sample);
    if (!content.take(slot, sample)) return false;
    content.learn(slot, sample);
    content.forwardQuality(slot, sample);
    const plan = content.planOf(slot);
    const timed = content.isTimed(slot);
    this.noteNewest(slot, sample);
    this.sent(slot, sample.time, sample.time, sample.now);
    if (timed) this.schedule.seen(slot, sample.now, plan.staleAfter);
    return true;
  }

  judge(slot: number, sample: TimedSample<Ref>): DeltaVerdict<Ref> {
    const { store, content } = this;
    const { time, now } = sample;
    const earlier = this.settle(slot, sample);
    const plan = content.planOf(slot);
    const timed = content.isTimed(slot);
    const lines = content.drawsLines(slot);
    const lastTime = lines ? lineTime(store, slot) : store.lastTime(slot);
    if (timed) this.schedule.seen(slot, now, plan.staleAfter);
    if (sample.isDated && time < lastTime) return passed(this.alarmReason(sample) ?? 'late', 0, earlier);
    const isClockBack = timed && !sample.isDated && time < lastTime;
    this.noteNewest(slot, sample);
    const released = this.releaseAfterInterval(slot, sample, plan);
    const isLearning = content.learn(slot, sample);
    return this.decide(slot, sample, plan, isClockBack, isLearning, earlier ?? released);
  }

  /** Forwards what a series holds. Its order among samples is by its own time. */
  forwardHeld(slot: number, reason: PassReason, now: number): Earlier<Ref> | undefined {
    const { store, content } = this;
    const held = store.held.of(slot);
    if (!held) return undefined;
    const { topic } = seriesName(store.keyOf(slot));
    const { ref, time, values } = held;
    const suppressed = Math.max(0, store.suppressed(slot) - 1);
    const partial = this.options.partial ? content.forwardPart(slot, values) : undefined;
    if (!partial) content.forward(slot, { topic, values, context: {} });
    const isPending = this.isPending(slot);
    const intervalFrom = isPending ? this.intervalEnd(slot, content.planOf(slot)) : time;
    this.sent(slot, time, intervalFrom, now);
    return { kind: 'held', topic, ref, time, reason, suppressed, ...(partial && { partial }) };
  }

  isPending(slot: number): boolean {
    return (this.store.flags(slot) & SERIES_FLAGS.pending) !== 0;
  }

  /** A series of before a deploy or a restart gets its plan; a line that it had begun ends at what it holds. */
  private settle(slot: number, sample: TimedSample<Ref>): Earlier<Ref> | undefined {
    const { store } = this;
    if ((store.flags(slot) & SERIES_FLAGS.unresolved) === 0) return undefined;
    const newest = newestTime(store, slot);
    const earlier = this.isPending(slot) ? undefined : this.forwardHeld(slot, 'previous', sample.now);
    this.content.resolve(slot, sample);
    if (!this.content.drawsLines(slot) && newest > store.lastTime(slot)) store.setLastTime(slot, newest);
    store.setFlag(slot, SERIES_FLAGS.unresolved, false);
    this.forgetTimes(slot);
    // A silence that nobody measured until now begins here. Where lines are drawn, the next corner has to come first.
    const isUnknown = Number.isNaN(store.time(slot, SERIES_TIMES.forwarded));
    if (isUnknown && this.content.isTimed(slot) && !this.content.drawsLines(slot))
      store.setTime(slot, SERIES_TIMES.forwarded, sample.time);
    return earlier;
  }

  /** Times of no need to the plan are not kept up, and must not be believed when another plan asks for them later. */
  private forgetTimes(slot: number): void {
    const { store, content } = this;
    if (this.options.persist) return;
    store.setTime(slot, SERIES_TIMES.sent, Number.NaN);
    if (content.planOf(slot).minInterval === 0) store.setTime(slot, SERIES_TIMES.intervalFrom, Number.NaN);
    if (!content.isTimed(slot)) store.setTime(slot, SERIES_TIMES.forwarded, Number.NaN);
  }

  /** The pending sample of an interval that is over goes before this one. */
  private releaseAfterInterval(
    slot: number,
    { time, now }: TimedSample<Ref>,
    plan: SeriesPlan,
  ): Earlier<Ref> | undefined {
    if (!this.isPending(slot) || time < this.intervalEnd(slot, plan)) return undefined;
    return this.forwardHeld(slot, 'interval', now);
  }

  private decide(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    isClockBack: boolean,
    isLearning: boolean,
    earlier: Earlier<Ref> | undefined,
  ): DeltaVerdict<Ref> {
    const { content } = this;
    const forced = this.forcedReason(slot, sample, isClockBack);
    const comparison = content.compare(slot, sample, this.elapsed(slot, sample), isLearning);
    const { change, isLineBroken } = comparison;
    const isUrgent = forced !== undefined || comparison.isUrgent;
    const isEarly = !isUrgent && plan.minInterval > 0 && sample.time < this.intervalEnd(slot, plan);
    if (isEarly && (this.isPending(slot) || change !== undefined || isLineBroken)) {
      return this.suppressUntilDue(slot, sample, plan, earlier);
    }
    const reason = forced ?? change;
    const needsCorner = change !== undefined || isLineBroken || isClockBack;
    if (!needsCorner && reason === undefined) return this.suppressOrBeat(slot, sample, plan, earlier);
    const corner = earlier ?? this.cornerBefore(slot, needsCorner, reason, sample.now);
    if (reason !== undefined) return this.pass(slot, sample, reason, comparison, corner);
    if (corner === undefined) return this.pass(slot, sample, 'line', comparison, undefined);
    const anew = content.compare(slot, sample, this.elapsed(slot, sample), isLearning);
    if (anew.change === undefined && !anew.isLineBroken)
      return this.suppressOrBeat(slot, sample, plan, corner);
    return this.pass(slot, sample, anew.change ?? 'line', anew, corner);
  }

  /** The sample before a change, or where a line has to bend. */
  private cornerBefore(
    slot: number,
    isNeeded: boolean,
    reason: PassReason | undefined,
    now: number,
  ): Earlier<Ref> | undefined {
    if (!isNeeded || this.isPending(slot) || !this.content.drawsLines(slot)) return undefined;
    return this.forwardHeld(slot, reason === undefined ? 'line' : 'previous', now);
  }

  private forcedReason(slot: number, sample: TimedSample<Ref>, isClockBack: boolean): PassReason | undefined {
    const flags = this.store.flags(slot);
    if (isClockBack) return 'clock';
    if (flags & SERIES_FLAGS.untrusted) return 'restart';
    if (flags & SERIES_FLAGS.stale) return 'recovered';
    return this.alarmReason(sample);
  }

  private alarmReason({ context }: TimedSample<Ref>): PassReason | undefined {
    return this.options.isAlarm(context.wireband) ? 'alarm' : undefined;
  }

  private suppressOrBeat(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: Earlier<Ref> | undefined,
  ): DeltaVerdict<Ref> {
    // How long it is silent is not known where a deploy made lines of it: it may be long.
    const isSilent = plan.maxSilence > 0 && !(this.elapsed(slot, sample) < plan.maxSilence);
    return isSilent
      ? this.pass(slot, sample, 'heartbeat', undefined, earlier)
      : this.suppress(slot, sample, earlier);
  }

  /** @param comparison where a part of the message may do. */
  private pass(
    slot: number,
    sample: TimedSample<Ref>,
    reason: PassReason,
    comparison: Comparison | undefined,
    earlier: Earlier<Ref> | undefined,
  ): DeltaVerdict<Ref> {
    const { store, content } = this;
    const suppressed = store.suppressed(slot);
    const isPartial = this.options.partial && comparison?.isSameForm && isChange(reason);
    const partial = isPartial ? content.forwardPart(slot, sample.values) : undefined;
    if (!partial && !content.forward(slot, sample)) {
      store.remove(slot);
      return passed('incomparable', suppressed, earlier);
    }
    content.forwardQuality(slot, sample);
    this.sent(slot, sample.time, sample.time, sample.now);
    // With another form lines may begin or end to be drawn.
    this.noteNewest(slot, sample);
    return passed(reason, suppressed, earlier, partial);
  }

  private suppress(
    slot: number,
    sample: TimedSample<Ref>,
    earlier: Earlier<Ref> | undefined,
  ): DeltaVerdict<Ref> {
    const { store } = this;
    const suppressed = store.suppressed(slot) + 1;
    if (this.content.drawsLines(slot)) {
      this.content.hold(slot, sample, this.elapsed(slot, sample));
      store.held.hold(slot, sample.values, sample.time, sample.context.ref);
    }
    store.setSuppressed(slot, suppressed);
    return held(suppressed, earlier);
  }

  private suppressUntilDue(
    slot: number,
    { time, values, context, now }: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: Earlier<Ref> | undefined,
  ): DeltaVerdict<Ref> {
    const { store } = this;
    const suppressed = store.suppressed(slot) + 1;
    store.held.hold(slot, values, time, context.ref);
    store.setSuppressed(slot, suppressed);
    if (!this.isPending(slot)) {
      store.setFlag(slot, SERIES_FLAGS.pending, true);
      const left = this.intervalEnd(slot, plan) - time;
      this.schedule.holdFor(slot, now, Math.min(left, plan.minInterval));
    }
    return held(suppressed, earlier);
  }

  /** What was last forwarded is now this. */
  private sent(slot: number, time: number, intervalFrom: number, now: number): void {
    const { store } = this;
    store.setSuppressed(slot, 0);
    store.held.release(slot);
    store.setFlag(slot, SERIES_FLAGS.pending | SERIES_FLAGS.untrusted | SERIES_FLAGS.stale, false);
    store.setTime(slot, SERIES_TIMES.forwarded, time);
    store.setTime(slot, SERIES_TIMES.intervalFrom, intervalFrom);
    store.setTime(slot, SERIES_TIMES.sent, now);
    this.schedule.clearDue(slot);
  }

  /** Where lines are drawn, the newest sample was forwarded or is held, and its time is known by that. */
  private noteNewest(slot: number, { time, isDated }: TimedSample<Ref>): void {
    const { store, content } = this;
    if (!content.drawsLines(slot)) {
      if (isDated || content.isTimed(slot)) store.setLastTime(slot, time);
    } else if (store.lastTime(slot) !== Number.NEGATIVE_INFINITY) {
      store.setLastTime(slot, Number.NEGATIVE_INFINITY);
    }
  }

  private elapsed(slot: number, { time }: TimedSample<Ref>): number {
    return time - this.store.time(slot, SERIES_TIMES.forwarded);
  }

  private intervalEnd(slot: number, { minInterval }: SeriesPlan): number {
    return this.store.time(slot, SERIES_TIMES.intervalFrom) + minInterval;
  }
}

/** Reasons for which the part of a payload that changed may be sent alone; for others it is good to send all of it. */
function isChange(reason: PassReason): boolean {
  return reason === 'value' || reason === 'status' || reason === 'line' || reason === 'unfiltered';
}

function passed<Ref>(
  reason: PassReason,
  suppressed: number,
  earlier: Earlier<Ref> | undefined,
  partial?: ChangedPart,
): DeltaVerdict<Ref> {
  // Spreading what is mostly absent would take longer than all else.
  if (!earlier && !partial) return { pass: true, reason, suppressed };
  return { pass: true, reason, suppressed, ...(earlier && { earlier }), ...(partial && { partial }) };
}

function held<Ref>(suppressed: number, earlier: Earlier<Ref> | undefined): DeltaVerdict<Ref> {
  return earlier ? { pass: false, suppressed, earlier } : { pass: false, suppressed };
}

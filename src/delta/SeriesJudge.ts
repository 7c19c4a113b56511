import type { DeltaVerdict, Earlier, PassReason, SampleFacts } from './DeltaVerdict';
import { type ForwardingOptions, HeldForwarding, HeldLine, type TimedSample } from './HeldForwarding';
import type { HeldSample } from './HeldSamples';
import { bendByDoor, holdByDoor } from './NumberDoor';
import { examine } from './openLine';
import { lineTime, newestTime } from './quickVerdicts';
import type { Schedule } from './Schedule';
import type { SeriesContent } from './SeriesContent';
import type { SeriesStore } from './SeriesStore';
import { SERIES_FLAGS, SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';
import { joined, NONE, passed, passedWithNewest, suppressed } from './verdicts';

export interface JudgeOptions extends ForwardingOptions {
  readonly persist: boolean;
  readonly isAlarm: (facts: SampleFacts | undefined) => boolean;
}

/** Maximum samples kept of payloads with several values, beyond the one that their lines reach. */
const LOOK_AHEAD = 16;

/** Decides on the samples of known series, and keeps their state in step with what is forwarded. */
export class SeriesJudge<Ref> {
  readonly forwarding: HeldForwarding<Ref>;

  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly content: SeriesContent<Ref>,
    private readonly schedule: Schedule<Ref>,
    private readonly options: JudgeOptions,
  ) {
    this.forwarding = new HeldForwarding(store, content, schedule, options);
  }

  /** Remembers the first sample of a series. @returns false if it cannot be kept for comparison. */
  begin(slot: number, sample: TimedSample<Ref>): boolean {
    const { content } = this;
    content.assignPlan(slot, sample);
    if (!content.take(slot, sample)) return false;
    content.learn(slot, sample);
    content.forwardQuality(slot, sample);
    const plan = content.planOf(slot);
    const timed = content.isTimed(slot);
    this.noteNewest(slot, sample);
    this.forwarding.sent(slot, sample.time, sample.time, sample.now);
    this.store.setTime(slot, SERIES_TIMES.whole, sample.time);
    this.forwarding.beginLines(slot, sample);
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
    if (sample.isDated && time < lastTime) {
      if (this.isOvertaking(slot, time, plan)) store.setFlag(slot, SERIES_FLAGS.overtaken, true);
      return passed(this.alarmReason(sample) ?? 'late', 0, earlier);
    }
    const isClockBack = timed && !sample.isDated && time < lastTime;
    this.noteNewest(slot, sample);
    const isLearning = content.learn(slot, sample);
    if (content.divides(slot))
      return this.decideDivided(slot, sample, plan, isClockBack, isLearning, earlier);
    const released = this.releaseAfterInterval(slot, sample, plan);
    return this.decide(slot, sample, plan, isClockBack, isLearning, joined(earlier, released));
  }

  /** Gives a series from before a deploy or a restart its plan; a line that it had begun ends at what it holds. */
  private settle(slot: number, sample: TimedSample<Ref>): readonly Earlier<Ref>[] {
    const { store } = this;
    if ((store.flags(slot) & SERIES_FLAGS.unresolved) === 0) return NONE;
    const newest = newestTime(store, slot);
    const earlier = this.forwarding.isPending(slot)
      ? NONE
      : this.forwarding.forward(slot, 'previous', sample.now);
    this.content.resolve(slot, sample);
    if (!this.content.drawsLines(slot) && newest > store.lastTime(slot)) store.setLastTime(slot, newest);
    store.setFlag(slot, SERIES_FLAGS.unresolved, false);
    this.forgetTimes(slot);
    // A silence that was not measured until now begins here. With lines, the next corner has to come first.
    const isUnknown = Number.isNaN(store.time(slot, SERIES_TIMES.forwarded));
    if (isUnknown && this.content.isTimed(slot) && !this.content.drawsLines(slot))
      store.setTime(slot, SERIES_TIMES.forwarded, sample.time);
    return earlier;
  }

  /** Clears times that the plan does not need: nothing keeps them up to date for a plan that may need them later. */
  private forgetTimes(slot: number): void {
    const { store, content } = this;
    if (this.options.persist) return;
    store.setTime(slot, SERIES_TIMES.sent, Number.NaN);
    if (content.planOf(slot).minInterval === 0) store.setTime(slot, SERIES_TIMES.intervalFrom, Number.NaN);
    if (!content.isTimed(slot)) store.setTime(slot, SERIES_TIMES.forwarded, Number.NaN);
  }

  /** Forwards the pending sample of an interval that has ended, before this one. */
  private releaseAfterInterval(
    slot: number,
    { time, now }: TimedSample<Ref>,
    plan: SeriesPlan,
  ): readonly Earlier<Ref>[] {
    if (!this.forwarding.isPending(slot) || time < this.forwarding.intervalEnd(slot, plan)) return NONE;
    return this.forwarding.forward(slot, 'interval', now);
  }

  private decide(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    isClockBack: boolean,
    isLearning: boolean,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { content } = this;
    const forced = this.forcedReason(slot, sample, isClockBack);
    const comparison = content.compare(slot, sample, this.forwarding.elapsed(slot, sample), isLearning);
    const { isLineBroken, isSameForm } = comparison;
    const change = this.forwarding.isOvertaken(slot) ? 'corrected' : comparison.change;
    const isUrgent = forced !== undefined || comparison.isUrgent;
    const isEarly =
      !isUrgent && plan.minInterval > 0 && sample.time < this.forwarding.intervalEnd(slot, plan);
    if (isEarly && (this.forwarding.isPending(slot) || change !== undefined || isLineBroken)) {
      return this.suppressUntilDue(slot, sample, plan, earlier);
    }
    const reason = forced ?? change;
    const needsCorner = change !== undefined || isLineBroken || isClockBack;
    if (reason !== undefined) {
      const corners = needsCorner ? this.forwarding.endLine(slot, 'previous', sample.now) : NONE;
      return this.pass(slot, sample, reason, isSameForm, joined(earlier, corners));
    }
    if (!isLineBroken) return this.suppressOrBeat(slot, sample, plan, earlier);
    if (this.isSilent(slot, sample, plan) || !content.looksAhead(slot)) {
      return this.decideAfterCorner(slot, sample, plan, earlier);
    }
    return this.lookAhead(slot, sample, plan, earlier);
  }

  /** Decides on a payload that is sent in parts, with separate corners for each number. */
  private decideDivided(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    isClockBack: boolean,
    isLearning: boolean,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store, content } = this;
    const forced = this.forcedReason(slot, sample, isClockBack) ?? (isLearning ? 'learning' : undefined);
    const { change, isSameForm } = content.compare(slot, sample, this.forwarding.elapsed(slot, sample));
    if (!isSameForm || isClockBack) {
      const ended = this.forwarding.forward(slot, 'previous', sample.now);
      content.forgetLines(slot);
      return this.pass(slot, sample, forced ?? change ?? 'clock', false, joined(earlier, ended));
    }
    const isSilent = this.isSilent(slot, sample, plan);
    const whole =
      forced ?? (this.forwarding.isOvertaken(slot) ? 'corrected' : isSilent ? 'heartbeat' : undefined);
    const corners = content.fieldCorners(slot, sample, whole !== undefined);
    const all = joined(earlier, this.forwarding.forwardParts(slot, corners));
    if (whole !== undefined) return this.pass(slot, sample, whole, false, all);
    const partial = content.forwardCorners(slot, sample.values, corners.now);
    if (!partial) return this.suppress(slot, sample, plan, all);
    const suppressed = store.suppressed(slot);
    this.forwarding.sent(slot, sample.time, sample.time, sample.now);
    // Lines of other numbers may have to end at it.
    store.held.hold(slot, sample.values, sample.time, sample.context.ref);
    this.waitForSilence(slot, sample, plan);
    return passed(change ?? 'line', suppressed, all, partial);
  }

  /** The line bends at the sample before this one. */
  private decideAfterCorner(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { content } = this;
    const corners = this.forwarding.endLine(slot, 'line', sample.now);
    const comparison = content.compare(slot, sample, this.forwarding.elapsed(slot, sample));
    if (corners.length > 0 && comparison.change === undefined && !comparison.isLineBroken)
      return this.suppressOrBeat(slot, sample, plan, joined(earlier, corners));
    const { change = 'line', isSameForm } = comparison;
    return this.pass(slot, sample, change, isSameForm, joined(earlier, corners));
  }

  /** No line reaches this sample, but one may reach beyond it. If none does, the line bends where it last reached. */
  private lookAhead(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store, content } = this;
    const { held } = store;
    const { time, values, context, now } = sample;
    if (content.isNumberDoor(slot)) return this.takeByDoor(slot, sample, plan, earlier);
    const elapsed = this.forwarding.elapsed(slot, sample);
    const corner = held.of(slot);
    if (!corner || !(elapsed > 0)) return this.decideAfterCorner(slot, sample, plan, earlier);
    store.setSuppressed(slot, store.suppressed(slot) + 1);
    content.hold(slot, sample, elapsed);
    if (held.count(slot) <= LOOK_AHEAD && content.isLineOpen(slot)) {
      held.add(slot, values, time, context.ref, false);
      return suppressed(store.suppressed(slot), earlier);
    }
    const newest: HeldSample<Ref> = { values, time, ref: context.ref };
    const samples = [...held.from(slot, 1), newest];
    const line = new HeldLine(slot, now, 'line', this.forwarding, content);
    line.forward(corner, samples.length);
    const first = examine(line, samples);
    holdFrom(store, slot, samples, first);
    if (first < samples.length) {
      this.waitForSilence(slot, sample, plan);
      return suppressed(store.suppressed(slot), joined(earlier, line.forwarded));
    }
    return passedWithNewest(earlier, line.forwarded);
  }

  /** For plain numbers, whether or not a line reaches this one. */
  private takeByDoor(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store, content } = this;
    const { time, values, context, now } = sample;
    store.setSuppressed(slot, store.suppressed(slot) + 1);
    const line = new HeldLine(slot, now, 'line', this.forwarding, content);
    const elapsed = this.forwarding.elapsed(slot, sample);
    if (holdByDoor(store, slot, Number(values), time, elapsed, context.ref, plan)) {
      bendByDoor(store, slot, plan, false, (corner, after) => line.forward(corner, after));
    }
    if (store.held.count(slot) === 0) return passedWithNewest(earlier, line.forwarded);
    this.waitForSilence(slot, sample, plan);
    return suppressed(store.suppressed(slot), joined(earlier, line.forwarded));
  }

  /** Whether a receiver takes a late sample for newer than everything forwarded, with nothing newer on its way. */
  private isOvertaking(slot: number, time: number, plan: SeriesPlan): boolean {
    const { store, content } = this;
    if (store.suppressed(slot) === 0 || this.forwarding.isPending(slot)) return false;
    const isKnown = content.drawsLines(slot) || plan.maxSilence > 0;
    return !isKnown || !(time < store.time(slot, SERIES_TIMES.forwarded));
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

  /**
   * Whether the series was silent for `maxSilence`, or possibly: after a deploy that made lines of it, its silence is
   * unknown. A part of a payload does not end the silence of what is not in it.
   */
  private isSilent(slot: number, sample: TimedSample<Ref>, { maxSilence }: SeriesPlan): boolean {
    if (maxSilence === 0) return false;
    const { store } = this;
    const countsWhole = this.options.partial && store.tree(slot) !== undefined;
    const since = countsWhole
      ? sample.time - store.time(slot, SERIES_TIMES.whole)
      : this.forwarding.elapsed(slot, sample);
    return !(since < maxSilence);
  }

  private suppressOrBeat(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    return this.isSilent(slot, sample, plan)
      ? this.pass(slot, sample, 'heartbeat', true, earlier)
      : this.suppress(slot, sample, plan, earlier);
  }

  /** @param isSameForm whether a part of the message may be enough. */
  private pass(
    slot: number,
    sample: TimedSample<Ref>,
    reason: PassReason,
    isSameForm: boolean,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store, content } = this;
    const suppressed = store.suppressed(slot);
    const isPartial = isSameForm && isChange(reason) && !this.isSilent(slot, sample, content.planOf(slot));
    const partial = this.options.partial && isPartial ? content.forwardPart(slot, sample.values) : undefined;
    if (!partial && !content.forward(slot, sample)) {
      store.remove(slot);
      return passed('incomparable', suppressed, earlier);
    }
    content.forwardQuality(slot, sample);
    this.forwarding.sent(slot, sample.time, sample.time, sample.now);
    if (!partial) store.setTime(slot, SERIES_TIMES.whole, sample.time);
    // With another form, lines may start or stop being drawn.
    this.noteNewest(slot, sample);
    this.forwarding.beginLines(slot, sample);
    return passed(reason, suppressed, earlier, partial);
  }

  private suppress(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store } = this;
    if (this.content.isNumberDoor(slot)) return this.takeByDoor(slot, sample, plan, earlier);
    const count = store.suppressed(slot) + 1;
    if (this.content.drawsLines(slot)) {
      const elapsed = this.forwarding.elapsed(slot, sample);
      if (!this.content.divides(slot)) this.content.hold(slot, sample, elapsed);
      store.held.hold(slot, sample.values, sample.time, sample.context.ref);
      this.waitForSilence(slot, sample, plan);
    }
    store.setSuppressed(slot, count);
    return suppressed(count, earlier);
  }

  private waitForSilence(slot: number, sample: TimedSample<Ref>, { maxSilence }: SeriesPlan): void {
    if (maxSilence === 0) return;
    this.schedule.holdUntilSilent(slot, sample.now, this.forwarding.elapsed(slot, sample), maxSilence);
  }

  private suppressUntilDue(
    slot: number,
    sample: TimedSample<Ref>,
    plan: SeriesPlan,
    earlier: readonly Earlier<Ref>[],
  ): DeltaVerdict<Ref> {
    const { store } = this;
    const { time, values, context, now } = sample;
    const count = store.suppressed(slot) + 1;
    store.held.hold(slot, values, time, context.ref);
    store.setSuppressed(slot, count);
    if (this.options.sendExtremes) {
      const numbers = this.content.numbersOf(slot, sample);
      store.extremes.note(slot, { values, time, ref: context.ref }, numbers);
    }
    if (!this.forwarding.isPending(slot)) {
      store.setFlag(slot, SERIES_FLAGS.pending, true);
      const left = this.forwarding.intervalEnd(slot, plan) - time;
      this.schedule.holdFor(slot, now, Math.min(left, plan.minInterval));
    }
    return suppressed(count, earlier);
  }

  /** With lines, the newest sample was forwarded or is held, which tells its time. */
  private noteNewest(slot: number, { time, isDated }: TimedSample<Ref>): void {
    const { store, content } = this;
    if (!content.drawsLines(slot)) {
      if (isDated || content.isTimed(slot)) store.setLastTime(slot, time);
    } else if (store.lastTime(slot) !== Number.NEGATIVE_INFINITY) {
      store.setLastTime(slot, Number.NEGATIVE_INFINITY);
    }
  }
}

/** Whether for this reason the changed part of a payload may be sent alone; for others it is good to send all of it. */
function isChange(reason: PassReason): boolean {
  return reason === 'value' || reason === 'status' || reason === 'line' || reason === 'unfiltered';
}

/** Holds the samples from `first` on; the line reaches that one. */
function holdFrom<Ref>(
  { held }: SeriesStore<Ref>,
  slot: number,
  samples: readonly HeldSample<Ref>[],
  first: number,
): void {
  for (let i = first; i < samples.length; i++) {
    const sample = samples[i];
    if (!sample) return;
    if (i === first) held.hold(slot, sample.values, sample.time, sample.ref);
    else held.add(slot, sample.values, sample.time, sample.ref, false);
  }
}

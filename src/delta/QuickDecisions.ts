import { isBelievable } from './believableTime';
import type { DeltaVerdict, MessageContext, SampleFacts } from './DeltaVerdict';
import { quickLineVerdict, quickVerdict } from './quickVerdicts';
import type { Schedule } from './Schedule';
import type { SeriesRules } from './SeriesRules';
import type { SeriesStore } from './SeriesStore';
import { SERIES_TIMES } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, type SeriesPlan } from './seriesPlan';

/** How a number can be decided. */
type QuickKind = 'numbers' | 'lines' | 'never';

/** Decides on plain numbers quickly if nothing stands in the way, each by the plan of its series. */
export class QuickDecisions<Ref> {
  /** By plan, filled in as they are asked for. */
  private readonly kinds: QuickKind[] = [];

  constructor(
    private readonly store: SeriesStore<Ref>,
    private readonly schedule: Schedule<Ref>,
    private readonly rules: SeriesRules,
    private readonly isAlarm: (facts: SampleFacts | undefined) => boolean,
  ) {}

  /** @returns undefined, with nothing changed, if there is more to it. */
  check(
    slot: number,
    topic: string,
    value: number,
    { time, now, wireband, ref }: MessageContext<Ref>,
  ): DeltaVerdict<Ref> | undefined {
    const { store } = this;
    if (wireband !== undefined && (wireband.quality !== undefined || this.isAlarm(wireband)))
      return undefined;
    if (store.hasQualities && store.quality(slot) !== undefined) return undefined;
    const number = store.plan(slot);
    const plan = this.rules.planAt(number);
    const kind = this.kinds[number] ?? this.kindOf(number, plan);
    if (kind === 'never') return undefined;
    if (kind === 'numbers' && time === undefined) return quickVerdict(store, slot, value, plan);
    const arrival = now ?? Date.now();
    const isDated = isBelievable(time, arrival);
    if (kind === 'lines') {
      const measured = isDated ? time : arrival;
      const verdict = quickLineVerdict(store, slot, topic, value, measured, ref, plan);
      if (verdict && plan.maxSilence > 0)
        this.waitForSilence(slot, arrival, measured, verdict, plan.maxSilence);
      return verdict;
    }
    if (!isDated || time < store.lastTime(slot)) return undefined;
    const verdict = quickVerdict(store, slot, value, plan);
    if (verdict) store.setLastTime(slot, time);
    return verdict;
  }

  private kindOf(number: number, plan: SeriesPlan): QuickKind {
    const isSlow = plan.mode === 'auto' || isUnfiltered(plan) || (!drawsLines(plan) && isTimed(plan));
    const kind = isSlow ? 'never' : drawsLines(plan) ? 'lines' : 'numbers';
    // Plans are made one after the other, and asked for as they come.
    for (let i = this.kinds.length; i < number; i++) {
      this.kindOf(i, this.rules.planAt(i));
    }
    this.kinds[number] = kind;
    return kind;
  }

  /** What is held is forwarded when `maxSilence` ends, whether or not another message comes. */
  private waitForSilence(
    slot: number,
    now: number,
    time: number,
    { earlier }: DeltaVerdict<Ref>,
    maxSilence: number,
  ): void {
    if (earlier) this.schedule.clearDue(slot);
    const elapsed = time - this.store.time(slot, SERIES_TIMES.forwarded);
    this.schedule.holdUntilSilent(slot, now, elapsed, maxSilence);
  }
}

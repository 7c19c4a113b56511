import { decodePayload } from '../payload';
import { DELTA } from '../settings/delta';
import { settingsReader } from '../settings/settingsReader';
import { alarmTest } from './alarmNames';
import { DEFAULT_STATUS_FIELDS, type DeltaOptions } from './DeltaOptions';
import type { DeltaState } from './DeltaState';
import type { DeltaVerdict, Earlier, MessageContext, SampleFacts, StaleReport } from './DeltaVerdict';
import { FieldLines } from './FieldLines';
import { FieldPatterns } from './FieldPatterns';
import type { TimedSample } from './HeldForwarding';
import { quickLineVerdict, quickVerdict } from './quickVerdicts';
import { Schedule } from './Schedule';
import { SeriesContent } from './SeriesContent';
import { SeriesJudge } from './SeriesJudge';
import { SeriesRules } from './SeriesRules';
import { NOWHERE, SeriesStore } from './SeriesStore';
import { seriesKey, seriesName } from './seriesKey';
import { KEPT_TIMES, SERIES_FLAGS, SERIES_TIMES } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, learnsSpan, type SeriesPlan, timesOf } from './seriesPlan';
import type { WindowReport } from './windows/WindowReport';
import { Windows } from './windows/Windows';

/** A clock that is further ahead is wrong: the time of arrival counts instead. Milliseconds; a day has every time zone. */
const MAX_AHEAD = 86_400_000;

const NOTHING_KNOWN: MessageContext<never> = {};

/**
 * Suppresses messages whose values did not meaningfully change. Every scalar of a payload is a series of its
 * own, compared with the value last *forwarded*, so that a slow drift is never lost; a message passes when any
 * of its series does. What a receiver can rely on in each mode stands in docs/delta.md.
 *
 * It has no timers: whoever uses `minInterval`, `staleAfter`, or lines with `maxSilence` calls `due()` at `nextDue`.
 */
export class DeltaFilter<Ref = unknown> {
  private readonly rules: SeriesRules;
  private readonly ignore: FieldPatterns;
  private readonly statusFields: FieldPatterns;
  private readonly partial: boolean;
  private readonly persist: boolean;
  private readonly sendExtremes: boolean;
  private readonly isAlarm: (facts: SampleFacts | undefined) => boolean;
  private readonly maxSeries: number;
  private readonly fingerprint: string;
  /** Everything passes, and nothing needs to be remembered. */
  private readonly passesAll: boolean;
  /** Where there is one plan for all: which numbers of it can be decided quickly. */
  private readonly quick: 'numbers' | 'lines' | 'never';
  /** Where parts of payloads are sent: the lines of their numbers. */
  private lines: FieldLines<Ref> | undefined;
  /** Where windows are wanted: what is received of each series. */
  private windows: Windows | undefined;
  private store: SeriesStore<Ref>;
  private schedule: Schedule<Ref>;
  private content: SeriesContent<Ref>;
  private judge: SeriesJudge<Ref>;
  /** What series held that are forgotten: still to be forwarded. */
  private released: Earlier<Ref>[] = [];
  private latestNow = Number.NEGATIVE_INFINITY;
  private forgotten = 0;

  /** @throws {SettingError} when an option is out of range. */
  constructor(options: DeltaOptions = {}) {
    const read = settingsReader(DELTA, options);
    this.rules = new SeriesRules(options);
    this.ignore = new FieldPatterns('ignore', options.ignore);
    this.statusFields = new FieldPatterns('statusFields', options.statusFields ?? DEFAULT_STATUS_FIELDS);
    this.isAlarm = alarmTest(options.alarmSymbols);
    this.partial = read('partial');
    this.persist = read('persist');
    this.sendExtremes = read('sendExtremes');
    this.maxSeries = read('maxSeries');
    const { base, isEmpty } = this.rules;
    const isSimple = isEmpty && !this.persist && base.minInterval === 0 && base.staleAfter === 0;
    const isUnfilteredSimply = isSimple && isUnfiltered(base) && !isTimed(base);
    const window = 1000 * read('window');
    this.passesAll = isUnfilteredSimply && window === 0;
    this.quick = quickFor(isSimple && !isUnfiltered(base), base);
    this.lines = this.partial ? new FieldLines<Ref>(lineFilter) : undefined;
    this.windows = window > 0 ? new Windows(window, this.isMeasured) : undefined;
    const { ignore, statusFields, rules } = options;
    this.fingerprint = JSON.stringify([
      this.rules.plans,
      rules,
      ignore,
      statusFields,
      this.partial,
      this.persist,
      this.sendExtremes,
    ]);
    this.store = new SeriesStore();
    this.schedule = new Schedule(this.store);
    [this.content, this.judge] = this.attach();
  }

  /** Series now remembered. */
  get series(): number {
    return this.store.leaves;
  }

  /** Series forgotten to stay within `maxSeries`. */
  get evicted(): number {
    return this.forgotten;
  }

  /** When to call due() next, ms since the epoch; undefined while there is nothing to wait for. */
  get nextDue(): number | undefined {
    if (this.released.length > 0) return this.latestNow;
    const { next } = this.schedule;
    const window = this.windows?.next;
    if (window === undefined) return next;
    return Math.max(Math.min(window, next ?? window), this.latestNow);
  }

  /**
   * Decides on one message, and remembers its values as forwarded when it passes. When it cannot be forwarded after
   * all, call reset().
   */
  check(topic: string, payload: unknown, context: MessageContext<Ref> = NOTHING_KNOWN): DeltaVerdict<Ref> {
    if (this.passesAll) return { pass: true, reason: 'unfiltered', suppressed: 0 };
    const values = typeof payload === 'number' ? payload : decodePayload(payload);
    const key = seriesKey(topic, context);
    const slot = this.store.find(key);
    const verdict = this.decide(slot, key, topic, values, context);
    if (this.windows) this.sumUp(this.windows, slot, key, values, context);
    return verdict;
  }

  private decide(
    slot: number,
    key: string,
    topic: string,
    values: unknown,
    context: MessageContext<Ref>,
  ): DeltaVerdict<Ref> {
    if (slot !== NOWHERE && typeof values === 'number' && this.quick !== 'never') {
      const verdict = this.checkQuickly(slot, topic, values, context);
      if (verdict) return verdict;
    }
    const sample = this.toSample(topic, values, context);
    this.latestNow = sample.now;
    if (slot === NOWHERE) return this.begin(key, sample);
    this.store.touch(slot);
    try {
      const verdict = this.judge.judge(slot, sample);
      if (this.store.leaves > this.maxSeries) this.forgetOldest();
      return verdict;
    } catch (error) {
      this.forget(slot);
      throw error;
    }
  }

  /**
   * What is to be forwarded or reported without a message: the latest value at the end of `minInterval`, what lines
   * held at the end of `maxSilence`, a silence, a window that is over.
   * @param now ms since the epoch.
   */
  due(now: number): (Earlier<Ref> | StaleReport | WindowReport)[] {
    const all: (Earlier<Ref> | StaleReport | WindowReport)[] = this.released.splice(0);
    for (;;) {
      const next = this.schedule.take(now, this.staleAfterOf);
      if (!next) return [...all, ...(this.windows?.take(now) ?? [])];
      const { slot } = next;
      const reason = this.judge.forwarding.isPending(slot)
        ? 'interval'
        : next.what === 'held'
          ? 'heartbeat'
          : 'line';
      // What was measured is told before the silence after it.
      all.push(...this.judge.forwarding.forward(slot, reason, now));
      if (next.what === 'stale') {
        this.store.setFlag(next.slot, SERIES_FLAGS.stale, true);
        const name = seriesName(this.store.keyOf(next.slot));
        all.push({ kind: 'stale', ...name, lastSeen: next.lastSeen, silentFor: next.silentFor });
      }
    }
  }

  /** Everything that is held, as if it had been forwarded now: at the end of a stream. */
  flush(now: number = Date.now()): Earlier<Ref>[] {
    const all = this.released.splice(0);
    for (const slot of this.store.allSlots()) {
      all.push(
        ...this.judge.forwarding.forward(
          slot,
          this.judge.forwarding.isPending(slot) ? 'interval' : 'line',
          now,
        ),
      );
    }
    return all;
  }

  /** What is known of windows that are open, as if they ended now: at the end of a stream. */
  flushWindows(now: number = Date.now()): WindowReport[] {
    this.windows?.endAll();
    return this.windows?.take(now) ?? [];
  }

  /** Forgets a topic, with all its devices and fields: its next message passes. What it holds comes with due(). */
  reset(topic: string): void {
    const slot = this.store.find(seriesKey(topic, {}));
    if (slot !== NOWHERE) this.forget(slot);
    if (!this.store.hasComposedKeys) return;
    for (const each of [...this.store.allSlots()]) {
      if (seriesName(this.store.keyOf(each)).topic === topic) this.forget(each);
    }
  }

  /** Forgets every topic. What they hold comes with due(). */
  resetAll(): void {
    for (const slot of [...this.store.allSlots()]) this.forget(slot);
  }

  /** Hands over all that is remembered; nothing is left here. */
  takeState(): DeltaState<Ref> {
    const { fingerprint, store, schedule, released, windows, lines } = this;
    this.store = new SeriesStore();
    if (lines) this.lines = new FieldLines<Ref>(lineFilter);
    if (windows) this.windows = new Windows(windows.length, this.isMeasured);
    this.schedule = new Schedule(this.store);
    this.released = [];
    [this.content, this.judge] = this.attach();
    return { fingerprint, store, schedule, released, evicted: this.forgotten, windows, lines };
  }

  /** Takes over what another filter remembered, in place of what is remembered here; its settings may be others. */
  restore(state: DeltaState<Ref>, now: number = Date.now()): void {
    this.store = state.store;
    this.schedule = state.schedule ?? new Schedule(state.store);
    this.released = [...state.released];
    this.forgotten = state.evicted;
    this.latestNow = now;
    this.resumeWindows(state);
    const isSame = state.fingerprint === this.fingerprint && state.schedule !== undefined;
    if (isSame) this.lines = state.lines;
    else this.released.push(...(state.lines?.finishAll(state.store) ?? []));
    [this.content, this.judge] = this.attach();
    if (!isSame) {
      for (const slot of this.store.allSlots()) {
        this.store.setPlan(slot, 0);
        this.store.setFlag(slot, SERIES_FLAGS.unresolved, true);
      }
      this.schedule.restore(now, this.staleAfterOf);
    }
    // What passes from now on is not noted, so what is remembered would be out of date after the next deploy.
    if (this.passesAll) this.resetAll();
    this.forgetOldest();
  }

  private resumeWindows({ windows: before, fingerprint, store }: DeltaState<Ref>): void {
    if (!this.windows || !before) return;
    const isSame = before.length === this.windows.length && fingerprint === this.fingerprint;
    if (isSame && before instanceof Windows) this.windows = before;
    else this.windows.resumeAll(before instanceof Windows ? before.keepAll() : before, store);
  }

  private sumUp(
    windows: Windows,
    before: number,
    key: string,
    values: unknown,
    { now = Date.now(), time, wireband: facts }: MessageContext<Ref>,
  ): void {
    const slot = before === NOWHERE ? this.store.find(key) : before;
    if (slot === NOWHERE || !this.store.isTaken(slot)) return;
    const isDated = isBelievable(time, now);
    const measured = isDated ? time : now;
    if (now > this.latestNow) this.latestNow = now;
    if (typeof values === 'number' && windows.receiveNumber(slot, values, measured)) return;
    windows.receive(slot, key, { values, time: measured, now, isDated, facts });
  }

  private readonly isMeasured = (path: readonly string[]): boolean =>
    !this.ignore.matches(path) && !this.statusFields.matches(path);

  private checkQuickly(
    slot: number,
    topic: string,
    value: number,
    { time, now, wireband, ref }: MessageContext<Ref>,
  ): DeltaVerdict<Ref> | undefined {
    if (wireband !== undefined && this.isAlarm(wireband)) return undefined;
    const { store } = this;
    const { base } = this.rules;
    if (this.quick === 'numbers' && time === undefined) return quickVerdict(store, slot, value, base);
    const arrival = now ?? Date.now();
    const isDated = time !== undefined && time - arrival <= MAX_AHEAD;
    if (this.quick === 'lines') {
      const measured = isDated ? time : arrival;
      const verdict = quickLineVerdict(store, slot, topic, value, measured, ref, base);
      if (verdict && base.maxSilence > 0) this.waitForSilence(slot, arrival, measured, verdict);
      return verdict;
    }
    if (!isDated || time < store.lastTime(slot)) return undefined;
    const verdict = quickVerdict(store, slot, value, base);
    if (verdict) store.setLastTime(slot, time);
    return verdict;
  }

  /** What is held goes out when `maxSilence` is over, whether or not another message comes. */
  private waitForSilence(slot: number, now: number, time: number, { earlier }: DeltaVerdict<Ref>): void {
    if (earlier) this.schedule.clearDue(slot);
    const elapsed = time - this.store.time(slot, SERIES_TIMES.forwarded);
    this.schedule.holdUntilSilent(slot, now, elapsed, this.rules.base.maxSilence);
  }

  private begin(key: string, sample: TimedSample<Ref>): DeltaVerdict<Ref> {
    const slot = this.store.add(key);
    let isKept = false;
    try {
      isKept = this.judge.begin(slot, sample);
    } finally {
      if (!isKept) this.store.remove(slot);
    }
    this.forgetOldest();
    return { pass: true, reason: isKept ? 'first' : 'incomparable', suppressed: 0 };
  }

  private toSample(topic: string, values: unknown, context: MessageContext<Ref>): TimedSample<Ref> {
    const now = context.now ?? Date.now();
    const { time } = context;
    const isDated = isBelievable(time, now);
    return { topic, values, context, now, time: isDated ? time : now, isDated };
  }

  private forgetOldest(): void {
    while (this.store.leaves > this.maxSeries) {
      this.forgotten += this.store.leavesOf(this.store.oldest);
      this.forget(this.store.oldest);
    }
  }

  /** What a series holds is not lost with it. */
  private forget(slot: number): void {
    const reason = this.judge.forwarding.isPending(slot) ? 'interval' : 'previous';
    try {
      this.released.push(...this.judge.forwarding.forward(slot, reason, this.latestNow));
    } finally {
      this.store.remove(slot);
    }
  }

  private readonly staleAfterOf = (slot: number): number => this.content.planOf(slot).staleAfter;

  private attach(): [SeriesContent<Ref>, SeriesJudge<Ref>] {
    const { partial, persist, sendExtremes, isAlarm } = this;
    const { plans } = this.rules;
    const needs = { doors: plans.some(drawsLines), ranges: plans.some(learnsSpan) };
    const kept = this.persist ? KEPT_TIMES : [];
    const whole = partial && plans.some(({ maxSilence }) => maxSilence > 0) ? [SERIES_TIMES.whole] : [];
    this.store.prepare(needs, [...plans.flatMap(timesOf), ...kept, ...whole]);
    const content = new SeriesContent(this.store, this.rules, this.ignore, this.statusFields, this.lines);
    this.store.onRemove = (slot) => {
      content.forgetLines(slot);
      this.windows?.end(slot);
    };
    return [
      content,
      new SeriesJudge(this.store, content, this.schedule, { partial, persist, sendExtremes, isAlarm }),
    ];
  }
}

/** Whether a sample has a time of its own that may be right. */
function isBelievable(time: number | undefined, now: number): time is number {
  return time !== undefined && Number.isFinite(time) && time - now <= MAX_AHEAD;
}

/** @param isOnePlan for all series, and not one that forwards everything. */
function quickFor(isOnePlan: boolean, plan: SeriesPlan): 'numbers' | 'lines' | 'never' {
  if (!isOnePlan) return 'never';
  if (drawsLines(plan)) return 'lines';
  return isTimed(plan) ? 'never' : 'numbers';
}

/** For numbers of one plan, whose times are those of the message as a whole. */
function lineFilter<Kept>(plan: SeriesPlan): DeltaFilter<Kept> {
  const { mode, threshold, floor, span, sendPrevious } = plan;
  return new DeltaFilter({ mode, threshold, floor, span, sendPrevious, maxSeries: Number.MAX_SAFE_INTEGER });
}

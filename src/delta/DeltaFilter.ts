import { decodePayload } from '../payload';
import { DELTA } from '../settings/delta';
import { settingsReader } from '../settings/settingsReader';
import { alarmTest } from './alarmNames';
import { keepLearned, limitsOfAll, limitsOfKey } from './auto/limitsInForce';
import type { StatedLimit, StatedLimits } from './auto/StatedLimit';
import { isBelievable } from './believableTime';
import { DEFAULT_STATUS_FIELDS, type DeltaOptions } from './DeltaOptions';
import type { DeltaState } from './DeltaState';
import type { DeltaVerdict, Earlier, MessageContext, SampleFacts, StaleReport } from './DeltaVerdict';
import { FieldLines } from './FieldLines';
import { FieldPatterns } from './FieldPatterns';
import type { TimedSample } from './HeldForwarding';
import type { HeldWatch } from './HeldRefs';
import { isContainer } from './PayloadTree';
import { QuickDecisions } from './QuickDecisions';
import { Schedule } from './Schedule';
import { SeriesContent } from './SeriesContent';
import { SeriesJudge } from './SeriesJudge';
import { SeriesRules } from './SeriesRules';
import { NOWHERE, SeriesStore } from './SeriesStore';
import { seriesKey, seriesName, shortName } from './seriesKey';
import { SERIES_FLAGS } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, learnsSpan, type SeriesPlan, timesOfAll } from './seriesPlan';
import { slotOfShape } from './shapeSlots';
import type { WindowReport } from './windows/WindowReport';
import { Windows } from './windows/Windows';

const NOTHING_KNOWN: MessageContext<never> = {};

/**
 * Suppresses messages whose values did not meaningfully change. Every scalar of a payload is a series of its own,
 * compared with the value last *forwarded*, so that a slow drift is never lost; a message passes when any of its series
 * does. What a receiver can rely on in each mode is in docs/delta.md.
 *
 * It has no timers: callers that use `minInterval`, `staleAfter`, or lines with `maxSilence` call due() at `nextDue`.
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
  private readonly maxBytes: number;
  private readonly fingerprint: string;
  /** Everything passes, and nothing has to be remembered. */
  private readonly passesAll: boolean;
  /** Without rules, timers and restarts: numbers may be decided quickly, by their plans. */
  private readonly isSimple: boolean;
  /** With `partial`: the lines of the payloads' numbers. */
  private lines: FieldLines<Ref> | undefined;
  /** With `window`: what is received of each series. */
  private windows: Windows | undefined;
  private store: SeriesStore<Ref>;
  private schedule: Schedule<Ref>;
  private content: SeriesContent<Ref>;
  private judge: SeriesJudge<Ref>;
  private quick: QuickDecisions<Ref>;
  /** What forgotten series held: still to be forwarded. */
  private released: Earlier<Ref>[] = [];
  private latestNow = Number.NEGATIVE_INFINITY;
  private forgotten = 0;
  private watch: HeldWatch<Ref> | undefined;

  /** @throws {SettingError} when an option is out of range. */
  constructor(options: DeltaOptions = {}) {
    const read = settingsReader(DELTA, options);
    this.ignore = new FieldPatterns('ignore', options.ignore);
    this.statusFields = new FieldPatterns('statusFields', options.statusFields ?? DEFAULT_STATUS_FIELDS);
    this.rules = new SeriesRules(options);
    this.isAlarm = alarmTest(options.alarmSymbols);
    this.partial = read('partial');
    this.persist = read('persist');
    this.sendExtremes = read('sendExtremes');
    this.maxSeries = read('maxSeries');
    this.maxBytes = read('maxBytes');
    const { base, isEmpty } = this.rules;
    this.isSimple = isEmpty && !this.persist && base.minInterval === 0 && base.staleAfter === 0;
    const window = 1000 * read('window');
    this.passesAll = this.isSimple && isUnfiltered(base) && !isTimed(base) && window === 0;
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
    [this.content, this.judge, this.quick] = this.attach();
  }

  /** Series remembered now. */
  get series(): number {
    return this.store.leaves;
  }

  /** Series forgotten to stay within `maxSeries` and `maxBytes`. */
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

  /** From now on reports which refs are held, whichever filter they were given to. */
  watchHeld(watch: HeldWatch<Ref>): void {
    this.watch = watch;
    this.store.refs.watch = watch;
  }

  /**
   * Decides on one message, and remembers its values as forwarded if it passes. If it cannot be forwarded after all,
   * call reset().
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
    if (slot !== NOWHERE && typeof values === 'number' && this.isSimple) {
      const verdict = this.quick.check(slot, topic, values, context);
      if (verdict) return verdict;
    }
    const sample = this.toSample(topic, values, context);
    this.latestNow = sample.now;
    let own = slot;
    try {
      // A receiver that merges parts keeps one whole payload per topic.
      if (isContainer(values) && !this.partial) own = slotOfShape(this.store, this.ignore, slot, key, values);
      if (own === NOWHERE)
        return this.begin(slot === NOWHERE ? key : this.keyOfShape(topic, context), sample);
      this.store.touch(own);
      const verdict = this.judge.judge(own, sample);
      this.forgetOldest();
      return verdict;
    } catch (error) {
      if (own !== NOWHERE) this.forget(own);
      throw error;
    }
  }

  /**
   * What mode auto does with a message's series, and why; by path for a payload with several numbers. Undefined in
   * other modes, and if a rule decides.
   */
  limitsOf(topic: string, context: MessageContext<Ref> = NOTHING_KNOWN): StatedLimits | undefined {
    if (!this.rules.hasAuto) return undefined;
    return limitsOfKey(this.store, this.content, seriesKey(topic, context));
  }

  /** The limits of all numbers in mode auto; undefined in other modes, and if there are too many to list. */
  allLimits(): StatedLimit[] | undefined {
    return this.rules.hasAuto ? limitsOfAll(this.store, this.content) : undefined;
  }

  /**
   * What to forward or report without a message: the latest value at the end of `minInterval`, what lines held at the
   * end of `maxSilence`, a stale series, a finished window.
   * @param now ms since the epoch.
   */
  due(now: number): (Earlier<Ref> | StaleReport | WindowReport)[] {
    const all: (Earlier<Ref> | StaleReport | WindowReport)[] = this.takeReleased();
    for (;;) {
      const next = this.schedule.take(now, this.staleAfterOf);
      if (!next) return [...all, ...(this.windows?.take(now) ?? [])];
      const { slot } = next;
      const reason = this.judge.forwarding.isPending(slot)
        ? 'interval'
        : next.what === 'held'
          ? 'heartbeat'
          : 'line';
      // What was measured comes before the silence that followed.
      all.push(...this.judge.forwarding.forward(slot, reason, now));
      if (next.what === 'stale') {
        this.store.setFlag(next.slot, SERIES_FLAGS.stale, true);
        const { shape: _, ...name } = seriesName(this.store.keyOf(next.slot));
        all.push({ kind: 'stale', ...name, lastSeen: next.lastSeen, silentFor: next.silentFor });
      }
    }
  }

  /** Everything that is held, as if it were forwarded now: for the end of a stream. */
  flush(now: number = Date.now()): Earlier<Ref>[] {
    const all = this.takeReleased();
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

  /** Reports of the open windows, as if they ended now: for the end of a stream. */
  flushWindows(now: number = Date.now()): WindowReport[] {
    this.windows?.endAll();
    return this.windows?.take(now) ?? [];
  }

  /** Forgets a topic, with all its devices and fields: its next message passes. due() returns what it holds. */
  reset(topic: string): void {
    const slot = this.store.find(seriesKey(topic, {}));
    if (slot !== NOWHERE) this.forget(slot);
    if (!this.store.hasComposedKeys) return;
    for (const each of [...this.store.allSlots()]) {
      if (seriesName(this.store.keyOf(each)).topic === shortName(topic)) this.forget(each);
    }
  }

  /** Forgets every topic. due() returns what they hold. */
  resetAll(): void {
    for (const slot of [...this.store.allSlots()]) this.forget(slot);
  }

  /** Hands over everything that is remembered, and starts afresh. */
  takeState(): DeltaState<Ref> {
    const { fingerprint, store, schedule, released, rules, windows, lines } = this;
    const plans = [...rules.plans];
    const outers = new Map(rules.outerPlans);
    this.store = new SeriesStore();
    if (lines) this.lines = new FieldLines<Ref>(lineFilter);
    if (windows) this.windows = new Windows(windows.length, this.isMeasured);
    this.schedule = new Schedule(this.store);
    this.released = [];
    [this.content, this.judge, this.quick] = this.attach();
    return { fingerprint, store, schedule, plans, outers, released, evicted: this.forgotten, windows, lines };
  }

  /** Replaces what is remembered here by what another filter remembered; its settings may differ. */
  restore(state: DeltaState<Ref>, now: number = Date.now()): void {
    this.store = state.store;
    this.store.refs.watch = this.watch;
    this.schedule = state.schedule ?? new Schedule(state.store);
    this.released = [...state.released];
    this.forgotten = state.evicted;
    this.latestNow = now;
    this.resumeWindows(state);
    const isSame = state.fingerprint === this.fingerprint && state.schedule !== undefined;
    if (isSame && state.plans && state.outers) this.rules.adopt(state.plans, state.outers);
    if (isSame) this.lines = state.lines;
    else this.release(state.lines?.finishAll(state.store) ?? []);
    [this.content, this.judge, this.quick] = this.attach();
    if (!isSame) {
      keepLearned(this.store, state.plans ?? []);
      for (const slot of this.store.allSlots()) {
        this.store.setPlan(slot, 0);
        this.store.setFlag(slot, SERIES_FLAGS.unresolved, true);
      }
      this.schedule.restore(now, this.staleAfterOf);
    }
    // What passes from now on is not recorded, so what is remembered would be out of date after the next deploy.
    if (this.passesAll) this.resetAll();
    this.forgetOldest();
  }

  private keyOfShape(topic: string, context: MessageContext<Ref>): string {
    return seriesKey(topic, context, this.store.nextShape());
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
    const isDated = isBelievable(context.time, now);
    return { topic, values, context, now, time: isDated ? context.time : now, isDated };
  }

  private forgetOldest(): void {
    const { store } = this;
    while (store.leaves > this.maxSeries || (store.bytes > this.maxBytes && store.slotCount > 0)) {
      this.forgotten += this.store.leavesOf(this.store.oldest);
      this.forget(this.store.oldest);
    }
  }

  /** Forgets a series, but not what it holds: that is still to be forwarded. */
  private forget(slot: number): void {
    const reason = this.judge.forwarding.isPending(slot) ? 'interval' : 'previous';
    try {
      this.release(this.judge.forwarding.forward(slot, reason, this.latestNow));
    } finally {
      this.store.remove(slot);
    }
  }

  private release(held: readonly Earlier<Ref>[]): void {
    for (const { ref } of held) this.store.refs.hold(ref);
    this.released.push(...held);
  }

  private takeReleased(): Earlier<Ref>[] {
    const released = this.released.splice(0);
    for (const { ref } of released) this.store.refs.letGo(ref);
    return released;
  }

  private readonly staleAfterOf = (slot: number): number => this.content.planOf(slot).staleAfter;

  private attach(): [SeriesContent<Ref>, SeriesJudge<Ref>, QuickDecisions<Ref>] {
    this.store.refs.watch = this.watch;
    const { partial, persist, sendExtremes, isAlarm } = this;
    if (this.lines) this.lines.refs = this.store.refs;
    const { plans, hasAuto } = this.rules;
    const needs = { doors: plans.some(drawsLines), ranges: plans.some(learnsSpan) };
    this.store.prepare(needs, timesOfAll(plans, { partial, persist, hasAuto }));
    const content = new SeriesContent(this.store, this.rules, this.ignore, this.statusFields, this.lines);
    this.store.onRemove = (slot) => {
      content.forgetLines(slot);
      this.windows?.end(slot);
    };
    return [
      content,
      new SeriesJudge(this.store, content, this.schedule, { partial, persist, sendExtremes, isAlarm }),
      new QuickDecisions(this.store, this.schedule, this.rules, isAlarm),
    ];
  }
}

/** A filter for numbers of one plan. The message as a whole takes care of intervals and silences. */
function lineFilter<Kept>(plan: SeriesPlan): DeltaFilter<Kept> {
  const { mode, threshold, floor, span, sendPrevious } = plan;
  const most = Number.MAX_SAFE_INTEGER;
  return new DeltaFilter({
    // While learning, everything is sent, or every change.
    mode: mode === 'auto' ? 'change' : mode,
    threshold,
    floor,
    span,
    sendPrevious,
    statusFields: [],
    maxSeries: most,
    maxBytes: most,
  });
}

import { decodePayload } from '../payload';
import { DELTA } from '../settings/delta';
import { settingsReader } from '../settings/settingsReader';
import { alarmTest } from './alarmNames';
import { DEFAULT_STATUS_FIELDS, type DeltaOptions } from './DeltaOptions';
import type { DeltaState } from './DeltaState';
import type { DeltaVerdict, Earlier, MessageContext, SampleFacts, StaleReport } from './DeltaVerdict';
import { FieldPatterns } from './FieldPatterns';
import type { HeldWatch } from './HeldSamples';
import { quickLineVerdict, quickVerdict } from './quickVerdicts';
import { Schedule } from './Schedule';
import { SeriesContent } from './SeriesContent';
import { SeriesJudge, type TimedSample } from './SeriesJudge';
import { SeriesRules } from './SeriesRules';
import { NOWHERE, SeriesStore } from './SeriesStore';
import { seriesKey, seriesName } from './seriesKey';
import { KEPT_TIMES, SERIES_FLAGS } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, learnsSpan, timesOf } from './seriesPlan';

/** A clock that is further ahead is wrong: the time of arrival counts instead. Milliseconds; a day has every time zone. */
const MAX_AHEAD = 86_400_000;

const NOTHING_KNOWN: MessageContext<never> = {};

/**
 * Suppresses messages whose values did not meaningfully change. Every scalar of a payload is a series of its
 * own, compared with the value last *forwarded*, so that a slow drift is never lost; a message passes when any
 * of its series does. What a receiver can rely on in each mode stands in docs/delta.md.
 *
 * It has no timers: whoever uses `minInterval` or `staleAfter` calls `due()` at `nextDue`.
 */
export class DeltaFilter<Ref = unknown> {
  private readonly rules: SeriesRules;
  private readonly ignore: FieldPatterns;
  private readonly statusFields: FieldPatterns;
  private readonly partial: boolean;
  private readonly persist: boolean;
  private readonly isAlarm: (facts: SampleFacts | undefined) => boolean;
  private readonly maxSeries: number;
  private readonly fingerprint: string;
  /** Everything passes, and nothing needs to be remembered. */
  private readonly passesAll: boolean;
  /** Where there is one plan for all: which numbers of it can be decided quickly. */
  private readonly quick: 'numbers' | 'lines' | 'never';
  private store: SeriesStore<Ref>;
  private schedule: Schedule<Ref>;
  private content: SeriesContent<Ref>;
  private judge: SeriesJudge<Ref>;
  /** What series held that are forgotten: still to be forwarded. */
  private released: Earlier<Ref>[] = [];
  private latestNow = Number.NEGATIVE_INFINITY;
  private forgotten = 0;
  private watch: HeldWatch<Ref> | undefined;

  /** @throws {SettingError} when an option is out of range. */
  constructor(options: DeltaOptions = {}) {
    const read = settingsReader(DELTA, options);
    this.rules = new SeriesRules(options);
    this.ignore = new FieldPatterns('ignore', options.ignore);
    this.statusFields = new FieldPatterns('statusFields', options.statusFields ?? DEFAULT_STATUS_FIELDS);
    this.isAlarm = alarmTest(options.alarmSymbols);
    this.partial = read('partial');
    this.persist = read('persist');
    this.maxSeries = read('maxSeries');
    const { base, isEmpty } = this.rules;
    const isSimple = isEmpty && !this.persist && base.minInterval === 0 && base.staleAfter === 0;
    this.passesAll = isSimple && isUnfiltered(base) && !isTimed(base);
    this.quick = isSimple && drawsLines(base) ? 'lines' : isSimple && !isTimed(base) ? 'numbers' : 'never';
    const { ignore, statusFields, rules } = options;
    this.fingerprint = JSON.stringify([
      this.rules.plans,
      rules,
      ignore,
      statusFields,
      this.partial,
      this.persist,
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
    return this.released.length > 0 ? this.latestNow : this.schedule.next;
  }

  /** Tells from now on which refs are held, whichever filter they were given to. */
  watchHeld(watch: HeldWatch<Ref>): void {
    this.watch = watch;
    this.store.held.watch = watch;
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
   * What is to be forwarded or reported without a message: the latest value at the end of `minInterval`, a silence.
   * @param now ms since the epoch.
   */
  due(now: number): (Earlier<Ref> | StaleReport)[] {
    const all: (Earlier<Ref> | StaleReport)[] = this.takeReleased();
    for (;;) {
      const next = this.schedule.take(now, this.staleAfterOf);
      if (!next) return all;
      if (next.what === 'pending') {
        const held = this.judge.forwardHeld(next.slot, 'interval', now);
        if (held) all.push(held);
      } else {
        this.store.setFlag(next.slot, SERIES_FLAGS.stale, true);
        const name = seriesName(this.store.keyOf(next.slot));
        all.push({ kind: 'stale', ...name, lastSeen: next.lastSeen, silentFor: next.silentFor });
      }
    }
  }

  /** Everything that is held, as if it had been forwarded now: at the end of a stream. */
  flush(now: number = Date.now()): Earlier<Ref>[] {
    const all = this.takeReleased();
    for (const slot of this.store.allSlots()) {
      const held = this.judge.forwardHeld(slot, this.judge.isPending(slot) ? 'interval' : 'line', now);
      if (held) all.push(held);
    }
    return all;
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
    const { fingerprint, store, schedule, released } = this;
    this.store = new SeriesStore();
    this.schedule = new Schedule(this.store);
    this.released = [];
    [this.content, this.judge] = this.attach();
    return { fingerprint, store, schedule, released, evicted: this.forgotten };
  }

  /** Takes over what another filter remembered, in place of what is remembered here; its settings may be others. */
  restore(state: DeltaState<Ref>, now: number = Date.now()): void {
    this.store = state.store;
    this.schedule = state.schedule ?? new Schedule(state.store);
    this.released = [...state.released];
    this.forgotten = state.evicted;
    this.latestNow = now;
    [this.content, this.judge] = this.attach();
    if (state.fingerprint !== this.fingerprint || !state.schedule) {
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
      return quickLineVerdict(store, slot, topic, value, isDated ? time : arrival, ref, base);
    }
    if (!isDated || time < store.lastTime(slot)) return undefined;
    const verdict = quickVerdict(store, slot, value, base);
    if (verdict) store.setLastTime(slot, time);
    return verdict;
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
    const isDated = time !== undefined && Number.isFinite(time) && time - now <= MAX_AHEAD;
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
    const reason = this.judge.isPending(slot) ? 'interval' : 'previous';
    try {
      const held = this.judge.forwardHeld(slot, reason, this.latestNow);
      if (held) this.released.push(held);
      if (held?.ref !== undefined) this.watch?.onHeld(held.ref);
    } finally {
      this.store.remove(slot);
    }
  }

  private takeReleased(): Earlier<Ref>[] {
    const released = this.released.splice(0);
    for (const { ref } of released) if (ref !== undefined) this.watch?.onLetGo(ref);
    return released;
  }

  private readonly staleAfterOf = (slot: number): number => this.content.planOf(slot).staleAfter;

  private attach(): [SeriesContent<Ref>, SeriesJudge<Ref>] {
    const { partial, persist, isAlarm } = this;
    this.store.held.watch = this.watch;
    const { plans } = this.rules;
    const needs = { doors: plans.some(drawsLines), ranges: plans.some(learnsSpan) };
    const kept = this.persist ? KEPT_TIMES : [];
    this.store.prepare(needs, [...plans.flatMap(timesOf), ...kept]);
    const content = new SeriesContent(this.store, this.rules, this.ignore, this.statusFields);
    return [content, new SeriesJudge(this.store, content, this.schedule, { partial, persist, isAlarm })];
  }
}

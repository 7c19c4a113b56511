import { decodePayload } from '../payload';
import { DELTA } from '../settings/delta';
import { settingsReader } from '../settings/settingsReader';
import { alarmTest } from './alarmNames';
import { isLearned, isOneLimit, type StatedLimit, type StatedLimits } from './auto/StatedLimit';
import { DEFAULT_STATUS_FIELDS, type DeltaOptions } from './DeltaOptions';
import type { DeltaState } from './DeltaState';
import type { DeltaVerdict, Earlier, MessageContext, SampleFacts, StaleReport } from './DeltaVerdict';
import { FieldPatterns } from './FieldPatterns';
import { isContainer } from './PayloadTree';
import { fitsShape, isUnrelated } from './payloadShapes';
import { quickLineVerdict, quickVerdict } from './quickVerdicts';
import { Schedule } from './Schedule';
import { SeriesContent } from './SeriesContent';
import { SeriesJudge, type TimedSample } from './SeriesJudge';
import { SeriesRules } from './SeriesRules';
import { type LearnedLimits, NOWHERE, SeriesStore } from './SeriesStore';
import { seriesKey, seriesName, shortName } from './seriesKey';
import { KEPT_TIMES, SERIES_FLAGS } from './seriesMarks';
import { drawsLines, isTimed, isUnfiltered, learnsSpan, type SeriesPlan, timesOf } from './seriesPlan';

/** Shapes of payload that one topic has series for. */
const MOST_SHAPES = 200;

/** How a number may be decided. */
type QuickKind = 'numbers' | 'lines' | 'never';

/** A clock that is further ahead is wrong: the time of arrival counts instead. Milliseconds; a day has every time zone. */
const MAX_AHEAD = 86_400_000;

const NOTHING_KNOWN: MessageContext<never> = {};

/** Series whose limits are listed: more would take long, and nobody reads them. */
const MAX_LISTED = 1000;

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
  private readonly maxBytes: number;
  private readonly fingerprint: string;
  /** Everything passes, and nothing needs to be remembered. */
  private readonly passesAll: boolean;
  /** Without rules and restarts: numbers may be decided quickly, by their plans. */
  private readonly isSimple: boolean;
  /** Of each plan, as far as they were asked for. */
  private readonly quickKinds: QuickKind[] = [];
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
    this.ignore = new FieldPatterns('ignore', options.ignore);
    this.statusFields = new FieldPatterns('statusFields', options.statusFields ?? DEFAULT_STATUS_FIELDS);
    this.rules = new SeriesRules(options);
    this.isAlarm = alarmTest(options.alarmSymbols);
    this.partial = read('partial');
    this.persist = read('persist');
    this.maxSeries = read('maxSeries');
    this.maxBytes = read('maxBytes');
    const { base, isEmpty } = this.rules;
    this.isSimple = isEmpty && !this.persist && base.minInterval === 0 && base.staleAfter === 0;
    this.passesAll = this.isSimple && isUnfiltered(base) && !isTimed(base);
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

  /** Series forgotten to stay within `maxSeries` and `maxBytes`. */
  get evicted(): number {
    return this.forgotten;
  }

  /** When to call due() next, ms since the epoch; undefined while there is nothing to wait for. */
  get nextDue(): number | undefined {
    return this.released.length > 0 ? this.latestNow : this.schedule.next;
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
    if (slot !== NOWHERE && typeof values === 'number' && this.isSimple) {
      const verdict = this.checkQuickly(slot, topic, values, context);
      if (verdict) return verdict;
    }
    const sample = this.toSample(topic, values, context);
    this.latestNow = sample.now;
    let own = slot;
    try {
      // A receiver that merges parts has one whole for all of a topic.
      if (isContainer(values) && !this.partial) own = this.slotOfShape(slot, key, values);
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
   * What mode auto does with a message's series, and why: of a payload with several numbers by their paths. Undefined
   * in other modes, and where a rule decides.
   */
  limitsOf(topic: string, context: MessageContext<Ref> = NOTHING_KNOWN): StatedLimits | undefined {
    if (!this.rules.hasAuto) return undefined;
    const key = seriesKey(topic, context);
    const slot = this.store.find(key);
    const limits = slot === NOWHERE ? undefined : this.content.stated(slot);
    const others = this.store.shapesOf(key);
    if (others.length === 0) return limits;
    return Object.assign({}, ...[limits, ...others.map((other) => this.content.stated(other))]);
  }

  /** The limits that mode auto has for all numbers; undefined in other modes, and where there are too many to look at. */
  allLimits(): StatedLimit[] | undefined {
    if (!this.rules.hasAuto || this.store.leaves > MAX_LISTED) return undefined;
    return [...this.store.slotNumbers].flatMap((slot) => {
      const limits = this.content.stated(slot);
      return limits === undefined ? [] : isOneLimit(limits) ? [limits] : Object.values(limits);
    });
  }

  /**
   * What is to be forwarded or reported without a message: the latest value at the end of `minInterval`, a silence.
   * @param now ms since the epoch.
   */
  due(now: number): (Earlier<Ref> | StaleReport)[] {
    const all: (Earlier<Ref> | StaleReport)[] = this.released.splice(0);
    for (;;) {
      const next = this.schedule.take(now, this.staleAfterOf);
      if (!next) return all;
      if (next.what === 'pending') {
        const held = this.judge.forwardHeld(next.slot, 'interval', now);
        if (held) all.push(held);
      } else {
        this.store.setFlag(next.slot, SERIES_FLAGS.stale, true);
        const { shape: _, ...name } = seriesName(this.store.keyOf(next.slot));
        all.push({ kind: 'stale', ...name, lastSeen: next.lastSeen, silentFor: next.silentFor });
      }
    }
  }

  /** Everything that is held, as if it had been forwarded now: at the end of a stream. */
  flush(now: number = Date.now()): Earlier<Ref>[] {
    const all = this.released.splice(0);
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
      if (seriesName(this.store.keyOf(each)).topic === shortName(topic)) this.forget(each);
    }
  }

  /** Forgets every topic. What they hold comes with due(). */
  resetAll(): void {
    for (const slot of [...this.store.allSlots()]) this.forget(slot);
  }

  /** Hands over all that is remembered; nothing is left here. */
  takeState(): DeltaState<Ref> {
    const { fingerprint, store, schedule, released, rules } = this;
    const plans = [...rules.plans];
    const outers = new Map(rules.outerPlans);
    this.store = new SeriesStore();
    this.schedule = new Schedule(this.store);
    this.released = [];
    [this.content, this.judge] = this.attach();
    return { fingerprint, store, schedule, plans, outers, released, evicted: this.forgotten };
  }

  /** Takes over what another filter remembered, in place of what is remembered here; its settings may be others. */
  restore(state: DeltaState<Ref>, now: number = Date.now()): void {
    this.store = state.store;
    this.schedule = state.schedule ?? new Schedule(state.store);
    this.released = [...state.released];
    this.forgotten = state.evicted;
    this.latestNow = now;
    const isSame = state.fingerprint === this.fingerprint && state.schedule !== undefined;
    if (isSame && state.plans && state.outers) this.rules.adopt(state.plans, state.outers);
    [this.content, this.judge] = this.attach();
    if (!isSame) {
      this.keepLearned(state.plans ?? []);
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

  /** The slot of payloads of this shape; NOWHERE for a shape that is new. @param first slot of the first shape. */
  private slotOfShape(first: number, key: string, values: object): number {
    const { store } = this;
    const tree = store.tree(first);
    if (first !== NOWHERE && (!tree || fitsShape(tree, values))) return first;
    const others = store.shapesOf(key);
    const fitting = others.find((slot) => {
      const other = store.tree(slot);
      return other && fitsShape(other, values);
    });
    if (fitting !== undefined) return fitting;
    const related = [first, ...others].find((slot) => {
      const other = store.tree(slot);
      return other && !isUnrelated(other, values, this.ignore);
    });
    if (related !== undefined) return related;
    return others.length < MOST_SHAPES ? NOWHERE : first;
  }

  private keyOfShape(topic: string, context: MessageContext<Ref>): string {
    return seriesKey(topic, context, this.store.nextShape());
  }

  /** Plans of other settings mean nothing here, but what they say was learned of their series. */
  private keepLearned(plans: readonly SeriesPlan[]): void {
    const shared = new Map<StatedLimit, LearnedLimits>();
    for (const slot of this.store.allSlots()) {
      const limit = plans[this.store.plan(slot)]?.stated;
      if (!limit || !isLearned(limit)) continue;
      const learned = shared.get(limit) ?? new Map([['', limit]]);
      shared.set(limit, learned);
      this.store.setLearned(slot, learned);
    }
  }

  private checkQuickly(
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
    const kind = this.quickKinds[number] ?? this.quickKindOf(number, plan);
    if (kind === 'never') return undefined;
    if (kind === 'numbers' && time === undefined) return quickVerdict(store, slot, value, plan);
    const arrival = now ?? Date.now();
    const isDated = time !== undefined && time - arrival <= MAX_AHEAD;
    if (kind === 'lines') {
      return quickLineVerdict(store, slot, topic, value, isDated ? time : arrival, ref, plan);
    }
    if (!isDated || time < store.lastTime(slot)) return undefined;
    const verdict = quickVerdict(store, slot, value, plan);
    if (verdict) store.setLastTime(slot, time);
    return verdict;
  }

  private quickKindOf(number: number, plan: SeriesPlan): QuickKind {
    const isSlow = plan.mode === 'auto' || (!drawsLines(plan) && isTimed(plan));
    const kind = isSlow ? 'never' : drawsLines(plan) ? 'lines' : 'numbers';
    // Plans are made one after the other, and asked for as they come.
    for (let i = this.quickKinds.length; i < number; i++) {
      this.quickKindOf(i, this.rules.planAt(i));
    }
    this.quickKinds[number] = kind;
    return kind;
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
    const { store } = this;
    while (store.leaves > this.maxSeries || (store.bytes > this.maxBytes && store.slotCount > 0)) {
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
    } finally {
      this.store.remove(slot);
    }
  }

  private readonly staleAfterOf = (slot: number): number => this.content.planOf(slot).staleAfter;

  private attach(): [SeriesContent<Ref>, SeriesJudge<Ref>] {
    const { partial, persist, isAlarm } = this;
    const { plans } = this.rules;
    const needs = { doors: plans.some(drawsLines), ranges: plans.some(learnsSpan) };
    const kept = this.persist ? KEPT_TIMES : [];
    this.store.prepare(needs, [...plans.flatMap(timesOf), ...kept]);
    const content = new SeriesContent(this.store, this.rules, this.ignore, this.statusFields);
    return [content, new SeriesJudge(this.store, content, this.schedule, { partial, persist, isAlarm })];
  }
}

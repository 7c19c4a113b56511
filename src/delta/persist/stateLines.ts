import { Learner } from '../auto/Learner';
import { learnersByPath } from '../auto/learnersByPath';
import { isLearned, LIMIT_REASONS, type StatedLimit } from '../auto/StatedLimit';
import { DELTA_MODES } from '../DeltaOptions';
import type { DeltaState } from '../DeltaState';
import type { Earlier, PassReason } from '../DeltaVerdict';
import type { HeldSample } from '../HeldSamples';
import type { LearnedRange } from '../learnedRange';
import { type FieldKnowledge, type PayloadTree, takeTree, treeValues } from '../PayloadTree';
import { BLOCK_SIZE } from '../SampleBlocks';
import { type LearnedLimits, SeriesStore } from '../SeriesStore';
import { KEPT_TIMES, SERIES_FLAGS, SERIES_TIMES } from '../seriesMarks';
import { readSeriesPlan, type SeriesPlan } from '../seriesPlan';
import type { WindowReport } from '../windows/WindowReport';
import { type KeptState, type KeptWindows, Windows } from '../windows/Windows';
import { type KeptValue, keepValue, readKeptValue } from './keptValue';

/*
 * A state as lines of JSON, the series seen longest ago first:
 *
 *   {"format":"wireband-delta-state","version":1,"savedAt":1764155000000,"evicted":0,"released":[…]}
 *   {"key":"plant/t1","value":21.5,"suppressed":3,"trusted":true, …}            one per topic
 *
 * An unknown version is not read.
 */

const FORMAT = 'wireband-delta-state';
const VERSION = 1;

/**
 * What was forwarded this shortly before the end may still have been on its way to the uplink, or not yet safe on its
 * disk: it is unknown whether it arrived. Milliseconds; longer than any sensible sync interval.
 */
const SETTLED_AFTER = 10_000;

const NO_WINDOWS: KeptState = { length: 0, told: [], series: new Map() };

/** A held message with more characters than this is not kept. */
const MAX_HELD = 65_536;

export type WriteRef<Ref> = (ref: Ref) => unknown;
export type ReadRef<Ref> = (kept: unknown) => Ref;

interface KeptHeld {
  readonly ref?: unknown;
  readonly time: number;
  readonly values: KeptValue;
}

interface KeptReleased {
  readonly topic: string;
  readonly ref?: unknown;
  readonly time: number;
  readonly reason: PassReason;
  readonly suppressed: number;
  /** The part of its payload that is sent. */
  readonly part?: KeptValue;
}

interface KeptSeries {
  readonly key: string;
  readonly value: KeptValue;
  readonly suppressed: number;
  /** Whether what was last forwarded certainly arrived. */
  readonly trusted: boolean;
  /** What is held is due at the end of `minInterval`. */
  readonly pending?: true;
  readonly stale?: true;
  readonly ranges?: readonly (LearnedRange | null)[];
  /** What mode auto learned about its numbers, by path. */
  readonly learned?: readonly (readonly [path: string, limit: StatedLimit])[];
  /** What is still being learned about them, by path. */
  readonly learners?: readonly (readonly [path: string, kept: readonly number[]])[];
  /** The status that came with the value. */
  readonly quality?: string;
  readonly lastTime?: number;
  readonly times: readonly (number | null)[];
  readonly held?: KeptHeld;
  /** What is held after it, oldest first. */
  readonly newer?: readonly KeptHeld[];
}

/** @param now ms since the epoch. */
export function* stateLines<Ref>(
  { store, plans = [], released, evicted, windows, lines }: DeltaState<Ref>,
  writeRef: WriteRef<Ref>,
  now: number,
): Generator<string> {
  const all = [...released, ...(lines?.finishAll(store) ?? [])];
  const kept = all.flatMap(({ topic, ref, time, reason, suppressed, partial }): KeptReleased[] => {
    const one = ifWritable(() => {
      const part = partial && { part: keepValue(partial.payload) };
      return { topic, ...keptRef(ref, writeRef), time, reason, suppressed, ...part };
    });
    return one ? [one] : [];
  });
  const { length, told, series } = (windows instanceof Windows ? windows.keepAll() : windows) ?? NO_WINDOWS;
  const head = { format: FORMAT, version: VERSION, savedAt: now, evicted, released: kept };
  yield JSON.stringify(length > 0 ? { ...head, windows: { length, told } } : head);
  for (const slot of store.allSlots()) {
    const open = series.get(slot);
    const written = keepSeries(store, slot, plans, writeRef, now);
    yield JSON.stringify({ ...written, ...(open && { windows: open }) });
  }
}

function keepSeries<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  plans: readonly SeriesPlan[],
  writeRef: WriteRef<Ref>,
  now: number,
): KeptSeries {
  const tree = store.tree(slot);
  const numbers = tree?.numbers ?? store.numbers;
  const indexes = tree ? tree.plans.map((_, index) => index) : [slot];
  const ranges = indexes.map((index) => numbers.range(index) ?? null);
  const learners = learnersOf(store, slot, tree).map(([path, learner]) => [path, learner.kept()] as const);
  const learned = learnedOf(store.learned(slot), plans[store.plan(slot)]?.stated);
  const quality = store.quality(slot);
  const flags = store.flags(slot);
  // Samples at which a line need not end are useless to a reader that does not know its slopes.
  const [held, ...newerOnes] = store.held.from(slot, store.held.newestReached(slot));
  const keptHeld = held && keepHeld(held, writeRef);
  const newer = keptHeld ? newerOnes.flatMap((each) => keepHeld(each, writeRef) ?? []) : [];
  const isAllKept = held === undefined || (keptHeld !== undefined && newer.length === newerOnes.length);
  const isSettled = now - store.time(slot, SERIES_TIMES.sent) >= SETTLED_AFTER;
  const lastTime = store.lastTime(slot);
  return {
    key: store.keyOf(slot),
    value: keepValue(tree ? treeValues(tree) : store.numbers.value(slot)),
    suppressed: store.suppressed(slot),
    trusted: isSettled && (flags & (SERIES_FLAGS.untrusted | SERIES_FLAGS.overtaken)) === 0 && isAllKept,
    ...(flags & SERIES_FLAGS.pending && keptHeld ? { pending: true } : {}),
    ...(flags & SERIES_FLAGS.stale ? { stale: true } : {}),
    ...(ranges.some((range) => range) ? { ranges } : {}),
    ...(learned.length > 0 ? { learned } : {}),
    ...(learners.length > 0 ? { learners } : {}),
    ...(quality === undefined ? {} : { quality }),
    ...(Number.isFinite(lastTime) ? { lastTime } : {}),
    times: KEPT_TIMES.map((which) => store.time(slot, which)),
    ...(keptHeld && { held: keptHeld }),
    ...(newer.length > 0 && { newer }),
  };
}

function learnersOf<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  tree: PayloadTree | undefined,
): readonly (readonly [path: string, learner: Learner])[] {
  const learner = store.numbers.learner(slot);
  if (tree) return [...learnersByPath(tree)];
  return learner ? [['', learner]] : [];
}

function learnedOf(
  learned: LearnedLimits | undefined,
  stated: StatedLimit | undefined,
): readonly (readonly [string, StatedLimit])[] {
  const all = new Map(learned ?? []);
  if (stated && isLearned(stated)) all.set('', stated);
  return [...all];
}

function keptRef<Ref>(ref: Ref | undefined, writeRef: WriteRef<Ref>): { ref?: unknown } {
  return ref === undefined ? {} : { ref: writeRef(ref) };
}

function keepHeld<Ref>(held: HeldSample<Ref>, writeRef: WriteRef<Ref>): KeptHeld | undefined {
  return ifWritable(() => ({
    ...keptRef(held.ref, writeRef),
    time: held.time,
    values: keepValue(held.values),
  }));
}

/** Undefined if it cannot be written as JSON, or is too large: its series then passes with the next message. */
function ifWritable<Kept>(make: () => Kept): Kept | undefined {
  try {
    const kept = make();
    return JSON.stringify(kept).length > MAX_HELD ? undefined : kept;
  } catch {
    return undefined;
  }
}

/** @throws {Error} for lines that stateLines() did not write. */
export function readStateLines<Ref>(lines: Iterable<string>, readRef: ReadRef<Ref>): DeltaState<Ref> {
  const store = new SeriesStore<Ref>();
  store.prepare({ doors: false, ranges: false }, KEPT_TIMES);
  const windows = new Map<number, KeptWindows>();
  let header: Readonly<Record<string, unknown>> | undefined;
  for (const line of lines) {
    const parsed: Readonly<Record<string, unknown>> = Object(JSON.parse(line));
    if (header) {
      const slot = readSeries(store, parsed, readRef);
      if (parsed.windows !== undefined) windows.set(slot, Object(parsed.windows));
    } else header = parsed;
  }
  if (header?.format !== FORMAT || header.version !== VERSION) {
    throw new TypeError(`It is not a ${FORMAT} of version ${VERSION}.`);
  }
  const released = Array.isArray(header.released) ? header.released : [];
  const { length, told }: { readonly length?: unknown; readonly told?: WindowReport[] } = Object(
    header.windows,
  );
  return {
    fingerprint: '',
    store,
    windows: typeof length === 'number' ? { length, told: told ?? [], series: windows } : undefined,
    released: released.map((kept): Earlier<Ref> => {
      const { topic, ref, time, suppressed, reason, part }: KeptReleased = Object(kept);
      return {
        kind: 'held',
        topic,
        ref: ref === undefined ? undefined : readRef(ref),
        time,
        suppressed,
        reason,
        ...(part !== undefined && { partial: { payload: readKeptValue(part) } }),
      };
    }),
    evicted: Number(header.evicted),
  };
}

function readSeries<Ref>(store: SeriesStore<Ref>, line: object, readRef: ReadRef<Ref>): number {
  const kept: KeptSeries = Object(line);
  const { key, value, suppressed, trusted, pending, stale, ranges, lastTime, times, held, newer } = kept;
  if (typeof key !== 'string' || !Array.isArray(times) || store.find(key) >= 0) {
    throw new TypeError('A line holds no series, or repeats one.');
  }
  if (ranges) store.prepare({ doors: false, ranges: true }, []);
  const slot = store.add(key);
  const values = readKeptValue(value);
  if (typeof values === 'number') {
    store.numbers.forward(slot, values);
    if (ranges?.[0]) store.numbers.setRange(slot, ranges[0]);
  } else {
    const tree = takeTree(values, ranges ? LEARNING : EXACT);
    if (!tree) throw new TypeError('A payload is too large.');
    store.setTree(slot, tree);
    ranges?.forEach((range, index) => {
      tree.numbers.setRange(index, range ?? undefined);
    });
  }
  readLearned(store, slot, kept);
  store.setSuppressed(slot, Number(suppressed));
  store.setFlag(slot, SERIES_FLAGS.untrusted, trusted !== true);
  store.setFlag(slot, SERIES_FLAGS.stale, stale === true);
  store.setFlag(slot, SERIES_FLAGS.pending, pending === true);
  if (typeof lastTime === 'number') store.setLastTime(slot, lastTime);
  // What is pending comes due even if no setting asks for an interval any more.
  if (pending === true) store.prepare({ doors: false, ranges: false }, [SERIES_TIMES.due]);
  KEPT_TIMES.forEach((which, index) => {
    store.setTime(slot, which, times[index] ?? Number.NaN);
  });
  const refOf = ({ ref }: KeptHeld): Ref | undefined => (ref === undefined ? undefined : readRef(ref));
  if (!held) return slot;
  store.held.hold(slot, readKeptValue(held.values), Number(held.time), refOf(held));
  for (const each of (newer ?? []).slice(0, BLOCK_SIZE - 1)) {
    store.held.add(slot, readKeptValue(each.values), Number(each.time), refOf(each), false);
  }
  return slot;
}

function readLearned<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  { learned, learners, quality }: KeptSeries,
): void {
  if (quality !== undefined) store.setQuality(slot, String(quality));
  if (learned) store.setLearned(slot, new Map(learned.map(([path, limit]) => [path, readLimit(limit)])));
  const read = new Map(learners?.map(([path, values]) => [path, Learner.of(values)]));
  if (store.tree(slot)) store.keepLearners(slot, read);
  else store.numbers.setLearner(slot, read.get(''));
}

/** @throws {TypeError} for anything that is not a limit. */
function readLimit({ mode, threshold, why }: StatedLimit): StatedLimit {
  if (!DELTA_MODES.includes(mode) || !LIMIT_REASONS.includes(why) || !(threshold >= 0)) {
    throw new TypeError('A limit cannot be read.');
  }
  return { mode, threshold, why };
}

/** Plans are looked up again at the first message; until then only what is remembered matters. */
const EXACT: FieldKnowledge = knowledgeOf('change');
const LEARNING: FieldKnowledge = knowledgeOf('span');

function knowledgeOf(mode: 'change' | 'span'): FieldKnowledge {
  const plan = readSeriesPlan({ mode });
  return {
    isIgnored: () => false,
    isStatus: () => false,
    isTime: () => false,
    readText: () => undefined,
    planOf: () => plan,
  };
}

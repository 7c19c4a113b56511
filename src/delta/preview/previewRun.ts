import type { StatedLimit } from '../auto/StatedLimit';
import { DeltaFilter } from '../DeltaFilter';
import type { DeltaOptions } from '../DeltaOptions';
import type { ChangedPart, SampleFacts } from '../DeltaVerdict';
import { type Fidelity, measureFidelity, type Point, type ReconstructionRule } from '../reconstruction';
import type { BesideValues, RecentSeriesName } from './RecentReadings';
import type { Readings } from './SeriesRing';

/** One series with its readings, as far as they are known. */
export interface PreviewSeries extends RecentSeriesName {
  readonly facts: SampleFacts | undefined;
  readonly readings: Readings;
  /** What mode auto does with it in the running node. */
  readonly limit?: StatedLimit | undefined;
  /** The other numbers of its messages; absent for the value alone. */
  readonly beside?: readonly BesideValues[];
}

export interface PreviewRun {
  /** Messages that pass; with several values in a payload, more than those in which this one is needed. */
  readonly messages: number;
  /** The points that a receiver would get, in order of time. */
  readonly forwarded: readonly Point[];
  /** Errors are in the unit of the readings. */
  readonly fidelity: Fidelity;
}

/**
 * What a filter with these options would forward of a series, and how far off a receiver would be. The filter starts
 * afresh at the first reading, and what it holds at the end is included. A message with several numbers passes when any
 * of them does, with all of them or, with `partial`, those that changed.
 * @param rule how the receiver fills the time between points.
 * @throws {SettingError} if an option is invalid.
 */
export function previewRun(
  { topic, device, field, keys, facts, readings, beside = [] }: PreviewSeries,
  options: DeltaOptions,
  rule: ReconstructionRule,
): PreviewRun {
  const filter = new DeltaFilter<number>(options);
  const samples = readings.times.map((time, i) => ({ time, value: readings.values[i] ?? Number.NaN }));
  const forwarded: Point[] = [];
  let messages = 0;
  const forward = (index: number | undefined, partial?: ChangedPart): void => {
    const sample = index === undefined ? undefined : samples[index];
    if (!sample) return;
    messages++;
    if (!partial || hasValue(partial.payload, keys)) forwarded.push(sample);
  };
  let now = Number.NEGATIVE_INFINITY;
  for (const [index, { time, value }] of samples.entries()) {
    now = Math.max(now, time);
    const { nextDue } = filter;
    if (nextDue !== undefined && nextDue <= now) {
      for (const each of filter.due(nextDue)) if (each.kind === 'held') forward(each.ref, each.partial);
    }
    const context = { now, time, device, field, wireband: facts, ref: index };
    const verdict = filter.check(topic, payloadOf(keys, value, beside, index), context);
    for (const { ref, partial } of verdict.earlier ?? []) forward(ref, partial);
    if (verdict.pass) forward(index, verdict.partial);
  }
  for (const { ref, partial } of filter.flush()) forward(ref, partial);
  forwarded.sort((a, b) => a.time - b.time);
  const inOrder = [...samples].sort((a, b) => a.time - b.time);
  return { messages, forwarded, fidelity: measureFidelity(rule, inOrder, forwarded) };
}

/** A payload that holds the numbers where the node found them, and nothing else. */
function payloadOf(
  keys: readonly string[],
  value: number,
  beside: readonly BesideValues[],
  index: number,
): unknown {
  if (keys.length === 0) return value;
  const payload = {};
  put(payload, keys, value);
  for (const { keys, values } of beside) put(payload, keys, values[index] ?? 0);
  return payload;
}

function put(payload: object, keys: readonly string[], value: number): void {
  let place = payload;
  keys.forEach((key, i) => {
    const isLast = i === keys.length - 1;
    const known: unknown = Object.hasOwn(place, key) ? Reflect.get(place, key) : undefined;
    const inner = typeof known === 'object' && known !== null ? known : {};
    const given = isLast ? value : inner;
    Object.defineProperty(place, key, { value: given, enumerable: true, configurable: true, writable: true });
    place = inner;
  });
}

function hasValue(payload: unknown, keys: readonly string[]): boolean {
  let value = payload;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return true;
}

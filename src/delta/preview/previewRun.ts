import { DeltaFilter } from '../DeltaFilter';
import type { DeltaOptions } from '../DeltaOptions';
import type { SampleFacts } from '../DeltaVerdict';
import { type Fidelity, measureFidelity, type Point, type ReconstructionRule } from '../reconstruction';
import type { RecentSeriesName } from './RecentReadings';
import type { Readings } from './SeriesRing';

/** One series with its readings, as far as they are known. */
export interface PreviewSeries extends RecentSeriesName {
  readonly facts: SampleFacts | undefined;
  readonly readings: Readings;
}

export interface PreviewRun {
  /** The points that a receiver would get, in the order of their times. */
  readonly forwarded: readonly Point[];
  /** Errors are in the unit of the readings. */
  readonly fidelity: Fidelity;
}

/**
 * What a filter with these options would forward of a series, and how far off a receiver would be. The filter begins
 * anew with the first reading, and what it holds at the end comes too.
 * @param rule how the receiver fills the time between points.
 * @throws {SettingError} when an option cannot be used.
 */
export function previewRun(
  { topic, device, field, keys, facts, readings }: PreviewSeries,
  options: DeltaOptions,
  rule: ReconstructionRule,
): PreviewRun {
  const filter = new DeltaFilter<number>(options);
  const samples = readings.times.map((time, i) => ({ time, value: readings.values[i] ?? Number.NaN }));
  const forwarded: Point[] = [];
  const forward = (index: number | undefined): void => {
    const sample = index === undefined ? undefined : samples[index];
    if (sample) forwarded.push(sample);
  };
  let now = Number.NEGATIVE_INFINITY;
  for (const [index, { time, value }] of samples.entries()) {
    now = Math.max(now, time);
    const { nextDue } = filter;
    if (nextDue !== undefined && nextDue <= now) {
      for (const each of filter.due(nextDue)) if (each.kind === 'held') forward(each.ref);
    }
    const context = { now, time, device, field, wireband: facts, ref: index };
    const verdict = filter.check(topic, placed(keys, value), context);
    for (const { ref } of verdict.earlier ?? []) forward(ref);
    if (verdict.pass) forward(index);
  }
  for (const { ref } of filter.flush()) forward(ref);
  forwarded.sort((a, b) => a.time - b.time);
  const inOrder = [...samples].sort((a, b) => a.time - b.time);
  return { forwarded, fidelity: measureFidelity(rule, inOrder, forwarded) };
}

/** A payload that holds the value where the node found it, and nothing else. */
function placed(keys: readonly string[], value: number): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

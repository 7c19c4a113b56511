import { DELTA_SERIES } from '../settings/delta';
import { settingsReader } from '../settings/settingsReader';
import type { StatedLimit } from './auto/StatedLimit';
import type { DeltaMode, SeriesOptions } from './DeltaOptions';
import { KEPT_TIMES, SERIES_TIMES, type SeriesTime } from './seriesMarks';

/** How a series is filtered, from checked settings. Times in milliseconds, 0 for none. */
export interface SeriesPlan {
  /** `auto` while nothing is known yet about a series in that mode. */
  readonly mode: DeltaMode;
  readonly threshold: number;
  readonly floor: number;
  /** 0 when it is learned. */
  readonly span: number;
  readonly minInterval: number;
  readonly maxSilence: number;
  readonly staleAfter: number;
  readonly sendPrevious: boolean;
  /** What mode auto decided for a series, and why; absent if the settings decide. */
  readonly stated?: StatedLimit;
}

/**
 * Reads the settings of a series; missing ones are as in `inherited`.
 * @param prefix precedes the names of settings in errors: `rules[0].`
 * @throws {SettingError}
 */
export function readSeriesPlan(options: SeriesOptions, prefix = '', inherited?: SeriesPlan): SeriesPlan {
  const read = settingsReader(DELTA_SERIES, options, prefix);
  const milliseconds = (name: 'minInterval' | 'maxSilence' | 'staleAfter'): number =>
    1000 * read(name, inherited && inherited[name] / 1000);
  return {
    mode: read('mode', inherited?.mode),
    threshold: read('threshold', inherited?.threshold),
    floor: read('floor', inherited?.floor),
    span: read('span', inherited?.span),
    minInterval: milliseconds('minInterval'),
    maxSilence: milliseconds('maxSilence'),
    staleAfter: milliseconds('staleAfter'),
    sendPrevious: read('sendPrevious', inherited?.sendPrevious),
  };
}

/** Everything is forwarded. */
export function isUnfiltered({ mode, threshold }: SeriesPlan): boolean {
  return threshold === 0 && mode !== 'change' && mode !== 'auto';
}

/** Mode auto: not enough is known about a series yet. */
export function isLearning({ mode }: SeriesPlan): boolean {
  return mode === 'auto';
}

export function learnsSpan({ mode, span }: SeriesPlan): boolean {
  return mode === 'span' && span === 0;
}

/** Lines that a receiver draws between forwarded points stay right, so the last suppressed sample is kept. */
export function drawsLines(plan: SeriesPlan): boolean {
  return (plan.mode === 'swinging-door' || plan.sendPrevious) && !isUnfiltered(plan);
}

/** What came after a possible corner is kept too, in case a later sample is a better one. */
export function looksAhead(plan: SeriesPlan): boolean {
  return plan.mode === 'swinging-door' && plan.minInterval === 0;
}

/** The time of samples matters. */
export function isTimed(plan: SeriesPlan): boolean {
  return drawsLines(plan) || plan.minInterval > 0 || plan.maxSilence > 0 || plan.staleAfter > 0;
}

/** What is held is forwarded when `maxSilence` ends, even without another message. */
export function endsInSilence(plan: SeriesPlan): boolean {
  return drawsLines(plan) && plan.maxSilence > 0;
}

/** Which times of its series a plan needs. */
export function timesOf(plan: SeriesPlan): SeriesTime[] {
  const times: SeriesTime[] = [];
  if (drawsLines(plan) || plan.maxSilence > 0) times.push(SERIES_TIMES.forwarded);
  if (plan.minInterval > 0) times.push(SERIES_TIMES.intervalFrom);
  if (plan.minInterval > 0 || endsInSilence(plan)) times.push(SERIES_TIMES.due);
  if (plan.staleAfter > 0) times.push(SERIES_TIMES.staleCheck, SERIES_TIMES.seen);
  return times;
}

/** How a filter is used. */
export interface FilterUse {
  readonly partial: boolean;
  readonly persist: boolean;
  /** A plan made later may have a `maxSilence`. */
  readonly hasAuto: boolean;
}

/** Which times a filter with these plans needs, some named more than once. */
export function timesOfAll(
  plans: readonly SeriesPlan[],
  { partial, persist, hasAuto }: FilterUse,
): SeriesTime[] {
  const times = plans.flatMap(timesOf);
  if (persist) times.push(...KEPT_TIMES);
  if (partial && (hasAuto || plans.some(({ maxSilence }) => maxSilence > 0))) times.push(SERIES_TIMES.whole);
  return times;
}

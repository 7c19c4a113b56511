import type { DeltaMode } from '../DeltaOptions';

/**
 * Why a series has its limit in mode auto:
 * - `quantity`: the usual threshold of what is measured, in its unit
 * - `state`: not a measurement, so any change passes
 * - `position`: a latitude or a longitude, which together are compared in meters
 * - `counter`: it only rises, so lines are drawn
 * - `learned`: from its first readings
 * - `values`: its first readings were a few different integers, as in an enumeration, so any change passes
 * - `quiet`: it has hardly changed so far: any change passes while more is learned
 * - `learning`: not known yet: everything passes
 */
export const LIMIT_REASONS = [
  'quantity',
  'state',
  'position',
  'counter',
  'learned',
  'values',
  'quiet',
  'learning',
] as const;

export type LimitReason = (typeof LIMIT_REASONS)[number];

/** What mode auto does with a series, and why. */
export interface StatedLimit {
  readonly mode: DeltaMode;
  /** In the unit of the series; a share of the value for `relative`. 0 if any change passes, or everything. */
  readonly threshold: number;
  readonly floor?: number;
  readonly unit?: string;
  readonly why: LimitReason;
  /** The quantity, or the kind of a value that is not a measurement, if known. */
  readonly of?: string;
}

/** Whether a limit was learned from readings, so that it is unknown without them. */
export function isLearned({ why }: StatedLimit): boolean {
  return why === 'learned' || why === 'counter' || why === 'values';
}

/** The limits of a message's series: by field path if it has several. */
export type StatedLimits = StatedLimit | Readonly<Record<string, StatedLimit>>;

/** Whether they are for one number that is the whole payload. */
export function isOneLimit(limits: StatedLimits): limits is StatedLimit {
  return typeof limits.why === 'string';
}

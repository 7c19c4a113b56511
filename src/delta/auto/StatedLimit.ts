import type { DeltaMode } from '../DeltaOptions';

/**
 * Why a series has its limit in mode auto:
 * - `quantity`: the usual threshold of what is measured, in its unit
 * - `state`: no measurement, so any change passes
 * - `position`: a latitude or a longitude, which together are compared in metres
 * - `counter`: it only rises, so lines are drawn
 * - `learned`: from its first readings
 * - `values`: its first readings were few whole numbers, as those of an enumeration, so any change passes
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
  /** In the unit of the series; a part of the value for `relative`. 0 if any change passes, or everything. */
  readonly threshold: number;
  readonly floor?: number;
  readonly unit?: string;
  readonly why: LimitReason;
  /** The quantity, or the kind of what is not a measurement, where it is known. */
  readonly of?: string;
}

/** Whether a limit came from readings, so that it is not known without them. */
export function isLearned({ why }: StatedLimit): boolean {
  return why === 'learned' || why === 'counter' || why === 'values';
}

/** The limits of a message's series: by the path of the field where it has several. */
export type StatedLimits = StatedLimit | Readonly<Record<string, StatedLimit>>;

/** Whether they are of one number, which is all of its payload. */
export function isOneLimit(limits: StatedLimits): limits is StatedLimit {
  return typeof limits.why === 'string';
}

/** More than the clock is set while one event waits. */
const MAX_STEPS = 16;

/** By how much the clock was set, milliseconds each, in order: the last ones. */
export type StepHistory = readonly number[];

export function withStep(steps: StepHistory, by: number): StepHistory {
  return [...steps, by].slice(-MAX_STEPS);
}

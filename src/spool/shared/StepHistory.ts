/** More often than the clock is set while one event waits. */
const MAX_STEPS = 16;

/** The most recent clock steps, in order: by how many milliseconds the clock was set each time. */
export type StepHistory = readonly number[];

export function withStep(steps: StepHistory, by: number): StepHistory {
  return [...steps, by].slice(-MAX_STEPS);
}

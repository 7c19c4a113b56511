import { DeltaFilter, type DeltaOptions } from '../../../src/delta';

/** When stories begin, ms since the epoch. */
export const START = 1_700_000_000_000;

/** A sample of one topic: second since the start, value, and the time of measurement if the message has one. */
export type Step = readonly [second: number, value: unknown, measured?: number];

/**
 * What a caller does that runs the filter's timer: everything forwarded or reported, as text,
 * `<second>:<value> <reason>`. An entry from a timer has a `!`.
 */
export function story(options: DeltaOptions, steps: readonly Step[], until = 0): string[] {
  const filter = new DeltaFilter<unknown>(options);
  const told: string[] = [];
  const seconds = (ms: number): number => (ms - START) / 1000;
  const waitUntil = (now: number): void => {
    for (let next = filter.nextDue; next !== undefined && next <= now; next = filter.nextDue) {
      for (const due of filter.due(next)) {
        if (due.kind === 'held') told.push(`!${seconds(next)}:${due.ref} ${due.reason}`);
        else if (due.kind === 'stale')
          told.push(`!${seconds(next)} stale since ${seconds(due.lastSeen)}, ${due.silentFor} s`);
      }
    }
  };
  for (const [second, value, measured] of steps) {
    const now = START + second * 1000;
    waitUntil(now);
    const time = measured === undefined ? undefined : START + measured * 1000;
    const { earlier, ...verdict } = filter.check('t', value, { now, time, ref: value });
    for (const { time: at, ref, reason } of earlier ?? []) told.push(`${seconds(at)}:${ref} ${reason}`);
    if (verdict.pass) told.push(`${second}:${value} ${verdict.reason}`);
  }
  waitUntil(START + until * 1000);
  return told;
}

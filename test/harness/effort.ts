import fc from 'fast-check';

/** Quick effort makes one try in this many. */
const QUICK_SHARE = 10;

/** Runs of a property that sets no number itself: fast-check's default. */
const DEFAULT_RUNS = 100;

/**
 * How thorough the tests are: `full`, the default, or `quick`, a tenth of everything whose number is only a matter of
 * thoroughness. WIREBAND_EFFORT sets it, and is read only here.
 */
const effort = process.env.WIREBAND_EFFORT ?? 'full';
if (effort !== 'full' && effort !== 'quick') {
  throw new Error(`WIREBAND_EFFORT is "${effort}"; it must be "full" or "quick"`);
}

/** How many tries, states or rounds to make, given how many `full` effort makes; at least one. */
export function runs(full: number): number {
  return effort === 'full' ? full : Math.ceil(full / QUICK_SHARE);
}

/** The step through bytes or cases, given that of `full` effort; quick effort takes longer steps. */
export function stepOf(full: number): number {
  return effort === 'full' ? full : full * QUICK_SHARE;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(DEFAULT_RUNS) });

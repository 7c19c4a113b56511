import fc from 'fast-check';

/** Quick effort makes one try of so many. */
const QUICK_SHARE = 10;

/** Tries of a property that sets no number of its own: what fast-check does by itself. */
const DEFAULT_RUNS = 100;

/**
 * How much the tests try: `full`, the default, or `quick`, a tenth of everything whose number is only a matter of
 * thoroughness. WIREBAND_EFFORT says which; it is read here and nowhere else.
 */
const effort = process.env.WIREBAND_EFFORT ?? 'full';
if (effort !== 'full' && effort !== 'quick') {
  throw new Error(`WIREBAND_EFFORT is "${effort}"; it must be "full" or "quick"`);
}

/** How many tries, states or rounds to make where `full` effort makes so many; at least one. */
export function runs(full: number): number {
  return effort === 'full' ? full : Math.ceil(full / QUICK_SHARE);
}

/** The step in which to go through bytes or cases that take steps of `full` at full effort: a longer one when quick. */
export function stepOf(full: number): number {
  return effort === 'full' ? full : full * QUICK_SHARE;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(DEFAULT_RUNS) });

import fc from 'fast-check';

/** Of what a test tries, how many parts one stands for when somebody waits for it. */
const QUICK_SHARE = 10;

/** How often a property is tried that does not say so. */
const DEFAULT_RUNS = 100;

/**
 * How much the tests try: `full`, the default, or `quick`, a tenth of everything whose number is only a matter of
 * thoroughness. WIREBAND_EFFORT says which; it is read here and nowhere else.
 */
const effort = process.env.WIREBAND_EFFORT ?? 'full';
if (effort !== 'full' && effort !== 'quick') {
  throw new Error(`WIREBAND_EFFORT is "${effort}"; it must be "full" or "quick"`);
}

/** How many tries, states or rounds to make where `full` are made at full effort; at least one. */
export function runs(full: number): number {
  return effort === 'full' ? full : Math.ceil(full / QUICK_SHARE);
}

/** Of a list that is gone through, every so manyth at full effort; fewer of them when it is quick. */
export function stepOf(full: number): number {
  return effort === 'full' ? full : full * QUICK_SHARE;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(DEFAULT_RUNS) });

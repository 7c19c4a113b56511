import { env } from 'node:process';
import fc from 'fast-check';
import { SYNCS, type Sync } from '../../../../src/spool/diskSpoolOptions';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';
import { SeededRandom } from '../../../harness/seededRandom';
import { readCrashed, readTwice } from '../../../harness/spool/crashedSpool';
import { CRASHES, type Crash, crashStates } from '../../../harness/spool/crashStates';
import { assertPromisesKept } from '../../../harness/spool/promisesKept';
import { type Past, promisesWithHandOver, SpoolLives } from '../../../harness/spool/SpoolLives';
import { spoolOptions, spoolSteps } from '../../../harness/spool/spoolSteps';

/** Total number of states to check; more for an overnight run. */
const STATES = Number(env.WIREBAND_CRASH_STATES ?? runs(15_000));
/** For repeating a run; a failure reports its seed. */
const SEED = Number(env.WIREBAND_CRASH_SEED ?? Date.now() % 2 ** 31);

/** Moments checked per sequence, and states checked per moment: all of them, or a sample of this size. */
const MOMENTS = 12;
const LIMITS: Readonly<Record<Crash, number>> = { kill: 4, 'power cut': 10 };
const THREAD_DEATHS = 4;
/** By how much these grow after a failure, so that the final counterexample is small. */
const THOROUGHLY = 3;

/** One in this many states is also read twice, and emptied. */
const READ_TWICE_EVERY = 16;

const SEQUENCES_AT_ONCE = runs(20);

/** Time for shrinking a counterexample. */
const SHRINK_MS = 60_000;

/** Checks states at sampled moments of a history. */
class CrashChecker {
  states = 0;
  sequences = 0;
  private thoroughness = 1;

  async check(past: readonly Past[], seed: number): Promise<void> {
    const random = new SeededRandom(seed);
    this.sequences++;
    try {
      for (const then of sampleOf(past, MOMENTS * this.thoroughness, random)) {
        for (const crash of CRASHES) await this.checkMoment(then, crash, random);
        await this.checkThreadDeath(then, random);
      }
    } catch (error) {
      this.thoroughness = THOROUGHLY;
      throw error;
    }
  }

  private async checkMoment(
    { disk, moment, promises }: Past,
    crash: Crash,
    random: SeededRandom,
  ): Promise<void> {
    const limit = LIMITS[crash] * this.thoroughness;
    for (const contents of crashStates(disk, moment, crash, limit, random)) {
      const perBatch = 1 + Math.floor(random.next() * 8);
      assertPromisesKept(promises, crash, await readCrashed(contents, perBatch));
      if (this.states % READ_TWICE_EVERY === 0) await readTwice(contents, perBatch);
      this.states++;
    }
  }

  /** The main thread survives, and hands over again what was not answered. */
  private async checkThreadDeath(past: Past, random: SeededRandom): Promise<void> {
    const { disk, moment, handed } = past;
    const promises = promisesWithHandOver(past);
    for (const contents of crashStates(disk, moment, 'kill', THREAD_DEATHS * this.thoroughness, random)) {
      const perBatch = 1 + Math.floor(random.next() * 8);
      assertPromisesKept(promises, 'kill', await readCrashed(contents, perBatch, handed));
      this.states++;
    }
  }
}

function sampleOf<T>(all: readonly T[], size: number, random: SeededRandom): readonly T[] {
  if (all.length <= size) return all;
  const last = all.slice(-1);
  return [...Array.from({ length: size - 1 }, () => random.oneOf(all)), ...last];
}

/** Random uses of a spool, until this many states after crashes have been checked. */
async function checkStates(sync: Sync, states: number): Promise<CrashChecker> {
  const checker = new CrashChecker();
  const options = spoolOptions([sync]);
  const property = fc.asyncProperty(options, spoolSteps(options), fc.nat(), async (first, steps, seed) => {
    const lives = new SpoolLives(first, seed);
    for (const step of steps) await lives.run(step);
    await lives.end();
    await checker.check(lives.past, seed);
  });
  for (let round = 0; checker.states < states; round++) {
    await assertProperty(property, {
      numRuns: SEQUENCES_AT_ONCE,
      seed: SEED + round,
      interruptAfterTimeLimit: SHRINK_MS,
    });
  }
  return checker;
}

describe('the disk spool, after its process or thread dies or the power fails at any moment', function () {
  if (env.WIREBAND_CRASH_STATES) this.timeout(0);
  const tally: string[] = [];

  for (const sync of SYNCS) {
    it(`keeps every promise that was made before, with sync ${sync}`, async () => {
      const { states, sequences } = await checkStates(sync, STATES / SYNCS.length);
      tally.push(`${states.toLocaleString('en')} states in ${sequences} sequences with sync ${sync}`);
    });
  }

  after(() => console.log(`      checked: ${tally.join(', ')}`));
});

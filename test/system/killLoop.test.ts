import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkArrived, checkOrder, checkRepetitions } from '../harness/backend/receivedEvents';
import { bundlePrograms } from '../harness/kill/killableLife';
import type { Tally } from '../harness/kill/killLedger';
import { type Ending, KillRun, type KillRunOptions, type LifeSettings } from '../harness/kill/killRun';
import { SeededRandom } from '../harness/seededRandom';

/** Total number of kills; 200 when nobody waits for it. */
const KILLS = Number(process.env.WIREBAND_KILLS ?? (process.env.CI === 'true' ? 200 : 40));

/** The same seed gives the same lives and the same weather, as far as the machine's own timing allows. */
const SEED = Number(process.env.WIREBAND_KILL_SEED ?? Date.now() % 1e9);

const EVENTS_PER_SECOND = 1000;

/** Between the kills, every nth life ends by itself and shows its counters. */
const ENDS_ITSELF_EVERY = 6;

const ORDERED = { delivery: { parallel: 1 }, spool: { order: 'fifo' } } as const;

interface Claim {
  readonly name: string;
  readonly settings: readonly LifeSettings[];
  readonly limits?: KillRunOptions['limits'];
  /** Whether order is promised, and whether alarms keep their place in it. */
  readonly order: 'together' | 'apart' | 'none';
}

const CLAIMS: readonly Claim[] = [
  {
    name: 'sync interval, one request at a time',
    settings: [{ ...ORDERED, spool: { ...ORDERED.spool, sync: 'interval' } }],
    order: 'apart',
  },
  {
    name: 'sync always, four requests at a time, live data first',
    settings: [{ delivery: { parallel: 4 }, spool: { order: 'live-first', sync: 'always' } }],
    order: 'none',
  },
  {
    name: 'sync never, alarms in their place, a backend that refuses large batches and some events',
    settings: [{ ...ORDERED, spool: { ...ORDERED.spool, sync: 'never', alarmsFirst: false } }],
    limits: { maxBytes: 24_000, chokes: true },
    order: 'together',
  },
  {
    name: 'different settings in every life',
    settings: [
      { delivery: { parallel: 4 }, spool: { sync: 'never', order: 'live-first' } },
      { delivery: { parallel: 1 }, spool: { sync: 'always', alarmsFirst: false } },
      { delivery: { parallel: 2, flushBatch: 200 }, spool: { sync: 'interval', syncIntervalMs: 10 } },
    ],
    limits: { maxBytes: 24_000 },
    order: 'none',
  },
];

describe('a gateway that is stopped at any moment', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wireband-kill-program-'));
    await bundlePrograms(folder, 'kill/killGateway');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs lives with these endings, drains at the end, and checks everything that is claimed about them. */
  async function run(claim: Claim, seed: number, endings: readonly Ending[]): Promise<Tally> {
    const lives = await KillRun.start({
      program: join(folder, 'killGateway.js'),
      random: new SeededRandom(seed),
      settings: claim.settings,
      rate: EVENTS_PER_SECOND,
      ...(claim.limits && { limits: claim.limits }),
    });
    let tally: Tally;
    try {
      for (const ending of endings) await lives.live(ending);
      await lives.drain();
      const { ledger, backend } = lives;
      checkArrived(backend, ledger.stored);
      checkRepetitions(backend);
      ledger.checkReceipts();
      if (claim.order !== 'none') checkOrder(backend, claim.order);
      tally = ledger.tally;
    } catch (error) {
      // This error takes precedence over what the backend reports when it is closed.
      await lives.end().catch(() => undefined);
      throw error;
    }
    await lives.end();
    return tally;
  }

  async function runAll(endings: readonly Ending[]): Promise<Tally> {
    console.log(`      seed ${SEED}`);
    const results = await Promise.allSettled(CLAIMS.map((claim, index) => run(claim, SEED + index, endings)));
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected' ? [`with ${CLAIMS[index]?.name}: ${result.reason}`] : [],
    );
    assert.deepEqual(failures, []);
    const tallies = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const total = (read: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + read(tally), 0);
    const sum = {
      lives: total(({ lives }) => lives),
      kills: total(({ kills }) => kills),
      stored: total(({ stored }) => stored),
      delivered: total(({ delivered }) => delivered),
      requests: total(({ requests }) => requests),
      repeated: total(({ repeated }) => repeated),
      refused: total(({ refused }) => refused),
    };
    console.log(
      `      ${sum.lives} lives, ${sum.kills} kills, ${sum.stored} events stored, ${sum.delivered} delivered, ` +
        `${sum.requests} requests, ${sum.repeated} of them repeated with the same bytes, ${sum.refused} refused`,
    );
    assert.ok(sum.stored > sum.lives * 10, 'it was under load');
    return sum;
  }

  it(`${KILLS} times by SIGKILL loses no event that it reported as stored, and repeats events only in the same request`, async function () {
    this.timeout(300_000 + KILLS * 6000);
    const each = Math.ceil(KILLS / CLAIMS.length);
    const endings = Array.from({ length: each }).flatMap((_, i): Ending[] =>
      i % ENDS_ITSELF_EVERY === ENDS_ITSELF_EVERY - 1 ? ['SIGKILL', 'itself'] : ['SIGKILL'],
    );
    const { kills, repeated, refused } = await runAll(endings);
    assert.ok(kills >= KILLS, `${kills} kills`);
    // If there are few lives, all may have had good weather.
    if (KILLS >= 40) assert.ok(repeated > 0 && refused > 0, 'requests were repeated, and refused');
  });

  it('by SIGTERM, again and again, stores all events that it accepted and counts each', async function () {
    const each = Math.ceil(KILLS / CLAIMS.length / 4);
    this.timeout(300_000 + KILLS * 2000);
    const { kills } = await runAll(Array.from({ length: each }, (): Ending => 'SIGTERM'));
    assert.equal(kills, 0);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { answers } from '../harness/backend/misbehaviours';
import { checkArrived, checkOrder, checkRepetitions } from '../harness/backend/receivedEvents';
import { JumpingClock } from '../harness/clock/JumpingClock';
import { Drill } from '../harness/kill/drill';
import { bundlePrograms, KillableLife } from '../harness/kill/killableLife';
import type { LifePlan } from '../harness/kill/killGateway';
import { KillLedger } from '../harness/kill/killLedger';
import { sleep, until } from '../harness/until';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Much less than the jumps: code that takes a jump for an age drops everything. */
const SPOOL = { maxAgeMs: HOUR };

describe('a clock that jumps', () => {
  describe('while the gateway runs', () => {
    let drill: Drill;
    let clock: JumpingClock;
    beforeEach(async () => {
      drill = await Drill.prepare();
      clock = new JumpingClock();
    });
    afterEach(() => drill.end());

    for (const [way, ms] of [
      ['forward', DAY],
      ['back', -DAY],
    ] as const) {
      it(`${way} by a day: nothing expires, delivery continues, and the counters add up`, async () => {
        await drill.open({ clock, spool: SPOOL });
        drill.load(500);
        await drill.moreArrive(200);
        clock.jump(ms);
        await drill.moreArrive(500);
        drill.checkCounters();
        const { uptime_seconds } = drill.gateway.stats();
        assert.ok(uptime_seconds >= 0 && uptime_seconds < 100, `an uptime of ${uptime_seconds} s`);
        await drill.allArriveOnce();
        checkOrder(drill.backend, 'apart');
      });

      it(`${way} by a day during an outage: the backlog is kept, attempts continue, and all events arrive once`, async () => {
        await drill.open({ clock, spool: SPOOL });
        await drill.backend.goDown();
        drill.takeIn(1000);
        await drill.moreTriesFail(1);
        clock.jump(ms);
        drill.takeIn(1000);
        await drill.moreTriesFail(4);
        clock.jump(-ms);
        await drill.backend.comeBack();
        await drill.allArriveOnce();
        checkOrder(drill.backend, 'apart');
      });
    }

    it('during a delay that the backend asked for: the retry comes neither at once nor a day later', async () => {
      await drill.open({ clock, spool: SPOOL, timeoutMs: 30_000 });
      drill.backend.behave(answers(503, { 'Retry-After': '2' }));
      drill.takeIn(10);
      await until('the first attempt', () => drill.backend.batches.length > 0);
      clock.jump(DAY);
      // Nothing comes: the clock is ahead for that long, and a wait that relied on it would be over.
      await sleep(1000);
      clock.jump(-2 * DAY);
      drill.backend.behave();
      await drill.allArriveOnce();
      const [first, second] = drill.backend.batches;
      const waited = (second?.at ?? 0) - (first?.at ?? 0);
      assert.ok(waited >= 1995, `it retried after ${waited} ms`);
    });

    it('from 1970 to now: nothing expires', async () => {
      const from1970 = new JumpingClock(-Date.now());
      await drill.open({ clock: from1970, spool: SPOOL });
      await drill.backend.goDown();
      drill.takeIn(1000);
      await drill.moreTriesFail(1);
      from1970.correct();
      drill.takeIn(1000);
      await drill.moreTriesFail(2);
      await drill.backend.comeBack();
      await drill.allArriveOnce();
    });

    it('does not spare events that are really too old', async () => {
      await drill.open({ clock, spool: { maxAgeMs: 500 }, delivery: { flushBatch: 10 } });
      await drill.backend.goDown();
      drill.takeIn(100);
      clock.jump(DAY);
      // Long enough for the events to be too old by a clock that cannot be set.
      await sleep(1500);
      clock.jump(-DAY);
      drill.takeIn(1);
      await drill.backend.comeBack();
      await drill.empties();
      drill.checkCounters();
      const expired = drill.gateway.stats().dropped_by_reason.expired ?? 0;
      assert.ok(expired > 0, 'events that are in no batch expire');
      assert.equal(drill.arrived().size + expired, 101);
    });
  });

  describe('between two runs, or in a process that starts with the wrong time,', () => {
    let folder: string;
    let backend: BackendServer;
    let ledger: KillLedger;
    let first = 0;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'wireband-clock-'));
      await bundlePrograms(folder, 'kill/killGateway', 'clock/wrongWallClock');
    });
    after(() => rmSync(folder, { recursive: true, force: true }));
    beforeEach(async () => {
      backend = await BackendServer.start();
      ledger = new KillLedger(backend);
    });
    afterEach(async () => {
      await backend.close();
      rmSync(join(folder, 'spool'), { recursive: true, force: true });
    });

    /** A life whose clock is wrong by this many milliseconds. */
    const begin = (offset: number, more: Partial<LifePlan> = {}): KillableLife => {
      first += 1_000_000;
      const plan: LifePlan = {
        directory: join(folder, 'spool'),
        backendUrl: backend.url,
        spool: SPOOL,
        delivery: {},
        numbering: {},
        first,
        rate: 500,
        ...more,
      };
      const env = { WIREBAND_CLOCK_OFFSET: String(offset) };
      return new KillableLife(join(folder, 'killGateway.js'), plan, {
        env,
        preload: join(folder, 'wrongWallClock.js'),
      });
    };

    const drained = async (offset = 0): Promise<void> => {
      await backend.comeBack();
      await ledger.add(begin(offset, { drains: true }));
      checkArrived(backend, ledger.stored);
      checkRepetitions(backend);
      checkOrder(backend, 'apart');
    };

    it('from 1970 to the right time while it runs: nothing is dropped', async () => {
      await backend.goDown();
      const life = begin(-Date.now());
      await life.hasStored(200);
      life.signal('SIGUSR2');
      await life.hasStored(500);
      life.signal('SIGTERM');
      await ledger.add(life);
      await drained();
    });

    for (const [name, offsets] of [
      ['1970, then the right time', [-Date.now(), 0]],
      ['a day ahead, then the right time', [DAY, 0]],
      ['the right time, then 1970, then the right time', [0, -Date.now(), 0]],
    ] as const) {
      it(`${name}: nothing is dropped, and order is kept`, async () => {
        await backend.goDown();
        for (const offset of offsets) {
          const life = begin(offset);
          await life.hasStored(100);
          life.signal('SIGKILL');
          await ledger.add(life);
        }
        await drained();
      });
    }
  });
});

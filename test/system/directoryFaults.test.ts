import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, systemClock } from '../../src/clock';
import { Drill } from '../harness/kill/drill';
import { sleep, until } from '../harness/until';

/** So few that even a busy machine delivers them: a vanishing directory takes some of a long backlog with it. */
const EVENTS_PER_SECOND = 300;

describe('the directory of a spool', () => {
  let drill: Drill;
  beforeEach(async () => {
    drill = await Drill.prepare();
  });
  afterEach(() => drill.end());

  const vanish = () => rmSync(drill.directory, { recursive: true, force: true, maxRetries: 5 });

  const TROUBLES: readonly (readonly [string, () => void, heal: () => void])[] = [
    ['that is removed', vanish, () => undefined],
    [
      'whose parent is removed',
      () => rmSync(dirname(drill.directory), { recursive: true, maxRetries: 5 }),
      () => undefined,
    ],
    [
      'that is replaced by another',
      () => {
        renameSync(drill.directory, `${drill.directory}-before`);
        mkdirSync(drill.directory);
      },
      () => undefined,
    ],
    [
      'that is replaced by a file',
      () => {
        vanish();
        writeFileSync(drill.directory, 'not a directory');
      },
      () => rmSync(drill.directory),
    ],
  ];

  for (const [trouble, begin, heal] of TROUBLES) {
    it(`${trouble} under load: the gateway says so, carries on and recreates it, and all events arrive once`, async () => {
      await drill.open();
      drill.load(EVENTS_PER_SECOND);
      await drill.moreArrive(200);
      begin();
      await drill.storageBecomes('failing');
      await drill.moreArrive(300);
      heal();
      await drill.storageBecomes('disk');
      await drill.moreArrive(300);
      await drill.allArriveOnce();

      await drill.backend.goDown();
      drill.takeIn(500);
      await until('it is on disk', () => readdirSync(drill.directory).some((name) => name.endsWith('.log')));
      await drill.open();
      assert.equal(drill.gateway.spool.depth, 500, 'it is there again for the next start');
      await drill.backend.comeBack();
      await drill.empties();
      assert.equal(drill.arrived().size, drill.taken);
    });
  }

  it('that is removed again and again, even between two flushes: no event is lost with it', async () => {
    // Ten times as fast, and out of step, so that a write often finds it gone shortly before the spool would check.
    const clock: Clock = {
      now: systemClock.now,
      monotonic: () => systemClock.monotonic() * 13,
      after: (ms, callback, keepsAlive) => systemClock.after(ms / 10, callback, keepsAlive),
    };
    const delivery = { flushIntervalMs: 500, flushBatch: 200 };
    await drill.open({ clock, spool: { minFreeBytes: 1 }, delivery });
    drill.load(EVENTS_PER_SECOND);
    await drill.moreArrive(200);
    for (let time = 1; time <= 20; time++) {
      const events = drill.storageEvents().length;
      vanish();
      await until('the directory is recreated', () => drill.storageEvents().length >= events + 2);
      // Out of step with the flushes, so that it vanishes at another moment each time.
      await sleep(7 * time);
    }
    await drill.allArriveOnce();
  });

  it('that is removed just before shutdown: it is recreated with its events for the next start', async () => {
    await drill.open();
    await drill.backend.goDown();
    drill.takeIn(500);
    await drill.allStored();
    vanish();
    await drill.open();
    assert.equal(drill.gateway.spool.depth, 500);
    await drill.backend.comeBack();
    await drill.empties();
    assert.equal(drill.arrived().size, 500);
  });

  it('that is removed with a backlog: events still in memory and new ones arrive, the rest is counted, and nothing arrives twice', async () => {
    await drill.open();
    await drill.backend.goDown();
    for (let i = 0; i < 10; i++) {
      drill.takeIn(1000);
      await drill.allStored();
    }
    vanish();
    await drill.storageBecomes('failing');
    drill.takeIn(500);
    await drill.storageBecomes('disk');
    drill.takeIn(500);
    await drill.backend.comeBack();
    await drill.empties();
    drill.checkCounters();
    const { events_dropped, dropped_by_reason } = drill.gateway.stats();
    const arrived = drill.arrived();
    assert.equal(arrived.size + events_dropped, drill.taken, JSON.stringify(dropped_by_reason));
    assert.deepEqual(Object.keys(dropped_by_reason), ['unreadable']);
    assert.equal(drill.backend.taken.length, arrived.size, 'none arrived twice');
    for (let number = 8000; number < 11_000; number++) assert.ok(arrived.has(number), `${number} is there`);
  });
});

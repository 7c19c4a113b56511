import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Drill } from '../harness/drill';
import { sleep, until } from '../harness/until';

/** So few that even a busy machine delivers them: of a long backlog a directory that vanishes takes some with it. */
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
      'in whose place there is another',
      () => {
        renameSync(drill.directory, `${drill.directory}-before`);
        mkdirSync(drill.directory);
      },
      () => undefined,
    ],
    [
      'in whose place there is a file',
      () => {
        vanish();
        writeFileSync(drill.directory, 'not a directory');
      },
      () => rmSync(drill.directory),
    ],
  ];

  for (const [trouble, begin, heal] of TROUBLES) {
    it(`${trouble} under load: the gateway says so, goes on, makes it again, and all arrive once`, async () => {
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

  it('that is removed just before the end: the gateway closes all the same', async () => {
    await drill.open();
    await drill.backend.goDown();
    drill.takeIn(500);
    await sleep(200);
    vanish();
    await drill.gateway.close();
  });

  it('that is removed with a backlog in it: what is lost is counted, what came since arrives, nothing comes twice', async () => {
    await drill.open();
    await drill.backend.goDown();
    drill.takeIn(2000);
    await sleep(300);
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
    assert.equal(drill.backend.taken.length, arrived.size, 'none came twice');
    for (let number = 2000; number < 3000; number++) assert.ok(arrived.has(number), `${number} is there`);
  });
});

import assert from 'node:assert/strict';
import { MemorySpool } from '../../../../src/spool';
import { type FakeClock, settled } from '../../../harness/clock/FakeClock';
import { SimulatedFileSystem } from '../../../harness/disk/SimulatedFileSystem';
import { SPOOL_DIRECTORY } from '../../../harness/spool/crashedSpool';
import { DiskSpoolRig, eventOf, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i} `);

/** A spool in memory with a batch, waiting events, and an event in quarantine. */
async function memorySpool(clock: FakeClock): Promise<MemorySpool> {
  const spool = new MemorySpool(roomyOptions, clock);
  for (const topic of 'abcAd') spool.append(eventOf(topic), () => undefined);
  const take = async (events: number) => {
    const batch = await spool.next({ events, bytes: 1e6 });
    assert.ok(batch);
    return batch;
  };
  await spool.quarantine(await take(1), 'HTTP 400');
  await take(2);
  return spool;
}

describe('the disk spool after a switch from memory', () => {
  for (const when of ['before it is opened', 'once it is open'] as const) {
    it(`keeps batches with their IDs, order and quarantine, even over a kill, if filled ${when}`, async () => {
      const rig = new DiskSpoolRig();
      const memory = await memorySpool(rig.clock);
      await memory.release();
      const drained = memory.drain();
      if (when === 'once it is open') await rig.spool.open();
      rig.spool.importAll(drained);
      if (when === 'before it is opened') await rig.spool.open();
      await settled();
      assert.deepEqual([rig.spool.depth, rig.spool.quarantined, rig.spool.heldBack], [4, 1, 1]);
      const next = await rig.killed();
      const batch = await next.take(1);
      assert.deepEqual([batch.id, topicsOf(batch)], [drained.batches[0]?.id, 'bc']);
      await next.spool.delivered(batch);
      assert.equal(await next.rest(), 'd A');
      assert.equal(await next.spool.retryQuarantine(), 1);
      assert.equal(await next.rest(), 'a');
    });
  }

  it('takes more than maxPending from memory', async () => {
    const rig = new DiskSpoolRig({ maxPending: 100 });
    const memory = new MemorySpool(roomyOptions, rig.clock);
    for (const topic of upTo(30_000)) memory.append(eventOf(topic), () => undefined);
    rig.spool.importAll(memory.drain());
    rig.add('x', 'y');
    await rig.spool.open();
    await settled();
    assert.deepEqual([rig.drops, rig.spool.depth, rig.stored], ['', 30_002, 2]);
    const next = await rig.killed();
    assert.equal(
      (await next.rest(1000)).replaceAll(' ', ''),
      [...upTo(30_000), 'xy'].join('').replaceAll(' ', ''),
    );
  });

  it('takes events that came before the start of the clock', async () => {
    const rig = new DiskSpoolRig();
    const memory = new MemorySpool(roomyOptions, rig.clock);
    memory.append(eventOf('a'), () => undefined);
    rig.clock.pass(60_000);
    rig.clock.jump(-rig.clock.now());
    rig.spool.importAll(memory.drain());
    await rig.spool.open();
    await settled();
    assert.equal(rig.spool.storage.kind, 'disk');
    const next = await rig.killed();
    assert.equal(await next.rest(), 'a');
  });
});

describe('the disk spool in a switch to memory', () => {
  it('drains the disk and keeps new events in memory, in order', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...'abA');
    const next = await rig.reopen({ alarmsFirst: false, intake: 'memory' });
    next.takeOperations();
    next.add(...'cBd');
    assert.equal(next.stored, 3, 'at once');
    await settled();
    assert.ok(!next.takeOperations().some((operation) => /^write (ordinary|alarm)/.test(operation)));
    assert.equal(next.spool.depth, 6);
    assert.equal((await next.rest()).replaceAll(' ', ''), 'abAcBd');
    // A removal waits a little for the next batch.
    await next.clock.advance(200);
    assert.deepEqual([next.fileNames('ordinary'), next.fileNames('alarm')], [[], []]);
  });

  it('reports events that still waited for the disk as stored', async () => {
    const rig = await DiskSpoolRig.open();
    rig.add('a', 'b');
    rig.spool.configure({ ...roomyOptions, intake: 'memory' });
    await settled();
    assert.deepEqual([rig.stored, await rig.rest()], [2, 'ab']);
  });

  it('drops the oldest, wherever they are, when it is full', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abc');
    const next = await rig.reopen({ intake: 'memory', capacity: 3 });
    next.add(...'de');
    await settled();
    assert.deepEqual([next.lost, next.spool.depth], ['ab', 3]);
    assert.equal((await next.rest()).replaceAll(' ', ''), 'cde');
  });

  it('returns to the disk with all events since, even beyond maxPending', async () => {
    const rig = await DiskSpoolRig.open({ intake: 'memory' });
    rig.add(...upTo(25_000));
    rig.spool.configure(roomyOptions);
    rig.add('x');
    await settled();
    assert.deepEqual([rig.drops, rig.stored, rig.spool.depth], ['', 25_001, 25_001]);
    const next = await rig.killed();
    assert.equal(next.spool.depth, 25_001);
  });
});

describe('a directory that cannot be opened', () => {
  it('leaves events in memory for delivery, until it opens and the spool is ready again', async () => {
    const files = new SimulatedFileSystem();
    const before = await DiskSpoolRig.open({}, { files });
    await before.append('a', 'b');
    await before.spool.close();
    const isLocked = { now: true };
    const lock = async () => {
      if (isLocked.now) throw new Error('in use by process 7');
      return { check: async () => true, release: async () => undefined };
    };
    const rig = await DiskSpoolRig.open({}, { files, clock: before.clock, lock });
    assert.deepEqual(rig.recovered, [{ events: 0, unreported: [], findings: [] }]);
    assert.deepEqual(rig.storages, [
      { kind: 'failing', error: 'in use by process 7', since: rig.clock.now() },
    ]);
    rig.add('c', 'd');
    assert.equal(rig.stored, 2, 'at once, since they are only in memory');
    const batch = await rig.take(1);
    assert.equal(topicsOf(batch), 'c');
    isLocked.now = false;
    await rig.clock.advance(2000);
    assert.deepEqual(
      rig.recovered.map(({ events }) => events),
      [0, 2],
    );
    assert.equal(rig.storages.at(-1)?.kind, 'disk');
    await rig.spool.delivered(batch);
    const next = await rig.killed();
    assert.equal((await next.rest()).replaceAll(' ', ''), 'abd');
  });

  it('is retried while a file is in its place', async () => {
    const files = new SimulatedFileSystem();
    await files.makeDirectory(SPOOL_DIRECTORY.replace('/node', ''));
    await files.create(SPOOL_DIRECTORY);
    const rig = await DiskSpoolRig.open({}, { files });
    assert.match(Object(rig.spool.storage).error, /EEXIST/);
    await rig.append('a');
    await rig.clock.advance(5000);
    assert.equal(rig.spool.storage.kind, 'failing');
    assert.equal(rig.storages.length, 1, 'reported once');
    await files.remove(SPOOL_DIRECTORY);
    await rig.clock.advance(2000);
    assert.equal(rig.spool.storage.kind, 'disk');
    assert.equal(await (await rig.killed()).rest(), 'a');
  });

  for (const [kind, code] of [
    ['list', 'EACCES'],
    ['open', 'EMFILE'],
    ['read', 'EIO'],
    ['create', 'EROFS'],
    ['sync', 'EIO'],
    ['syncDirectory', 'EIO'],
  ] as const) {
    it(`is retried if ${kind} fails with ${code}, and all its events are returned once`, async () => {
      const files = new SimulatedFileSystem();
      const before = await DiskSpoolRig.open({}, { files });
      await before.append('a', 'A', 'b');
      await before.spool.close();
      files.fault = (operation) => (operation.kind === kind ? code : undefined);
      const rig = await DiskSpoolRig.open({}, { files, clock: before.clock });
      assert.equal(rig.spool.storage.kind, 'failing');
      await rig.append('c');
      files.fault = () => undefined;
      await rig.clock.advance(3000);
      assert.equal(rig.spool.storage.kind, 'disk');
      assert.equal((await (await rig.killed()).rest()).replaceAll(' ', ''), 'abcA');
    });
  }
});

describe('the counts of waiting alarms and live events', () => {
  it('include those being written', async () => {
    const rig = await DiskSpoolRig.open({ order: 'live-first' });
    await rig.append('a');
    rig.spool.startLive();
    const holdUpWrites = (): (() => void) => rig.files.holdUp(({ kind }) => kind === 'write');
    let letGo = holdUpWrites();
    rig.add('b');
    await settled();
    assert.deepEqual([rig.spool.waitingLive, rig.spool.waiting], [1, 2]);
    letGo();
    await settled();
    letGo = holdUpWrites();
    rig.add('A');
    await settled();
    assert.deepEqual([rig.spool.waitingAlarms, rig.spool.waiting], [1, 3]);
    letGo();
    await settled();
  });
});

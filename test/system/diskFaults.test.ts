import assert from 'node:assert/strict';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkOrder } from '../harness/backend/receivedEvents';
import { CHANGES, FaultyFileSystem } from '../harness/disk/FaultyFileSystem';
import type { SmallDisk } from '../harness/disk/smallDisk';
import { Drill } from '../harness/kill/drill';
import { until } from '../harness/until';

const EVENTS_PER_SECOND = 1000;

/** Temporary faults of a disk. */
const FAULTS: readonly (readonly [string, (files: FaultyFileSystem) => void])[] = [
  ['writes fail with EIO', (files) => files.fail('EIO', ['write'])],
  ['syncs fail with EIO', (files) => files.fail('EIO', ['sync', 'syncDirectory'])],
  ['is read-only', (files) => files.fail('EROFS', CHANGES)],
  ['is full', (files) => files.limit(0)],
  [
    'is gone, with everything on it',
    (files) =>
      files.fail('EIO', [...CHANGES, 'list', 'openToRead', 'read', 'size', 'sync', 'syncDirectory', 'space']),
  ],
];

describe('a disk that fails', () => {
  let drill: Drill;
  let files: FaultyFileSystem;
  beforeEach(async () => {
    drill = await Drill.prepare();
    files = new FaultyFileSystem();
  });
  afterEach(() => drill.end());

  for (const sync of ['interval', 'always'] as const) {
    for (const [fault, begin] of FAULTS) {
      it(`${fault} (sync ${sync}): events go through memory, the disk is used again, and all arrive once and in order`, async () => {
        await drill.open({ files, spool: { sync, minFreeBytes: 1 } });
        drill.load(EVENTS_PER_SECOND);
        await drill.moreArrive(200);
        begin(files);
        await drill.storageBecomes('failing');
        await drill.moreArrive(500);
        drill.checkCounters();
        files.heal();
        await drill.storageBecomes('disk');
        await drill.moreArrive(200);
        await drill.allArriveOnce();
        checkOrder(drill.backend, 'apart');
      });
    }
  }

  for (const [fault, begin] of FAULTS) {
    it(`${fault} while the backend is down: old and new events are on disk afterwards, for the next start`, async () => {
      await drill.open({ files, spool: { minFreeBytes: 1 } });
      await drill.backend.goDown();
      drill.takeIn(500);
      await drill.allStored();
      begin(files);
      drill.takeIn(500);
      await drill.storageBecomes('failing');
      drill.takeIn(500);
      assert.equal(drill.gateway.spool.depth, 1500);
      files.heal();
      await drill.storageBecomes('disk');
      drill.takeIn(500);
      await drill.open();
      assert.equal(drill.gateway.stats().events_ingested, 2000, 'found by the next start');
      await drill.backend.comeBack();
      await drill.allArriveOnce();
      checkOrder(drill.backend, 'apart');
    });
  }

  it('cannot be read for a while: no event is given up, and all arrive once and in order', async () => {
    await drill.open({ files });
    await drill.backend.goDown();
    // More than fits into the memory of any spool, and a start after it.
    drill.takeIn(20_000);
    await drill.open();
    files.fail('EIO', ['read', 'openToRead']);
    await drill.backend.comeBack();
    await until('a read fails', () => files.failures > 0);
    drill.takeIn(500);
    const failures = files.failures;
    await until('reads fail again', () => files.failures >= failures + 3);
    files.heal();
    await drill.allArriveOnce();
    checkOrder(drill.backend, 'apart');
  });

  it('fails forever: memory is limited, and excess events are dropped, oldest first, and counted', async () => {
    await drill.open({ files, spool: { capacity: 2000 } });
    files.fail('EIO', CHANGES);
    await drill.backend.goDown();
    drill.takeIn(100);
    await drill.storageBecomes('failing');
    drill.takeIn(4900);
    drill.checkCounters();
    const stats = drill.gateway.stats();
    assert.ok(stats.buffer_depth <= 2000, `${stats.buffer_depth} are kept`);
    assert.deepEqual(stats.dropped_by_reason, { overflow: 5000 - stats.buffer_depth });
    await drill.backend.comeBack();
    await drill.empties();
    assert.ok(drill.arrived().has(4999), 'the newest are there');
    assert.equal(drill.arrived().size, stats.buffer_depth);
    drill.checkStored();
    drill.checkCounters();
  });

  for (const [name, code, calls] of [
    ['is read-only', 'EROFS', CHANGES],
    ['lets no file be created', 'EMFILE', ['create']],
    ['cannot be listed', 'EACCES', ['list']],
  ] as const) {
    it(`${name} from the start: events go through memory until the disk works`, async () => {
      files.fail(code, calls);
      await drill.open({ files });
      drill.load(EVENTS_PER_SECOND);
      await drill.storageBecomes('failing');
      await drill.moreArrive(300);
      files.heal();
      await drill.storageBecomes('disk');
      await drill.moreArrive(100);
      await drill.allArriveOnce();
      checkOrder(drill.backend, 'apart');
    });
  }

  describe('that is small', () => {
    const BYTES = 2 * 1024 * 1024;
    let disk: SmallDisk | undefined;

    /** A real one if this machine permits it; otherwise one that is small only by the injected file system's count. */
    const makeSmall = (): { files?: FaultyFileSystem } => {
      disk = drill.mountSmallDisk(BYTES);
      if (disk) return {};
      console.log('      no file system can be mounted here: its size is injected');
      files.limit(BYTES);
      return { files };
    };

    it('fills up while the backend is down: the rest is kept in memory, all events arrive once, and the disk is used again', async () => {
      await drill.open({ ...makeSmall(), spool: { minFreeBytes: 0 } });
      await drill.backend.goDown();
      for (let i = 0; i < 30; i++) {
        drill.takeIn(1000);
        await drill.allStored();
      }
      await drill.storageBecomes('failing');
      drill.checkCounters();
      assert.equal(drill.gateway.spool.depth, 30_000);
      await drill.backend.comeBack();
      await drill.allArriveOnce();
      checkOrder(drill.backend, 'apart');
      await drill.storageBecomes('disk');
    });

    it('keeps the configured space free, and says so', async () => {
      const small = makeSmall();
      await drill.open({ ...small, spool: { minFreeBytes: BYTES / 2 } });
      await drill.backend.goDown();
      drill.load(2 * EVENTS_PER_SECOND);
      await drill.storageBecomes('failing');
      await drill.moreComeIn(EVENTS_PER_SECOND);
      const free = disk?.freeBytes ?? (await files.space(drill.directory))?.free ?? 0;
      // The free space is checked now and then, not at every write.
      assert.ok(free > BYTES / 4, `${free} bytes are free`);
      await drill.backend.comeBack();
      await drill.allArriveOnce();
      await drill.storageBecomes('disk');
    });

    it('is filled by another program, which later frees space', async () => {
      const small = makeSmall();
      const ballast = join(dirname(drill.directory), 'ballast');
      await drill.open({ ...small, spool: { minFreeBytes: 0 } });
      drill.load(EVENTS_PER_SECOND);
      await drill.moreArrive(200);
      if (disk) fill(ballast, disk);
      else files.limit(0);
      await drill.backend.goDown();
      await drill.storageBecomes('failing');
      await drill.moreComeIn(EVENTS_PER_SECOND / 2);
      if (disk) rmSync(ballast);
      else files.heal();
      await drill.storageBecomes('disk');
      await drill.backend.comeBack();
      await drill.allArriveOnce();
      checkOrder(drill.backend, 'apart');
    });

    it('is read-only at the start, and writable later', async () => {
      const small = makeSmall();
      if (disk) disk.remount('ro');
      else files.fail('EROFS', CHANGES);
      await drill.open({ ...small, spool: { minFreeBytes: 0 } });
      drill.takeIn(500);
      await drill.storageBecomes('failing');
      if (disk) disk.remount('rw');
      else files.heal();
      await drill.storageBecomes('disk');
      await drill.allArriveOnce();
      assert.equal(statSync(drill.directory).mode & 0o777, 0o700);
    });
  });
});

/** Writes until the disk is full. */
function fill(path: string, disk: SmallDisk): void {
  try {
    for (let size = disk.freeBytes + 65_536; ; size += 65_536) writeFileSync(path, Buffer.alloc(size));
  } catch (error) {
    if (Object(error).code !== 'ENOSPC') throw error;
  }
}

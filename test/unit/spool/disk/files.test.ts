import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskSpool } from '../../../../src/spool/disk/DiskSpool';
import { settled } from '../../../harness/clock/FakeClock';
import { runs } from '../../../harness/effort';
import { DiskSpoolRig, eventOf, roomyOptions } from '../../../harness/spool/DiskSpoolRig';

const SEGMENT_BYTES = 2000;

/** How often one directory is opened, after which nothing may be left open. */
const LIVES = runs(200);

const LONG = 'x'.repeat(400);
const long = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => eventOf(`s${from + i}`, LONG));

/** Bytes that the files of a kind hold. */
function bytesOnDisk(rig: DiskSpoolRig, kind: 'ordinary' | 'journal'): number {
  let bytes = 0;
  for (const name of rig.fileNames(kind)) {
    const entry = rig.files.disk.entry(`/data/spool/node/${name}`);
    if (typeof entry === 'number') bytes += rig.files.disk.content(entry).size;
  }
  return bytes;
}

async function openSmall(): Promise<DiskSpoolRig> {
  return DiskSpoolRig.open({}, { segmentBytes: SEGMENT_BYTES });
}

/** A removal waits a little for the next batch. */
const removed = (rig: DiskSpoolRig): Promise<void> => rig.clock.advance(200);

describe('the files of the disk spool', () => {
  it('are removed as a whole once nothing in them is needed', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 20; i++) await rig.append(...long(1, i));
    const all = rig.fileNames('ordinary');
    assert.ok(all.length >= 5, all.join());
    const [first, second] = [await rig.take(10), await rig.take(5)];
    await rig.spool.delivered(second);
    await removed(rig);
    assert.deepEqual(rig.fileNames('ordinary'), all, 'the first file is still needed');
    await rig.spool.delivered(first);
    await removed(rig);
    const left = rig.fileNames('ordinary');
    assert.ok(left.length <= all.length - 2, left.join());
    assert.deepEqual(left, all.slice(-left.length), 'the oldest are removed');
  });

  it('are removed only after the record that nothing in them is needed is durable', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 20; i++) await rig.append(...long(1, i));
    const batch = await rig.take(15);
    rig.takeOperations();
    await rig.spool.delivered(batch);
    await removed(rig);
    const done = rig.takeOperations();
    const firstRemoved = done.indexOf('remove ordinary');
    assert.ok(firstRemoved > 0, done.join());
    assert.ok(done.indexOf('write journal') < done.indexOf('sync journal'), done.join());
    assert.ok(done.indexOf('sync journal') < firstRemoved, done.join());
  });

  it('are removed with the sync of the next batch if that comes soon, which waits for no other sync', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 20; i++) await rig.append(...long(1, i));
    const first = await rig.take(15);
    rig.takeOperations();
    const letGo = rig.files.holdUp(({ kind, path }) => kind === 'sync' && path.includes('journal'));
    await rig.spool.delivered(first);
    const taking = rig.take(5);
    await removed(rig);
    letGo();
    await taking;
    await settled();
    const done = rig.takeOperations();
    assert.equal(done.filter((operation) => operation === 'sync journal').length, 1, done.join());
    assert.ok(done.includes('remove ordinary'));
  });

  it('are removed at once when the spool closes', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 20; i++) await rig.append(...long(1, i));
    await rig.spool.delivered(await rig.take(15));
    rig.takeOperations();
    await rig.spool.close();
    assert.ok(rig.takeOperations().includes('remove ordinary'));
  });

  it('release their space as a backlog is delivered', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 200; i++) await rig.append(...long(1, i));
    const full = bytesOnDisk(rig, 'ordinary');
    await rig.rest(10);
    await removed(rig);
    assert.ok(bytesOnDisk(rig, 'ordinary') < full / 8, `${bytesOnDisk(rig, 'ordinary')} of ${full} bytes`);
    assert.ok(rig.fileNames('ordinary').length <= 1);
  });

  it('are also removed if deliveries end while others are being removed', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 60; i++) await rig.append(...long(1, i));
    const batches = [];
    for (let i = 0; i < 6; i++) batches.push(await rig.take(10));
    rig.files.pace = ({ kind }) =>
      kind === 'remove' || kind === 'sync' ? new Promise((resolve) => setImmediate(resolve)) : undefined;
    await Promise.all(batches.map((batch) => rig.spool.delivered(batch)));
    for (let i = 0; i < 20; i++) await removed(rig);
    assert.ok(rig.fileNames('ordinary').length <= 1, rig.fileNames('ordinary').join());
  });

  it('are removed when their events are dropped', async () => {
    const rig = await openSmall();
    for (let i = 0; i < 40; i++) await rig.append(...long(1, i));
    rig.spool.configure({ ...roomyOptions, capacity: 3 });
    await settled();
    await removed(rig);
    assert.equal(rig.spool.depth, 3);
    assert.ok(rig.fileNames('ordinary').length <= 2, rig.fileNames('ordinary').join());
  });

  it('are new in each run, and never changed by a later one', async () => {
    const rig = await openSmall();
    await rig.append('a');
    const before = rig.fileNames('ordinary');
    const next = await rig.killed();
    next.takeOperations();
    await next.append('b');
    const written = next.operations.filter(({ kind }) => kind === 'write').map(({ path }) => path);
    assert.ok(!written.some((path) => before.some((name) => path.endsWith(name))));
    assert.equal(await next.rest(), 'ab');
  });
});

describe('the manifest of the disk spool', () => {
  it('is replaced when it is long, and its predecessor removed once the new one is durable', async () => {
    const rig = await DiskSpoolRig.open();
    const [first] = rig.fileNames('journal');
    let rounds = 0;
    while (rig.fileNames('journal')[0] === first && ++rounds < 4000) {
      await rig.append(`s${rounds}`);
      await rig.spool.delivered(await rig.take());
      if (rig.fileNames('journal')[0] === first) rig.takeOperations();
    }
    await settled();
    assert.ok(rounds > 100 && rounds < 4000, `after ${rounds} rounds`);
    const done = rig.takeOperations();
    const created = done.indexOf('create journal');
    const steps = ['write journal', 'sync journal', 'syncDirectory', 'remove journal'];
    const places = steps.map((step) => done.indexOf(step, created));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
      done.join(),
    );
    assert.equal(rig.fileNames('journal').length, 2);
    await rig.append('last');
    const next = await rig.killed();
    assert.equal(await next.rest(), 'last');
  });

  it('is replaced once, however many operations happen at that moment', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...Array.from({ length: 300 }, (_, i) => `s${i}`));
    const batches = [];
    for (let i = 0; i < 299; i++) batches.push(await rig.take(1));
    const toCompaction = 512 * 1024 - bytesOnDisk(rig, 'journal');
    await rig.spool.quarantine(await rig.take(1), 'x'.repeat(toCompaction - 2000));
    rig.takeOperations();
    await Promise.all(batches.map((batch) => rig.spool.delivered(batch)));
    const begun = rig.takeOperations().filter((operation) => operation === 'create journal');
    assert.equal(begun.length, 1);
    const next = await rig.killed();
    assert.deepEqual([next.spool.depth, next.spool.quarantined], [0, 1]);
  });
});

describe('the real files of the disk spool', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'spool-files-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are not readable by other users', async () => {
    const umask = process.umask(0);
    try {
      const directory = join(root, 'wireband', 'spool', 'node');
      const spool = new DiskSpool(directory, roomyOptions);
      await spool.open();
      await new Promise<void>((resolve) => spool.append(eventOf('a'), resolve));
      await new Promise<void>((resolve) => spool.append(eventOf('A'), resolve));
      const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
      const names = readdirSync(directory);
      assert.ok(names.length >= 4, names.join());
      for (const name of names) assert.equal(modeOf(join(directory, name)), '600', name);
      for (const path of [directory, join(directory, '..'), join(directory, '../../..')]) {
        assert.equal(modeOf(path), '700', path);
      }
      await spool.close();
    } finally {
      process.umask(umask);
    }
  });

  it(`are all closed and cleaned up after ${LIVES} runs`, async function () {
    if (process.platform !== 'linux') this.skip();
    const openNow = (): number => readdirSync('/proc/self/fd').length;
    const life = async (i: number): Promise<void> => {
      const spool = new DiskSpool(root, { ...roomyOptions, sync: 'never' });
      await spool.open();
      await new Promise<void>((resolve) => spool.append(eventOf(`s${i}`), resolve));
      const batch = await spool.next({ events: 10, bytes: 1e6 });
      assert.ok(batch);
      if (i % 3 > 0) await spool.delivered(batch);
      await spool.close();
    };
    await life(0);
    const before = openNow();
    for (let i = 1; i <= LIVES; i++) await life(i);
    assert.ok(openNow() <= before + 2, `${before} before, ${openNow()} after`);
    assert.ok(readdirSync(root).length < 90, `${readdirSync(root).length} files`);
  });

  it('are all closed if the spool closes at any moment of its recovery', async () => {
    for (let turns = 0; turns < 40; turns++) {
      const rig = await DiskSpoolRig.open();
      rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
      await rig.append('a', 'A', 'b');
      rig.files.fault = () => undefined;
      rig.files.pace = () => new Promise((resolve) => setImmediate(resolve));
      const healing = rig.clock.advance(1500);
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      await rig.spool.close();
      await healing;
      for (let i = 0; i < 10; i++) await settled();
      assert.equal(rig.files.openFiles, 0, `closed after ${turns} turns`);
    }
  });

  it('are all closed if the spool closes while it opens, or after its disk failed', async () => {
    const rig = new DiskSpoolRig();
    const opening = rig.spool.open();
    await rig.spool.close();
    await opening;
    assert.equal(rig.files.openFiles, 0);
    const failing = await DiskSpoolRig.open();
    await failing.append('a', 'A');
    const { fault } = failing.files;
    failing.files.fault = ({ kind }) => (kind === 'write' || kind === 'sync' ? 'EIO' : undefined);
    await failing.append('b');
    await failing.clock.advance(3000);
    assert.equal(failing.spool.storage.kind, 'failing');
    await failing.spool.close();
    assert.equal(failing.files.openFiles, 0);
    failing.files.fault = fault;
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i} `);
const failWrites = (rig: DiskSpoolRig): void => {
  rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
};
const healDisk = async (rig: DiskSpoolRig): Promise<void> => {
  rig.files.fault = () => undefined;
  await rig.clock.advance(2000);
  assert.equal(rig.spool.storage.kind, 'disk');
};

describe('a disk that fails under a spool', () => {
  it('is reported once, and once again when it works', async () => {
    const rig = await DiskSpoolRig.open();
    rig.storages.length = 0;
    failWrites(rig);
    await rig.append('a');
    await rig.append('b');
    await rig.clock.advance(10_000);
    assert.deepEqual(
      rig.storages.map(({ kind }) => kind),
      ['failing'],
    );
    assert.match(Object(rig.storages[0]).error, /EIO/);
    await healDisk(rig);
    assert.deepEqual(
      rig.storages.map(({ kind }) => kind),
      ['failing', 'disk'],
    );
  });

  it('is not trusted again if another operation fails during a retry', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(1);
    failWrites(rig);
    await rig.append('c');
    rig.files.fault = () => undefined;
    const letGo = rig.files.holdUp(({ kind, path }) => kind === 'write' && path.includes('ordinary'));
    await rig.clock.advance(1000);
    rig.files.fault = ({ kind, path }) => (kind === 'write' && path.includes('journal') ? 'EIO' : undefined);
    await rig.spool.delivered(batch);
    rig.files.fault = () => undefined;
    letGo();
    await settled();
    assert.equal(rig.spool.storage.kind, 'failing');
    await healDisk(rig);
    assert.equal(await (await rig.killed()).rest(), 'b c', 'deliveries are remembered');
  });

  it('delays neither intake nor delivery, and order is kept after recovery', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...'aAb');
    failWrites(rig);
    await rig.append(...'cBd');
    assert.equal(rig.stored, 6);
    assert.equal(topicsOf(await rig.take(2)), 'aA');
    assert.equal(topicsOf(await rig.take(1)), 'b');
    assert.equal(topicsOf(await rig.take(2)), 'cB');
    await rig.append('e');
    await healDisk(rig);
    await rig.append('f');
    assert.equal(await rig.rest(), 'def');
    const next = await rig.killed({ alarmsFirst: false });
    assert.equal(next.spool.heldBack, 3, 'batches from the failure are recorded later');
    assert.equal((await next.rest()).replaceAll(' ', ''), 'aAbcB');
  });

  it('loses nothing that fits into memory when it recovers, even beyond maxPending', async () => {
    const rig = await DiskSpoolRig.open({ maxPending: 1000 });
    await rig.append('first');
    failWrites(rig);
    await rig.append('second');
    await rig.append(...upTo(30_000));
    rig.files.fault = () => undefined;
    rig.files.pace = ({ kind }) => {
      if (kind === 'write') rig.add('x');
      return new Promise((resolve) => setImmediate(resolve));
    };
    await rig.clock.advance(1500);
    for (let i = 0; i < 100; i++) await settled();
    rig.files.pace = () => undefined;
    await settled();
    assert.equal(rig.drops, '');
    const { depth } = rig.spool;
    assert.ok(depth > 30_002, String(depth));
    const next = await rig.killed();
    assert.equal(next.spool.depth, depth);
    const order = (await next.rest(10_000)).split(/\s+/).filter((topic) => /^s\d/.test(topic));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10)),
    );
  });

  it('drops by the overflow rule what does not fit into memory', async () => {
    for (const [overflow, lost] of [
      ['oldest', 'cd'],
      ['newest', 'fe'],
    ] as const) {
      const rig = await DiskSpoolRig.open({ capacity: 5, overflow });
      await rig.append('a', 'b');
      failWrites(rig);
      await rig.append('c', 'A');
      await rig.append('d');
      rig.add('e', 'f');
      assert.deepEqual([[...rig.lost].sort().join(''), rig.spool.depth], [[...lost].sort().join(''), 5]);
    }
  });

  it('counts as failing with less than minFreeBytes available, until there is more', async () => {
    const rig = await DiskSpoolRig.open({ minFreeBytes: 1_000_000 });
    await rig.append('a');
    assert.equal(rig.spool.storage.kind, 'disk');
    rig.files.free = 999_999;
    await rig.clock.advance(1500);
    await rig.append('b');
    assert.match(Object(rig.spool.storage).error, /999999 bytes are free .* 1000000 must stay free/);
    rig.takeOperations();
    await rig.append('c');
    await rig.clock.advance(5000);
    assert.ok(!rig.takeOperations().includes('write ordinary'));
    assert.equal(rig.stored, 3);
    rig.files.free = 1_000_000;
    await healDisk(rig);
    assert.equal(await (await rig.killed()).rest(), 'abc');
  });

  it('is asked for its free space only occasionally', async () => {
    const rig = await DiskSpoolRig.open({ minFreeBytes: 1000 });
    await rig.append('first');
    rig.takeOperations();
    for (const topic of upTo(50)) await rig.append(topic);
    assert.ok(!rig.takeOperations().includes('space'));
    rig.spool.configure({ ...roomyOptions, minFreeBytes: 0 });
    await rig.clock.advance(5000);
    await rig.append('last');
    assert.ok(!rig.takeOperations().includes('space'));
  });

  it('that refuses a sync gets no more writes to that file, and nothing is lost', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'always' });
    await rig.append('a');
    rig.files.failNext('sync', 'EIO');
    await rig.append('b');
    assert.equal(rig.spool.storage.kind, 'failing');
    await rig.append('c');
    const before = rig.fileNames('ordinary');
    await rig.clock.advance(1100);
    assert.equal(rig.spool.storage.kind, 'disk', 'at the first try');
    await rig.append('d');
    assert.ok(rig.fileNames('ordinary').length > before.length, 'a new file is used');
    assert.equal(await rig.rest(), 'abcd');
    assert.equal(
      rig.storages.filter(({ kind }) => kind === 'failing').length,
      1,
      'it works from the first try',
    );
  });

  it('that writes only a part leaves no event in it', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    for (const written of [1, 30, 60]) {
      rig.files.failNext('write', { code: 'ENOSPC', written });
      await rig.append('b', 'c');
      await healDisk(rig);
    }
    const next = await rig.killed();
    assert.deepEqual(next.recovered[0]?.findings, []);
    assert.equal(await next.rest(), 'abcbcbc');
  });

  it('that writes only a part does not bring back an event dropped since, after a kill', async () => {
    const options = { capacity: 3 };
    const rig = await DiskSpoolRig.open(options);
    await rig.append('a');
    rig.files.failNext('write', { code: 'ENOSPC', written: 60 });
    await rig.append('b', 'c');
    await rig.append('d');
    assert.equal(rig.lost, 'b');
    await healDisk(rig);
    const next = await rig.killed(options);
    assert.equal(await next.rest(), 'a c d');
  });

  it('does not prevent a spool from closing', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    rig.files.fault = () => 'EIO';
    rig.add('b');
    await settled();
    await rig.spool.close();
    assert.equal(rig.stored, 2);
  });
});

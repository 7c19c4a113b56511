import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i} `);
const noticed = async (rig: DiskSpoolRig): Promise<void> => {
  await rig.clock.advance(3000);
  assert.deepEqual(
    rig.storages.map(({ kind }) => kind),
    ['disk', 'failing', 'disk'],
  );
};
/** All waiting events, without the spaces between batches. */
const rest = async (rig: DiskSpoolRig, events?: number): Promise<string> =>
  (await rig.rest(events)).replaceAll(' ', '');

describe('the disk spool after its directory vanishes', () => {
  for (const alarmsFirst of [true, false]) {
    it(`loses nothing that is in memory, and returns it in order (alarms first: ${alarmsFirst})`, async () => {
      const rig = await DiskSpoolRig.open({ alarmsFirst });
      await rig.append(...'aAb');
      rig.vanish();
      await rig.append(...'cBd');
      await rig.clock.advance(1000);
      await rig.append(...'e');
      await noticed(rig);
      await rig.append('f');
      assert.deepEqual([rig.drops, rig.spool.depth], ['', 8]);
      const next = await rig.killed({ alarmsFirst });
      assert.equal(await rest(next), alarmsFirst ? 'abcdefAB' : 'aAbcBdef');
    });
  }

  it('leaves batches unchanged: held, given back and sealed ahead, of both logs', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...'aAbcdefghijk');
    const held = await rig.take(2);
    const back = await rig.take(2);
    rig.spool.giveBack(back);
    const other = await rig.take(2);
    assert.equal(other.id, back.id);
    const unsent = await rig.take(2);
    assert.equal(topicsOf(unsent), 'de');
    rig.spool.giveBack(other);
    rig.spool.giveBack(unsent, false);
    rig.vanish();
    await noticed(rig);
    assert.deepEqual([rig.drops, rig.spool.depth], ['', 12]);
    await rig.spool.delivered(held);
    const again = await rig.take(2);
    assert.deepEqual([again.id, topicsOf(again)], [back.id, 'bc']);
    assert.equal(topicsOf(held), 'aA');
    rig.spool.giveBack(again);
    const next = await rig.killed({ alarmsFirst: false });
    const first = await next.take(1);
    assert.deepEqual([first.id, topicsOf(first)], [back.id, 'bc']);
    await next.spool.delivered(first);
    assert.equal(await rest(next), 'defghijk');
  });

  it('still counts an unsent batch, whatever the new bounds', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abc');
    const batch = await rig.take(2);
    rig.vanish();
    await noticed(rig);
    rig.spool.giveBack(batch, false);
    rig.spool.configure({ ...roomyOptions, capacity: 1 });
    await settled();
    const dropped = rig.dropped.reduce((sum, { events }) => sum + events, 0);
    assert.deepEqual([dropped, rig.spool.depth, await rig.rest()], [1, 2, 'ab']);
  });

  it('can split a batch taken before', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abcd');
    const batch = await rig.take();
    rig.vanish();
    await rig.append('e');
    const noticing = noticed(rig);
    const splitting = rig.spool.split(batch);
    await noticing;
    await splitting;
    assert.equal(await rig.rest(), 'ab cd e');
  });

  it('loses only events that are not in memory, and counts them', async () => {
    const before = await DiskSpoolRig.open();
    await before.append(...'abc');
    const rig = await before.reopen();
    await rig.append(...'de');
    rig.vanish();
    await noticed(rig);
    assert.deepEqual([rig.drops, rig.spool.depth, await rig.rest()], ['3 unreadable', 2, 'de']);
  });

  it('loses the part of a backlog that is too old to be in memory, even if it is drained before anyone notices', async () => {
    for (const isNoticed of [true, false]) {
      const rig = await DiskSpoolRig.open({}, { segmentBytes: 64 * 1024 });
      for (let i = 0; i < 10; i++) await rig.append(...upTo(1000));
      await rig.append('last');
      rig.vanish();
      if (isNoticed) await noticed(rig);
      const { depth } = rig.spool;
      let delivered = 0;
      let topics = '';
      for (let batch = await rig.spool.next({ events: 500, bytes: 1e6 }); batch; ) {
        delivered += batch.events.length;
        topics = topicsOf(batch);
        await rig.spool.delivered(batch);
        batch = await rig.spool.next({ events: 500, bytes: 1e6 });
      }
      const dropped = rig.dropped.reduce((sum, { events }) => sum + events, 0);
      assert.equal(delivered + dropped, 10_001, `${depth} of ${rig.drops}`);
      assert.ok(delivered >= 3000, `${delivered} arrive`);
      assert.ok(topics.endsWith('last'));
      await rig.spool.close();
    }
  });

  it('returns the events of a file that is still open, and then those in memory', async () => {
    const rig = await DiskSpoolRig.open({}, { segmentBytes: 300 * 1024 });
    for (let i = 0; i < 7; i++) await rig.append(...upTo(900));
    assert.equal(rig.fileNames('ordinary').length, 2);
    await rig.spool.delivered(await rig.take(10));
    rig.vanish();
    const all = [(await rig.take()).events.length];
    for (let batch = await rig.spool.next({ events: 1e6, bytes: 1e9 }); batch; ) {
      all.push(batch.events.length);
      batch = await rig.spool.next({ events: 1e6, bytes: 1e9 });
    }
    assert.deepEqual([all.reduce((sum, events) => sum + events), rig.drops], [6290, '']);
  });

  it('creates it again each time if it vanishes twice', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'aA');
    rig.vanish();
    await rig.clock.advance(1500);
    rig.files.failNext('create', 'ENOENT');
    await rig.clock.advance(2000);
    await rig.append('b');
    rig.vanish();
    await rig.clock.advance(3000);
    assert.deepEqual(
      rig.storages.map(({ kind }) => kind),
      ['disk', 'failing', 'disk', 'failing', 'disk'],
    );
    assert.deepEqual([rig.drops, await rest(await rig.killed())], ['', 'abA']);
  });

  it('loses and duplicates nothing and leaves no file open if it cannot recreate the directory at once', async () => {
    for (const kind of ['create', 'remove', 'sync', 'list'] as const) {
      for (let nth = 0; nth < 4; nth++) {
        const rig = await DiskSpoolRig.open();
        await rig.append(...'abA');
        const batch = await rig.take(1);
        rig.vanish();
        await rig.clock.advance(1500);
        let count = 0;
        rig.files.fault = (operation) => (operation.kind === kind && count++ === nth ? 'EIO' : undefined);
        await rig.clock.advance(1000);
        await rig.spool.quarantine(batch, 'HTTP 400');
        rig.files.fault = () => undefined;
        await rig.clock.advance(2000);
        assert.deepEqual([rig.spool.storage.kind, rig.drops], ['disk', ''], `${kind} ${nth}`);
        const next = await rig.reopen();
        assert.deepEqual([next.spool.depth, next.spool.quarantined], [2, 1]);
        assert.equal(rig.files.openFiles, 0);
        assert.equal(await rest(next), 'bA');
      }
    }
  });

  it('recreates it for the next start if it vanished just before release or close', async () => {
    for (const end of ['release', 'close'] as const) {
      const rig = await DiskSpoolRig.open();
      await rig.append(...'abA');
      await rig.spool.delivered(await rig.take(1, 'alarms'));
      rig.vanish();
      rig.add('c');
      await rig.spool[end]();
      assert.equal(rig.stored, 4);
      const next = await rig.killed();
      assert.deepEqual([next.spool.depth, await next.rest(), rig.drops], [3, 'abc', '']);
    }
  });

  it('has no event waiting twice if another process held the directory and it comes back complete', async () => {
    let isOurs = true;
    const lock = async () => ({ check: async () => isOurs, release: async () => undefined });
    const rig = await DiskSpoolRig.open({}, { lock });
    await rig.append(...'abc');
    isOurs = false;
    await rig.clock.advance(1000);
    await rig.append('d');
    await rig.clock.advance(1000);
    isOurs = true;
    assert.deepEqual(
      rig.storages.map(({ kind }) => kind),
      ['disk', 'failing', 'disk'],
    );
    assert.deepEqual([rig.spool.depth, await rig.rest()], [4, 'abcd']);
  });
});

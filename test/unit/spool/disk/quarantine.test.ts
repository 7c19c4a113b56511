import assert from 'node:assert/strict';
import { quarantineId } from '../../../../src/spool';
import { DiskSpoolRig, eventOf, topicsOf } from '../../../harness/spool/DiskSpoolRig';

/** Appends an event and has the backend reject it. */
async function refuse(rig: DiskSpoolRig, topic: string, data = '1'): Promise<void> {
  await rig.append(eventOf(topic, data));
  const batch = await rig.take(1);
  assert.equal(topicsOf(batch), topic);
  await rig.spool.quarantine(batch, `HTTP 400 for ${topic}`);
}

describe('the quarantine on disk', () => {
  it('does not count toward the depth, and survives kills and restarts', async () => {
    let rig = await DiskSpoolRig.open();
    await refuse(rig, 'a');
    await refuse(rig, 'B');
    await rig.append('c');
    for (let life = 0; life < 2; life++) {
      assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [2, 1]);
      rig = life === 0 ? await rig.killed() : await rig.reopen();
      assert.equal(rig.recovered[0]?.events, 3);
    }
    assert.equal(await rig.rest(), 'c');
    assert.equal(await rig.spool.retryQuarantine(), 2);
    const { events } = await rig.take();
    assert.deepEqual(events, [eventOf('a'), eventOf('B')]);
  });

  it('retries selected events in any order, and keeps the others over kills', async () => {
    const rig = await DiskSpoolRig.open();
    for (const topic of 'abcde') await refuse(rig, topic);
    const idOf = (topic: string) => quarantineId({ event: eventOf(topic), error: `HTTP 400 for ${topic}` });
    assert.equal(await rig.spool.retryQuarantine([idOf('d'), idOf('a'), 'none']), 2);
    assert.equal(await rig.spool.retryQuarantine([idOf('b')]), 1);
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [2, 3]);
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, next.spool.depth], [2, 3]);
    const batches = [...(await next.rest())].filter((topic) => topic !== ' ').sort();
    assert.equal(batches.join(''), 'abd');
    const last = await next.killed();
    assert.deepEqual([last.spool.quarantined, last.spool.depth], [2, 0]);
    await last.spool.retryQuarantine();
    assert.equal(await last.rest(), 'ce');
  });

  it('drops selected events, counted, and keeps the others over kills', async () => {
    const rig = await DiskSpoolRig.open();
    for (const topic of 'abc') await refuse(rig, topic);
    const id = quarantineId({ event: eventOf('b'), error: 'HTTP 400 for b' });
    const journals = rig.fileNames('journal');
    assert.equal(await rig.spool.clearQuarantine([id]), 1);
    assert.deepEqual([rig.drops, rig.lost], ['1 cleared', 'b']);
    assert.notDeepEqual(rig.fileNames('journal'), journals, 'release 0.1.0 has no record of a part of it');
    const next = await rig.killed();
    assert.equal(await next.spool.retryQuarantine(), 2);
    assert.equal(await next.rest(), 'ac');
  });

  it('keeps its events even after their files are removed', async () => {
    const rig = await DiskSpoolRig.open({}, { segmentBytes: 1000 });
    for (let i = 0; i < 8; i++) await refuse(rig, `s${i}`, 'x'.repeat(400));
    const next = await rig.reopen();
    assert.ok(next.fileNames('ordinary').length <= 1, next.fileNames('ordinary').join());
    await next.spool.retryQuarantine();
    assert.equal(await next.rest(), 's0s1s2s3s4s5s6s7');
  });

  it('keeps the newest 5,000 events and counts the others as dropped, with their gaps', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'never' });
    const topics = Array.from({ length: 5003 }, (_, i) => `${i} `);
    await rig.append(...topics);
    const quarantined = topics.map((_, index) => ({ index, error: 'HTTP 400' }));
    await rig.spool.delivered(await rig.take(5003), { quarantined, notCarried: [] });
    assert.deepEqual([rig.spool.quarantined, rig.drops, rig.lost], [5000, '3 quarantine_full', '0 1 2 ']);
    const next = await rig.killed();
    assert.equal(next.spool.quarantined, 5000);
    assert.deepEqual(
      next.recovered[0]?.unreported.map(({ reason, series }) => `${reason} ${series}`),
      ['quarantine_full 0 ', 'quarantine_full 1 ', 'quarantine_full 2 '],
    );
  });

  it('holds at most 16 MiB', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'never' });
    for (const topic of 'abcd') await refuse(rig, topic, 'x'.repeat(5 * 1024 * 1024));
    assert.deepEqual([rig.spool.quarantined, rig.drops, rig.lost], [3, '1 quarantine_full', 'a']);
  });

  it('forms a batch on retry whose ID and events survive a kill', async () => {
    const rig = await DiskSpoolRig.open();
    await refuse(rig, 'a');
    await refuse(rig, 'b');
    await refuse(rig, 'c');
    await rig.spool.retryQuarantine();
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth, rig.spool.waiting], [0, 3, 3]);
    const batch = await rig.take(2);
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, next.spool.depth, next.spool.waiting], [0, 3, 1]);
    assert.deepEqual(await next.take(2), batch);
    await next.spool.split(batch);
    assert.equal(await (await next.killed()).rest(1), 'a b c');
  });

  it('respects the batch limits on retry', async () => {
    const rig = await DiskSpoolRig.open();
    for (const topic of 'abcd') await refuse(rig, topic, 'x'.repeat(1000));
    await rig.spool.retryQuarantine();
    assert.equal(topicsOf(await rig.take(10, 'any', 2500)), 'ab');
    assert.equal(topicsOf(await rig.take(10, 'any', 10)), 'c');
    assert.equal(topicsOf(await rig.take(1)), 'd');
  });

  it('takes an event back that is rejected again after a retry', async () => {
    const rig = await DiskSpoolRig.open();
    await refuse(rig, 'a');
    await rig.spool.retryQuarantine();
    await rig.spool.quarantine(await rig.take(1), 'still');
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, next.spool.depth], [1, 0]);
  });

  it('stays empty after a kill once cleared, and its events count as dropped', async () => {
    const rig = await DiskSpoolRig.open();
    await refuse(rig, 'a');
    await refuse(rig, 'b');
    assert.equal(await rig.spool.clearQuarantine(), 2);
    assert.equal(await rig.spool.clearQuarantine(), 0);
    assert.equal(await rig.spool.retryQuarantine(), 0);
    assert.deepEqual([rig.drops, rig.lost], ['2 cleared', 'ab']);
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, next.spool.depth], [0, 0]);
  });

  it('takes only the rejected events of a delivered batch, in one record, whatever follows', async () => {
    for (const how of ['killed', 'reopen'] as const) {
      const rig = await DiskSpoolRig.open();
      await rig.append('a', 'b', 'c', 'd');
      const batch = await rig.take(4);
      const quarantined = [{ index: 2, error: 'partial write' }];
      await rig.spool.delivered(batch, { quarantined, notCarried: [{ index: 0 }] });
      assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [1, 0]);
      assert.deepEqual([rig.drops, rig.lost], ['1 not_carried', 'a']);
      const next = await rig[how]();
      assert.deepEqual([next.spool.quarantined, next.spool.depth], [1, 0]);
      assert.deepEqual(
        next.recovered[0]?.unreported.map(({ reason, series }) => `${reason} ${series}`),
        ['not_carried a'],
      );
      await next.spool.retryQuarantine();
      assert.equal(await next.rest(), 'c');
    }
  });

  it('returns its events to the whole batch if the delivery record is lost with the power', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(2);
    rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
    await rig.spool.delivered(batch, { quarantined: [{ index: 0, error: 'bad' }], notCarried: [] });
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [1, 0]);
    rig.files.fault = () => undefined;
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, next.spool.depth], [0, 2]);
    assert.deepEqual(await next.take(2), batch);
  });

  it('is kept while the disk fails, and written when it recovers', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(1);
    rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
    await rig.spool.quarantine(batch, 'HTTP 400');
    assert.deepEqual([rig.spool.quarantined, rig.spool.storage.kind], [1, 'failing']);
    rig.files.fault = () => undefined;
    await rig.clock.advance(2000);
    const next = await rig.killed();
    assert.deepEqual([next.spool.quarantined, await next.rest()], [1, 'b']);
  });
});

import assert from 'node:assert/strict';
import { DiskSpoolRig, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

/** Everything in the spool, batch by batch, with the device that took it in. */
async function delivered({ spool }: DiskSpoolRig): Promise<string[]> {
  const batches: string[] = [];
  for (;;) {
    const batch = await spool.next({ events: 100, bytes: 1e6 });
    if (!batch) return batches;
    batches.push(`${batch.device}: ${topicsOf(batch)}`);
    await spool.delivered(batch);
  }
}

describe('an event on disk belongs to the device that recorded it', () => {
  for (const how of ['reopen', 'killed'] as const) {
    it(`after a restart under another name (${how})`, async () => {
      const first = await DiskSpoolRig.open({ device: 'old' });
      await first.append('a', 'b', 'c', 'A');
      const tried = await first.take(1);
      first.spool.giveBack(tried);
      const next = await first[how]({ device: 'new' });
      await next.append('d', 'B');
      assert.deepEqual(await delivered(next), ['old: a', 'old: b', 'old: c', 'new: d', 'old: A', 'new: B']);
      assert.equal(tried.device, 'old');
      assert.match(
        next.findings.join(),
        /belonged to device "old" and now belongs to "new": 4 events in it are delivered under the former name/,
      );
    });
  }

  it('with a batch that was tried left unchanged', async () => {
    const first = await DiskSpoolRig.open({ device: 'old' });
    await first.append('a', 'b', 'c');
    const tried = await first.take(2);
    first.spool.giveBack(tried);
    const next = await first.killed({ device: 'new' });
    const again = await next.take(2);
    assert.deepEqual([again.id, again.device, topicsOf(again)], [tried.id, 'old', 'ab']);
    await next.spool.split(again);
    assert.deepEqual(await delivered(next), ['old: a', 'old: b', 'old: c']);
  });

  it('after a deploy under another name and a restart under a third', async () => {
    const rig = await DiskSpoolRig.open({ device: 'old' });
    await rig.append('a', 'b');
    rig.spool.configure({ ...roomyOptions, device: 'new' });
    await rig.append('c');
    const last = await rig.killed({ device: 'newest' });
    await last.append('d');
    assert.deepEqual(await delivered(last), ['old: ab', 'new: c', 'newest: d']);
  });

  it('without a warning if the name stays the same', async () => {
    const first = await DiskSpoolRig.open({ device: 'old' });
    await first.append('a');
    const next = await first.reopen({ device: 'old' });
    assert.deepEqual([next.findings, await delivered(next)], [[], ['old: a']]);
  });

  it('even if alarms keep their place among other events', async () => {
    const first = await DiskSpoolRig.open({ device: 'old', alarmsFirst: false });
    await first.append('a', 'A', 'b');
    const next = await first.killed({ device: 'new', alarmsFirst: false });
    await next.append('B', 'c');
    assert.deepEqual(await delivered(next), ['old: aA', 'old: b', 'new: Bc']);
  });

  it('even from quarantine', async () => {
    const first = await DiskSpoolRig.open({ device: 'old' });
    await first.append('x', 'y');
    await first.spool.quarantine(await first.take(1), 'HTTP 422');
    const next = await first.killed({ device: 'new' });
    assert.deepEqual(await delivered(next), ['old: y']);
    await next.append('z');
    await next.spool.quarantine(await next.take(1), 'HTTP 422');
    await next.spool.retryQuarantine();
    assert.deepEqual(await delivered(next), ['old: x', 'new: z']);
  });

  it('even if its batch was sealed ahead and then dissolved to make room', async () => {
    const first = await DiskSpoolRig.open({ device: 'old', capacity: 16 });
    await first.sealAhead();
    first.spool.configure({ ...roomyOptions, capacity: 16, device: 'new' });
    await first.append('k', 'l', 'm', 'n', 'o', 'p', 'q', 'r');
    first.spool.configure({ ...roomyOptions, capacity: 8, device: 'new' });
    await first.append('s');
    const last = await first.killed({ device: 'new' });
    for (const batch of await delivered(last)) {
      const [device = '', topics = ''] = batch.split(': ');
      for (const topic of topics) assert.equal(device, topic <= 'j' ? 'old' : 'new', batch);
    }
  });

  it('even if it is only in memory because the disk fails', async () => {
    const rig = await DiskSpoolRig.open({ device: 'old', intake: 'memory' });
    rig.add('a', 'A');
    rig.spool.configure({ ...roomyOptions, intake: 'memory', device: 'new' });
    rig.add('b');
    const batches = await delivered(rig);
    assert.deepEqual(batches, ['old: Aa', 'new: b']);
  });

  it('even in files of a release without device names, if the note of the spool has one', async () => {
    const first = await DiskSpoolRig.open();
    await first.append('a');
    await first.spool.close();
    const next = await DiskSpoolRig.open(
      { device: 'new' },
      { files: first.files, clock: first.clock, formerDevice: 'noted' },
    );
    await next.append('b');
    assert.deepEqual(await delivered(next), ['noted: a', 'new: b']);
  });
});

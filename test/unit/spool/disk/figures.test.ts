import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, RIG_START } from '../../../harness/spool/DiskSpoolRig';

describe('the figures of the disk spool', () => {
  it('show no bytes when it is empty, in any run, and about those of its events otherwise', async () => {
    let rig = await DiskSpoolRig.open();
    assert.equal(rig.spool.bytes, 0);
    await rig.append(eventOf('a', 'x'.repeat(1000)), eventOf('A', 'x'.repeat(1000)));
    for (let life = 0; life < 2; life++) {
      assert.ok(rig.spool.bytes >= 2000 && rig.spool.bytes < 2600, String(rig.spool.bytes));
      rig = life === 0 ? await rig.killed() : await rig.reopen();
    }
    await rig.take(1);
    assert.ok(rig.spool.bytes >= 2000, 'including bytes in batches');
    await rig.spool.release();
    await rig.rest();
    assert.equal(rig.spool.bytes, 0);
    rig = await rig.reopen();
    assert.equal(rig.spool.bytes, 0);
  });

  it('include the arrival of the oldest event, by the current clock', async () => {
    const rig = await DiskSpoolRig.open();
    assert.equal(rig.spool.oldestArrival, undefined);
    await rig.append('a');
    assert.equal(rig.spool.oldestArrival, RIG_START);
    await rig.clock.advance(60_000);
    await rig.append('b', 'B');
    assert.equal(rig.spool.oldestArrival, RIG_START);
    const batch = await rig.take(1);
    assert.equal(rig.spool.oldestArrival, RIG_START, 'even in a batch');
    rig.clock.jump(3_600_000);
    assert.equal(rig.spool.oldestArrival, RIG_START + 3_600_000, 'the age counts');
    await rig.spool.delivered(batch);
    await rig.rest();
    assert.equal(rig.spool.oldestArrival, undefined);
  });

  it('show for an event behind delivered ones an arrival no earlier than its file', async () => {
    const rig = await DiskSpoolRig.open({}, { segmentBytes: 600 });
    for (let i = 0; i < 10; i++) {
      await rig.append(eventOf(`s${i}`, 'x'.repeat(400)));
      await rig.clock.advance(10_000);
    }
    for (let i = 0; i < 7; i++) await rig.spool.delivered(await rig.take(1));
    await settled();
    const { oldestArrival = 0 } = rig.spool;
    assert.ok(Math.abs(oldestArrival - (RIG_START + 70_000)) <= 10_000, `${oldestArrival - RIG_START}`);
    const next = await rig.killed();
    assert.ok(Math.abs((next.spool.oldestArrival ?? 0) - (RIG_START + 70_000)) <= 10_000);
  });

  it('include the arrival of events in memory and of events retried from quarantine', async () => {
    const rig = await DiskSpoolRig.open({ intake: 'memory' });
    await rig.append('a');
    await rig.clock.advance(1000);
    assert.equal(rig.spool.oldestArrival, RIG_START);
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    assert.equal(rig.spool.oldestArrival, undefined);
    await rig.spool.retryQuarantine();
    assert.equal(rig.spool.oldestArrival, RIG_START + 1000);
  });

  it('count the bytes written, for events and in total', async () => {
    const rig = await DiskSpoolRig.open();
    const { written } = rig.spool;
    await rig.append(eventOf('a', 'x'.repeat(10_000)));
    const { events, total } = rig.spool.written;
    assert.ok(events - written.events >= 10_000 && events - written.events < 10_200);
    assert.equal(total - events, written.total - written.events);
    await rig.take();
    assert.equal(rig.spool.written.events, events);
    assert.ok(rig.spool.written.total > total);
  });

  it('show how long syncs take after the first one', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'always' });
    assert.equal(rig.spool.syncMsP99, null);
    rig.files.pace = ({ kind }) => {
      if (kind === 'sync') rig.clock.pass(7);
      return undefined;
    };
    await rig.append('a');
    assert.equal(rig.spool.syncMsP99, 7);
    for (let i = 0; i < 200; i++) await rig.append('a');
    rig.files.pace = ({ kind }) => {
      if (kind === 'sync') rig.clock.pass(90);
      return undefined;
    };
    await rig.append('a');
    assert.equal(rig.spool.syncMsP99, 7, 'one of 200 does not affect the percentile');
    for (let i = 0; i < 3; i++) await rig.append('a');
    assert.equal(rig.spool.syncMsP99, 90);
  });

  it('show no sync time without syncs', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'never' });
    await rig.append('a');
    await rig.take();
    assert.equal(rig.spool.syncMsP99, null);
  });

  it('add up after each operation: appended = depth + delivered + dropped + quarantined', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 20 });
    let appended = 0;
    let delivered = 0;
    const check = async (): Promise<void> => {
      await settled();
      const { depth, quarantined, waiting } = rig.spool;
      const dropped = rig.dropped.reduce((sum, { events }) => sum + events, 0);
      assert.equal(depth + delivered + dropped + quarantined, appended);
      assert.ok(waiting <= depth);
    };
    for (let round = 0; round < 30; round++) {
      rig.add(...Array.from({ length: round % 9 }, (_, i) => (i % 4 === 0 ? `A${round}` : `s${round}`)));
      appended += round % 9;
      await check();
      const batch = await rig.spool.next({ events: 3, bytes: 1e6 });
      if (!batch) continue;
      if (round % 5 === 0) await rig.spool.split(batch);
      else if (round % 5 === 1) rig.spool.giveBack(batch);
      else if (round % 5 === 2) await rig.spool.quarantine(batch, 'HTTP 400');
      else {
        await rig.spool.delivered(batch);
        delivered += batch.events.length;
      }
      await check();
      if (round === 12) await rig.spool.retryQuarantine();
      if (round === 20) await rig.spool.clearQuarantine();
      await check();
    }
  });

  it('count an event once at every moment of its way to the disk', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const letGo = rig.files.holdUp(({ kind }) => kind === 'write');
    rig.add('b');
    await settled();
    letGo();
    for (let turn = 0; turn < 100; turn++) {
      assert.equal(rig.spool.depth, 2);
      await undefined;
    }
    assert.equal(rig.stored, 2);
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import { FaultySpool } from '../../harness/spool/FaultySpool';
import { UplinkRig } from '../../harness/uplink/uplinkRig';

describe('the close of an uplink', () => {
  it('cancels a request without a response and gives the batch back', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = () => 'hang';
    rig.ingest('a', 'b');
    rig.uplink.flush();
    await settled();
    assert.equal(rig.transport.inFlight, 1);
    await rig.uplink.close();
    assert.equal(rig.transport.inFlight, 0);
    assert.deepEqual([rig.spool.depth, rig.spool.heldBack], [2, 1]);
    assert.deepEqual([rig.uplink.stats().flush_errors, rig.of('offline').length], [0, 0]);
    rig.checkSum();
  });

  it('leaves the batch to its successor, which sends it first with the same key and bytes', async () => {
    const rig = new UplinkRig({ flushBatch: 2, compression: 'gzip' });
    rig.transport.reply = () => 'hang';
    rig.ingest('a', 'b', 'c');
    await rig.until(() => rig.transport.posts.length === 1);
    await rig.uplink.close();
    const heir = new UplinkRig({ heir: rig, flushBatch: 1, compression: 'gzip' });
    await heir.clock.advance(2000);
    await heir.until(() => heir.spool.depth === 0);
    assert.deepEqual(heir.sent, ['ab', 'c']);
    const [tried] = rig.transport.posts;
    const [again] = heir.transport.posts;
    assert.equal(again?.key, tried?.key);
    assert.deepEqual(again?.body, tried?.body);
    assert.equal(heir.uplink.stats().events_ingested, 3);
    heir.checkSum();
  });

  it('sends nothing more while a batch is being compressed', async () => {
    const rig = new UplinkRig({ compression: 'gzip' });
    rig.transport.reply = () => 'hang';
    rig.ingest('a');
    rig.uplink.flush();
    await rig.uplink.close();
    assert.deepEqual([rig.transport.posts.length, rig.spool.depth, rig.spool.heldBack], [0, 1, 1]);
  });

  it('leaves no timer behind', async () => {
    const rig = new UplinkRig({ maxRetries: 0, capacity: 2 });
    rig.transport.reply = () => 503;
    rig.ingest('a', 'b', 'c');
    await rig.clock.advance(1000);
    rig.ingest('d');
    await rig.uplink.close();
    assert.equal(rig.clock.pending, 0);
  });

  it('with a grace period sends waiting events, and leaves no timer behind either', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    rig.ingest('a', 'b', 'c', 'd', 'e');
    await rig.uplink.close(300);
    assert.deepEqual([rig.sent, rig.spool.depth], [['ab', 'cd', 'e'], 0]);
    assert.equal(rig.clock.pending, 0);
  });

  it('with a grace period ends at the first failure', async () => {
    for (const reply of [503, 401, 'network'] as const) {
      const rig = new UplinkRig();
      rig.transport.reply = () => reply;
      rig.ingest('a', 'b');
      await rig.uplink.close(300);
      // The first of the immediate retries may have begun already.
      assert.ok(rig.transport.posts.length <= 2);
      assert.deepEqual([rig.spool.depth, rig.spool.heldBack], [2, 1]);
    }
  });

  it('with a grace period ends with that period if the backend never responds', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = () => 'hang';
    rig.ingest('a');
    let closed = false;
    const closing = rig.uplink.close(300).then(() => {
      closed = true;
    });
    await rig.clock.advance(299);
    assert.ok(!closed);
    await rig.clock.advance(1);
    await closing;
    assert.deepEqual([rig.transport.posts.length, rig.spool.heldBack], [1, 1]);
  });

  it('with a grace period sends nothing during a pause or an outage', async () => {
    const paused = new UplinkRig();
    paused.uplink.pause();
    paused.ingest('a');
    await paused.uplink.close(300);
    assert.deepEqual(paused.sent, []);
    const failing = new UplinkRig({ maxRetries: 0 });
    failing.transport.reply = () => 'network';
    failing.ingest('a');
    await failing.clock.advance(1000);
    await failing.uplink.close(300);
    assert.deepEqual(failing.sent, ['a']);
  });

  it('with a grace period retries once what may have been sent before a restart, if the delay ends in time', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = () => 'hang';
    rig.ingest('a');
    rig.uplink.flush();
    await settled();
    await rig.uplink.close();
    for (const [graceMs, reply, sent] of [
      [999, 200, 0],
      [1000, 'network', 1],
      [5000, 200, 1],
    ] as const) {
      const heir = new UplinkRig({ heir: rig });
      heir.transport.reply = () => reply;
      const closed = heir.uplink.close(graceMs);
      await heir.clock.advance(graceMs);
      await closed;
      assert.equal(heir.transport.posts.length, sent, `${graceMs} ms`);
      assert.equal(heir.clock.pending, 0);
    }
    assert.equal(rig.spool.depth, 0);
  });

  it('with a grace period waits for a spool that is still opening, and then sends', async () => {
    let spool: FaultySpool | undefined;
    const rig = new UplinkRig({
      makeSpool(...parts) {
        spool = new FaultySpool(...parts);
        spool.storage = { kind: 'opening' };
        return spool;
      },
    });
    rig.ingest('a');
    const closed = rig.uplink.close(300);
    await rig.clock.advance(299);
    spool?.become({ kind: 'disk' });
    await closed;
    assert.deepEqual([rig.sent, rig.clock.pending], [['a'], 0]);
  });

  it('may be requested twice', async () => {
    const rig = new UplinkRig();
    rig.ingest('a');
    await Promise.all([rig.uplink.close(300), rig.uplink.close()]);
    await rig.uplink.close(300);
    assert.ok(rig.spool.heldBack + rig.spool.waiting + rig.uplink.stats().events_flushed === 1);
  });

  it('ends sending, so that later events stay in the spool', async () => {
    const rig = new UplinkRig({ flushBatch: 1 });
    await rig.uplink.close();
    rig.ingest('a');
    rig.uplink.flush();
    rig.uplink.resume();
    await rig.clock.advance(10_000);
    assert.deepEqual([rig.sent, rig.spool.depth], [[], 1]);
    rig.checkSum();
  });
});

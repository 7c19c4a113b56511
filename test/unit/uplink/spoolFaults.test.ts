import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import type { FaultySpool } from '../../harness/spool/FaultySpool';
import { faulty } from '../../harness/uplink/faultyRig';

describe('a spool that has events but returns none', () => {
  for (const topics of ['a', 'A'] as const) {
    it(`is not asked repeatedly (${topics})`, async () => {
      const { rig, spool } = faulty({ flushBatch: 1 });
      spool.isEmptyHanded = true;
      rig.ingest(topics);
      await settled();
      const asked = spool.asked.length;
      assert.ok(asked <= 2, `${asked} times`);
      await rig.clock.advance(10_000);
      assert.ok(spool.asked.length <= asked + 101, 'at most ten times per second');
      spool.isEmptyHanded = false;
      await rig.clock.advance(200);
      assert.deepEqual(rig.sent, [topics]);
    });
  }

  it('is not asked more often as events arrive', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.isEmptyHanded = true;
    for (let i = 0; i < 500; i++) {
      rig.ingest('a');
      await undefined;
    }
    await settled();
    assert.ok(spool.asked.length <= 2);
  });

  it('does not prevent requests for alarms', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.before = (_, priority) => {
      spool.isEmptyHanded = priority === 'any';
    };
    rig.ingest('a');
    await settled();
    rig.ingest('A');
    await settled();
    assert.deepEqual(rig.sent, ['A']);
  });

  it('does not prevent the uplink from closing, with a grace period or without', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.isEmptyHanded = true;
    rig.ingest('a', 'A');
    await rig.uplink.close(300);
    assert.equal(rig.clock.pending, 0);
    assert.ok(spool.asked.length <= 4);
  });

  it('is asked again at once when it reports that its storage works', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.isEmptyHanded = true;
    rig.ingest('a');
    await settled();
    spool.isEmptyHanded = false;
    spool.become({ kind: 'disk' });
    await settled();
    assert.deepEqual(rig.sent, ['a']);
  });
});

describe('a slow spool', () => {
  it('is asked for one batch at a time, and seals none that is not due', async () => {
    const { rig, spool } = faulty({ flushBatch: 2, parallel: 4 });
    rig.ingest(...'abcdef');
    await settled();
    const waiting: (() => void)[] = [];
    spool.before = (method) =>
      method === 'next' ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined;
    rig.ingest(...'ghi');
    await settled();
    assert.equal(waiting.length, 1);
    waiting.shift()?.();
    await settled();
    assert.deepEqual([rig.sent.at(-1), waiting.length, rig.spool.waiting], ['gh', 0, 1]);
  });

  it('does not delay an alarm behind an ordinary batch', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.before = (method, priority) =>
      method === 'next' && priority === 'any' ? new Promise(() => undefined) : undefined;
    rig.ingest('a', 'A');
    await settled();
    assert.deepEqual(rig.sent, ['A']);
  });
});

describe('a failing spool', () => {
  const failing = (spool: FaultySpool, ...methods: string[]): void => {
    spool.before = (method) => {
      if (methods.includes(method)) throw new Error(`EIO in ${method}`);
    };
  };

  it('is asked for a batch again after growing delays, without blaming the backend', async () => {
    const { rig, spool } = faulty({ flushBatch: 1, backoffBaseMs: 1000 });
    failing(spool, 'next');
    rig.ingest('a');
    await rig.clock.advance(60_000);
    assert.ok(spool.asked.length >= 5 && spool.asked.length <= 8, `${spool.asked.length} times`);
    const { retries_by_status, last_error } = rig.uplink.stats();
    assert.deepEqual(retries_by_status, { storage: spool.asked.length });
    assert.match(last_error ?? '', /EIO in next/);
    assert.deepEqual([rig.states, rig.of('offline')], [[], []]);
    failing(spool);
    await rig.clock.advance(60_000);
    assert.deepEqual([rig.sent, rig.clock.pending], [['a'], 0]);
  });

  it('is left alone for its longest delay, whatever else happens', async () => {
    const { rig, spool } = faulty({ flushBatch: 1, backoffBaseMs: 10_000 });
    let goOn = (): void => undefined;
    spool.before = (_, priority) => {
      if (priority === 'any') throw new Error('EIO');
      spool.isEmptyHanded = true;
      return new Promise<void>((resolve) => {
        goOn = resolve;
      });
    };
    rig.ingest('a', 'A');
    await settled();
    goOn();
    await rig.clock.advance(4999);
    assert.equal(spool.asked.length, 2);
    await rig.clock.advance(1);
    assert.ok(spool.asked.length > 2);
  });

  it('is asked again after the first delay if it worked in between', async () => {
    const { rig, spool } = faulty({ flushBatch: 1, backoffBaseMs: 1000 });
    failing(spool, 'next');
    rig.ingest('a');
    await rig.clock.advance(60_000);
    failing(spool);
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, ['a']);
    failing(spool, 'next');
    rig.ingest('b');
    await settled();
    failing(spool);
    await rig.clock.advance(500);
    assert.deepEqual(rig.sent, ['a', 'b']);
  });

  it('that cannot delete a delivered batch has it sent again under the same key, after a delay', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    rig.ingest('z');
    await settled();
    failing(spool, 'delivered');
    rig.ingest('a');
    await settled();
    assert.deepEqual([rig.sent, rig.spool.heldBack, rig.of('delivered').length], [['z', 'a'], 1, 1]);
    rig.checkSum();
    failing(spool);
    await rig.clock.advance(10_000);
    assert.deepEqual([rig.sent, rig.spool.depth], [['z', 'a', 'a'], 0]);
    assert.equal(rig.transport.posts[1]?.key, rig.transport.posts[2]?.key);
    assert.equal(rig.uplink.stats().events_flushed, 2);
  });

  it('that fails after deleting a delivered batch leaves it counted as delivered', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    const { delivered } = spool;
    spool.delivered = async (batch) => {
      await delivered.call(spool, batch);
      throw new Error('EIO');
    };
    rig.ingest('a');
    await settled();
    rig.checkSum();
    assert.deepEqual([rig.uplink.stats().events_flushed, rig.spool.depth], [1, 0]);
  });

  for (const [method, reply] of [
    ['split', 413],
    ['quarantine', 400],
  ] as const) {
    it(`that cannot ${method} a batch gets it back before the close, and is not asked repeatedly`, async () => {
      const { rig, spool } = faulty({ flushBatch: 2, backoffBaseMs: 1000 });
      failing(spool, method);
      rig.transport.reply = ({ topics }) => (topics.includes('X') ? reply : 200);
      rig.ingest('a', 'X');
      await rig.clock.advance(30_000);
      assert.equal(rig.spool.heldBack, 1);
      assert.ok(rig.transport.posts.length <= 12, `${rig.transport.posts.length} requests`);
      rig.checkSum();
      failing(spool);
      await rig.clock.advance(60_000);
      assert.deepEqual([rig.spool.depth, rig.spool.quarantined], [0, 1]);
    });
  }
});

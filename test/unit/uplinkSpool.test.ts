import assert from 'node:assert/strict';
import { settled } from '../harness/FakeClock';
import { FaultySpool } from '../harness/FaultySpool';
import { eventOf, type RigOptions, UplinkRig } from '../harness/uplinkRig';

/** A rig on a spool that does what the test says. */
function faulty(options: RigOptions = {}, prepare: (spool: FaultySpool) => void = () => undefined) {
  let made: FaultySpool | undefined;
  const rig = new UplinkRig({
    ...options,
    makeSpool(...parts) {
      made = new FaultySpool(...parts);
      prepare(made);
      return made;
    },
  });
  return { rig, spool: made ?? assert.fail() };
}

const opening = (spool: FaultySpool): void => {
  spool.storage = { kind: 'opening' };
};

describe('an uplink whose spool is still opening', () => {
  it('takes events in, and sends nothing before the spool is ready, then what it found first', async () => {
    const { rig, spool } = faulty({ flushBatch: 2 }, opening);
    rig.ingest('c', 'A');
    rig.uplink.flush();
    await rig.clock.advance(10_000);
    assert.deepEqual([rig.sent, spool.asked, rig.clock.pending], [[], [], 0]);
    spool.storage = { kind: 'disk' };
    spool.ready();
    await settled();
    assert.deepEqual([...rig.sent].sort(), ['A', 'c']);
  });

  it('may be started before or after the spool is ready', async () => {
    const { rig, spool } = faulty({ idle: true }, opening);
    rig.ingest('a');
    spool.storage = { kind: 'disk' };
    spool.ready();
    await settled();
    assert.deepEqual(rig.sent, []);
    rig.uplink.start();
    await settled();
    assert.deepEqual(rig.sent, ['a']);
  });

  it('sends what comes in although its disk never opens', async () => {
    const { rig, spool } = faulty({}, opening);
    rig.ingest('a');
    spool.become({ kind: 'failing', error: 'EACCES', since: 0 });
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['a']);
  });

  it('may be closed', async () => {
    const { rig } = faulty({}, opening);
    rig.ingest('a');
    const closed = rig.uplink.close(300);
    await rig.clock.advance(300);
    await closed;
    assert.deepEqual([rig.sent, rig.clock.pending], [[], 0]);
  });
});

describe('what a spool found from before', () => {
  it('counts as ingested, so that the sum holds', async () => {
    const { rig, spool } = faulty({ flushBatch: 3 }, opening);
    for (const topic of 'abc') spool.append(eventOf(topic), () => undefined);
    spool.storage = { kind: 'disk' };
    spool.ready({ events: 3 });
    rig.checkSum();
    rig.ingest('d');
    await rig.clock.advance(1000);
    const { events_ingested, messages_received, events_flushed } = rig.uplink.stats();
    assert.deepEqual([events_ingested, messages_received, events_flushed], [4, 1, 4]);
  });

  it('begins with a wait where batches are among it', async () => {
    const { rig, spool } = faulty({}, opening);
    spool.append(eventOf('a'), () => undefined);
    const batch = await spool.next({ events: 1, bytes: 1 });
    assert.ok(batch);
    spool.giveBack(batch);
    spool.storage = { kind: 'disk' };
    spool.ready({ events: 1 });
    await rig.clock.advance(999);
    assert.deepEqual(rig.sent, []);
    await rig.clock.advance(1);
    assert.deepEqual(rig.sent, ['a']);
  });

  it('is told where it is odd, and not where all is well', () => {
    const { rig, spool } = faulty({}, opening);
    spool.ready({
      findings: ['ordinary-3.log: 2 records are damaged', 'journal-1.log is of a newer version'],
    });
    spool.ready();
    assert.deepEqual(rig.findings, [
      'ordinary-3.log: 2 records are damaged',
      'journal-1.log is of a newer version',
    ]);
  });

  it('holds drops that nobody reported: they are told, marked, and not counted again', async () => {
    const { rig, spool } = faulty({ capacity: 1 }, opening);
    spool.storage = { kind: 'disk' };
    spool.ready({
      unreported: [
        { reason: 'overflow', events: 2, series: 'x', from: 10, to: 20 },
        { reason: 'overflow', events: 3, series: 'x', from: 5, to: 8 },
        { reason: 'unreadable', events: 7 },
      ],
    });
    rig.uplink.pause();
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    const time = 1_700_000_000_000;
    assert.deepEqual(
      rig.of('dropped').map(({ payload }) => payload),
      [
        {
          events: 5,
          reason: 'overflow',
          gaps: [{ series: 'x', count: 5, from: 5, to: 20 }],
          recovered: true,
          buffer_depth: 1,
        },
        {
          events: 7,
          reason: 'unreadable',
          gaps: [{ series: null, count: 7, from: null, to: null }],
          recovered: true,
          buffer_depth: 1,
        },
        {
          events: 1,
          reason: 'overflow',
          gaps: [{ series: 'a', count: 1, from: time, to: time }],
          buffer_depth: 1,
        },
      ],
    );
    assert.deepEqual(rig.uplink.stats().dropped_by_reason, { overflow: 1 });
    assert.equal(spool.reported, 1);
  });
});

describe('drops', () => {
  it('are told to the spool as reported once they are, and not before', async () => {
    const { rig, spool } = faulty({ capacity: 1 });
    rig.uplink.pause();
    rig.onEvent = ({ event }) => assert.ok(event !== 'dropped' || spool.reported === 0);
    rig.ingest('a', 'b');
    await rig.clock.advance(999);
    assert.equal(spool.reported, 0);
    await rig.clock.advance(1);
    assert.deepEqual([rig.of('dropped').length, spool.reported], [1, 1]);
    await rig.clock.advance(10_000);
    assert.equal(spool.reported, 1, 'where nothing was dropped there is nothing to tell');
  });

  it('name at most 100 series; the others are one gap without a name', async () => {
    const rig = new UplinkRig({ capacity: 1 });
    rig.uplink.pause();
    for (let i = 0; i < 251; i++) rig.ingest(`s${i % 130}`);
    await rig.clock.advance(1000);
    const [report = assert.fail()] = rig.of('dropped').map(({ payload }) => payload);
    assert.deepEqual([report.events, report.gaps.length], [250, 101]);
    assert.deepEqual(
      report.gaps.map(({ series }) => series),
      [...Array.from({ length: 100 }, (_, i) => `s${i}`), null],
    );
    const time = 1_700_000_000_000;
    // Of 250 dropped events each series has one, the first 120 a second one.
    assert.deepEqual(report.gaps[0], { series: 's0', count: 2, from: time, to: time });
    assert.deepEqual(report.gaps[100], { series: null, count: 50, from: time, to: time });
  });
});

describe('a disk that fails', () => {
  it('is told when it begins and when it is over, and the state of each moment to the node', async () => {
    const { rig, spool } = faulty({}, opening);
    spool.become({ kind: 'disk' });
    assert.deepEqual(rig.of('storage'), [], 'that it works is nothing to tell');
    rig.ingest('a');
    spool.become({ kind: 'failing', error: 'ENOSPC', since: 5 });
    spool.become({ kind: 'failing', error: 'EIO', since: 5 });
    spool.become({ kind: 'disk' });
    assert.deepEqual(
      rig.of('storage').map(({ payload }) => payload),
      [
        { state: 'failing', error: 'ENOSPC', buffer_depth: 1 },
        { state: 'disk', buffer_depth: 1 },
      ],
    );
    assert.deepEqual(rig.storages, ['disk', 'failing', 'failing', 'disk']);
  });

  it('that failed under the predecessor is told when it works again', () => {
    const { rig, spool } = faulty({}, (made) => {
      made.storage = { kind: 'failing', error: 'EIO', since: 0 };
    });
    spool.become({ kind: 'disk' });
    assert.deepEqual(rig.of('storage')[0]?.payload, { state: 'disk', buffer_depth: 0 });
  });
});

describe('a spool that says it has events and gives none', () => {
  for (const topics of ['a', 'A'] as const) {
    it(`is not asked over and over (${topics})`, async () => {
      const { rig, spool } = faulty({ flushBatch: 1 });
      spool.isEmptyHanded = true;
      rig.ingest(topics);
      await settled();
      const asked = spool.asked.length;
      assert.ok(asked <= 2, `${asked} times`);
      await rig.clock.advance(10_000);
      assert.ok(spool.asked.length <= asked + 101, 'ten times a second at most');
      spool.isEmptyHanded = false;
      await rig.clock.advance(200);
      assert.deepEqual(rig.sent, [topics]);
    });
  }

  it('is not asked more often because events come in', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.isEmptyHanded = true;
    for (let i = 0; i < 500; i++) {
      rig.ingest('a');
      await undefined;
    }
    await settled();
    assert.ok(spool.asked.length <= 2);
  });

  it('does not keep alarms from being asked for', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.before = (_, turn) => {
      spool.isEmptyHanded = turn === 'any';
    };
    rig.ingest('a');
    await settled();
    rig.ingest('A');
    await settled();
    assert.deepEqual(rig.sent, ['A']);
  });

  it('does not keep the uplink from being closed, with a grace or without', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.isEmptyHanded = true;
    rig.ingest('a', 'A');
    await rig.uplink.close(300);
    assert.equal(rig.clock.pending, 0);
    assert.ok(spool.asked.length <= 4);
  });

  it('is asked again at once when it says that its storage works', async () => {
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

describe('a spool that is slow', () => {
  it('is asked for one batch at a time, and none is cut that is not due', async () => {
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

  it('does not delay an alarm behind it', async () => {
    const { rig, spool } = faulty({ flushBatch: 1 });
    spool.before = (method, turn) =>
      method === 'next' && turn === 'any' ? new Promise(() => undefined) : undefined;
    rig.ingest('a', 'A');
    await settled();
    assert.deepEqual(rig.sent, ['A']);
  });
});

describe('a spool that fails', () => {
  const failing = (spool: FaultySpool, ...methods: string[]): void => {
    spool.before = (method) => {
      if (methods.includes(method)) throw new Error(`EIO in ${method}`);
    };
  };

  it('to give a batch is asked again after growing waits, and blames no backend', async () => {
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

  it('is left alone for the longest of its waits, whatever else it does meanwhile', async () => {
    const { rig, spool } = faulty({ flushBatch: 1, backoffBaseMs: 10_000 });
    let goOn = (): void => undefined;
    spool.before = (_, turn) => {
      if (turn === 'any') throw new Error('EIO');
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

  it('again after it has worked is asked again after the first wait', async () => {
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

  it('to forget a delivered batch has it sent again under the same key, after a wait', async () => {
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

  it('after it has forgotten a delivered batch leaves it counted as delivered', async () => {
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
    it(`to ${method} has the batch back, not held until the close, and is not asked over and over`, async () => {
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

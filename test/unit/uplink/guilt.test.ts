import assert from 'node:assert/strict';
import { makeFormat, readFormatOptions } from '../../../src/frame';
import { SymbolCatalog } from '../../../src/symbols';
import type { Answer } from '../../../src/uplink';
import { settled } from '../../harness/clock/FakeClock';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

const quarantined = (rig: UplinkRig): string[] =>
  rig.of('quarantined').map(({ payload }) => payload.event.topic);

const causeOf = (rig: UplinkRig): string | undefined => {
  const state = rig.states.at(-1);
  return state?.kind === 'refused' ? state.cause : state?.kind;
};

const recordFormat = makeFormat(readFormatOptions({ format: 'json' }, new SymbolCatalog()));

/** A response that rejects all of these events. @param first index of the first of them. */
const listOf = (topics: string, first = 0): Answer => {
  const rejected = [...topics].map((_, i) => ({ index: first + i, error: `not ${first + i}` }));
  return { kind: 'answered', status: 200, text: JSON.stringify({ rejected }) };
};

/** Lets time pass until only deferred events wait; a spool of many batches takes more than one turn. */
async function drained(rig: UplinkRig): Promise<void> {
  for (let round = 0; round < 500; round++) {
    const { buffer_depth, events_waiting_aside } = rig.uplink.stats();
    if (buffer_depth === events_waiting_aside) return;
    await settled();
  }
}

describe('a backend that rejects everything', () => {
  it('is retried slowly with one event, while nothing is split, quarantined or dropped', async () => {
    const rig = new UplinkRig({ flushBatch: 200, capacity: 10_000 });
    rig.transport.reply = () => ({ kind: 'answered', status: 400, text: 'no required certificate was sent' });
    rig.ingest(...letters(3000));
    await rig.clock.advance(75_000);
    const { posts } = rig.transport;
    assert.ok(posts.length <= 16, `${posts.length} requests`);
    assert.deepEqual(
      posts.slice(1).map(({ topics }) => topics.length),
      posts.slice(1).map(() => 1),
    );
    assert.deepEqual([quarantined(rig), rig.of('dropped'), rig.spool.depth], [[], [], 3000]);
    assert.equal(causeOf(rig), 'rejects-all');
    const state = rig.states.at(-1);
    assert.deepEqual(state?.kind === 'refused' && [state.status, state.error], [
      400,
      'HTTP 400: no required certificate was sent',
    ]);
    const { connected, flush_errors } = rig.uplink.stats();
    assert.deepEqual([connected, flush_errors], [false, posts.length - 8]);
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    await drained(rig);
    assert.deepEqual([rig.spool.depth, rig.state, rig.uplink.stats().events_flushed], [0, 'online', 3000]);
  });

  it('is retried with other events in turn', async () => {
    const rig = new UplinkRig({ flushBatch: 10 });
    rig.transport.reply = () => 422;
    rig.ingest(...letters(100));
    await rig.clock.advance(1_200_000);
    const asked = rig.sent.slice(1);
    assert.ok(asked.length > 20);
    assert.ok(new Set(asked).size > 0.8 * asked.length, asked.join(' '));
    assert.equal(rig.spool.depth, 100);
  });

  it('causes no quarantine or drop even if it accepted everything for a while', async () => {
    const rig = new UplinkRig({ flushBatch: 16, capacity: 5000 });
    rig.ingest(...letters(100));
    await rig.clock.advance(1000);
    await drained(rig);
    rig.transport.reply = () => 400;
    rig.ingest(...letters(2000));
    await rig.clock.advance(75_000);
    assert.deepEqual([quarantined(rig), rig.of('dropped'), rig.spool.depth], [[], [], 2000]);
    assert.ok(rig.transport.posts.length < 25, `${rig.transport.posts.length} requests`);
  });

  it('causes no quarantine by naming every event, until another gets through', async () => {
    const rig = new UplinkRig({ flushBatch: 4, format: recordFormat });
    rig.transport.reply = ({ topics }) => listOf(topics);
    rig.ingest(...letters(4));
    await rig.clock.advance(100_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth, causeOf(rig)], [[], 4, 'rejects-all']);
    // Others get through: now one response sends all to quarantine, each with its own error.
    rig.transport.reply = ({ topics }) => (topics.includes('z') ? 200 : listOf(topics));
    rig.ingest('z');
    await rig.clock.advance(100_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth], [letters(4), 0]);
    assert.equal(rig.of('quarantined')[3]?.payload.error, 'not 3');
  });
});

describe('a bad event', () => {
  it('at the start of a fresh run does not delay the others, and is quarantined once they pass', async () => {
    const rig = new UplinkRig({ flushBatch: 50 });
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 400 : 200);
    rig.ingest('X', ...letters(120));
    await rig.clock.advance(1000);
    await drained(rig);
    assert.deepEqual([quarantined(rig), rig.spool.depth], [['X'], 0]);
    assert.deepEqual(rig.of('offline'), []);
    assert.ok(rig.transport.posts.length < 20, `${rig.transport.posts.length} requests`);
  });

  it('without others waits until another one passes, and is reported', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 400 : 200);
    rig.ingest('X');
    await rig.clock.advance(600_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth, causeOf(rig)], [[], 1, 'rejects-all']);
    assert.ok(rig.transport.posts.length < 25);
    rig.ingest('a');
    await rig.clock.advance(120_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth, rig.state], [['X'], 0, 'online']);
  });

  it('is not quarantined because of events accepted before its first rejection', async () => {
    const rig = new UplinkRig({ flushBatch: 1 });
    rig.ingest('a');
    await settled();
    rig.transport.reply = () => 400;
    rig.ingest('b');
    await rig.clock.advance(300_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth], [[], 1]);
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    assert.deepEqual([quarantined(rig), rig.spool.depth], [[], 0]);
  });

  it('among many bad ones is found while others pass, like all of them', async () => {
    const rig = new UplinkRig({ flushBatch: 50, capacity: 50_000 });
    rig.transport.reply = ({ topics }) => (/[\u4e00-\u4fff]/.test(topics) ? 422 : 200);
    // 512 bad ones in a row, then good ones.
    rig.ingest(...letters(1000));
    await rig.clock.advance(30_000);
    for (let round = 0; round < 20; round++) await drained(rig);
    assert.deepEqual([quarantined(rig).length, rig.spool.depth], [512, 0]);
  });

  it('is quarantined if a list names it, since the others of its batch arrived', async () => {
    const rig = new UplinkRig({ format: recordFormat });
    rig.transport.reply = () => ({
      kind: 'answered',
      status: 200,
      text: '{"rejected":[{"index":1,"error":"no"}]}',
    });
    rig.ingest('a', 'X', 'b');
    await rig.clock.advance(1000);
    assert.deepEqual([quarantined(rig), rig.sent, rig.uplink.stats().events_flushed], [['X'], ['aXb'], 2]);
  });
});

describe('a full quarantine', () => {
  it('keeps events named by a response waiting, and counts the others of their batch as delivered', async () => {
    const rig = new UplinkRig({ flushBatch: 50, capacity: 50_000, format: recordFormat });
    rig.transport.reply = ({ topics }) => {
      const bad = topics
        .split(',')
        .flatMap((topic, index) => (topic.startsWith('X') ? [{ index, error: 'no' }] : []));
      return { kind: 'answered', status: 200, text: JSON.stringify({ rejected: bad }) };
    };
    for (let i = 0; i < 5010; i++) rig.ingest(`X${i},`, `good${i},`);
    await rig.clock.advance(5000);
    await drained(rig);
    const stats = rig.uplink.stats();
    assert.deepEqual(
      [stats.events_quarantined, stats.events_waiting_aside, stats.buffer_depth, stats.events_flushed],
      [5000, 10, 10, 5010],
    );
    assert.equal(rig.transport.posts.length, 201, 'no request is sent twice');
    rig.checkSum();
  });

  it('drops nothing, keeps rejected events waiting while others flow, and is shown in the state', async () => {
    const rig = new UplinkRig({ flushBatch: 51, capacity: 50_000, format: recordFormat });
    // The first event of each request is accepted.
    rig.transport.reply = ({ topics }) => listOf(topics.slice(1), 1);
    rig.ingest(...letters(5100));
    await rig.clock.advance(5000);
    await drained(rig);
    assert.equal(rig.spool.quarantined, 5000);
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 422 : 200);
    for (let i = 0; i < 10; i++) rig.ingest('X', 'a');
    await rig.clock.advance(5000);
    await drained(rig);
    const stats = rig.uplink.stats();
    assert.deepEqual(
      [stats.events_quarantined, stats.events_waiting_aside, stats.buffer_depth, stats.events_flushed],
      [5000, 10, 10, 110],
    );
    assert.deepEqual(rig.of('dropped'), []);
    const posts = rig.transport.posts.length;
    await rig.clock.advance(600_000);
    assert.equal(rig.transport.posts.length, posts, 'no further requests');
    assert.deepEqual(rig.states.at(-1), { kind: 'online', isQuarantineFull: true });
    await rig.uplink.clearQuarantine();
    for (let i = 0; i < 20; i++) {
      rig.ingest('z');
      await rig.clock.advance(10_000);
    }
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [10, 0]);
    assert.deepEqual(rig.states.at(-1), { kind: 'online' });
  });
});

describe('a batch that fails repeatedly', () => {
  for (const reply of [500, 'reset', 502] as const) {
    it(`(${reply}) is due to one event, which is then deferred while everything else flows`, async () => {
      const rig = new UplinkRig({ flushBatch: 40 });
      rig.transport.reply = ({ topics }) => (topics.includes('X') ? reply : 200);
      rig.ingest(...letters(15), 'X', ...letters(15).map((_, i) => `${i},`));
      await rig.clock.advance(30_000);
      const stats = rig.uplink.stats();
      assert.deepEqual([stats.events_flushed, stats.events_waiting_aside, stats.buffer_depth], [30, 1, 1]);
      assert.equal(rig.state, 'online');
      for (let i = 0; i < 20; i++) {
        rig.ingest(`live${i},`);
        await rig.clock.advance(1000);
      }
      assert.equal(rig.uplink.stats().events_flushed, 50);
      assert.deepEqual([quarantined(rig), rig.of('dropped')], [[], []]);
      rig.transport.reply = () => 200;
      await rig.clock.advance(60_000);
      assert.equal(rig.spool.depth, 0);
    });
  }

  it('is retried at growing intervals', async () => {
    const rig = new UplinkRig({ flushBatch: 1 });
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 500 : 200);
    rig.ingest('X');
    for (let second = 0; second < 400; second++) {
      rig.ingest('a');
      await rig.clock.advance(1000);
    }
    const tries = rig.transport.posts.filter(({ topics }) => topics === 'X').map(({ at }) => at);
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    assert.ok(
      waits.slice(-3).every((wait) => wait >= 60_000),
      waits.join(' '),
    );
    assert.equal(rig.uplink.stats().events_flushed, 400);
  });

  for (const [poison, others] of [
    ['A', 'b'],
    ['x', 'B'],
  ] as const) {
    it(`does not delay ${poison === 'A' ? 'ordinary events, being an alarm' : 'alarms, being an ordinary event'}`, async () => {
      const rig = new UplinkRig({ flushBatch: 50, order: 'live-first' });
      rig.transport.reply = ({ topics }) => (topics.includes(poison) ? 500 : 200);
      rig.ingest(poison);
      for (let i = 0; i < 294; i++) {
        rig.ingest(`${others}${i},`);
        await rig.clock.advance(100);
      }
      await rig.clock.advance(10_000);
      const stats = rig.uplink.stats();
      assert.deepEqual([stats.events_flushed, stats.buffer_depth], [294, 1]);
    });
  }

  it('is an outage while everything fails, so it is retried unsplit with backoff', async () => {
    const rig = new UplinkRig({ flushBatch: 50 });
    rig.transport.reply = () => 503;
    rig.ingest(...letters(200));
    await rig.clock.advance(50_000);
    assert.equal(new Set(rig.transport.posts.map(({ key }) => key)).size, 1);
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    await drained(rig);
    assert.equal(rig.spool.depth, 0);
    const arrived = rig.sent.slice(rig.sent.length - 4).join('');
    assert.equal(arrived, letters(200).join(''));
  });

  it('is also an outage if the server resets, with a few requests of one event and unsplit batches', async () => {
    const rig = new UplinkRig({ flushBatch: 50 });
    rig.transport.reply = () => 'reset';
    rig.ingest(...letters(200));
    await rig.clock.advance(600_000);
    const { posts } = rig.transport;
    assert.ok(posts.length < 40, `${posts.length} requests`);
    rig.transport.reply = () => 200;
    await rig.clock.advance(120_000);
    await drained(rig);
    assert.deepEqual([rig.spool.depth, rig.uplink.stats().events_flushed], [0, 200]);
  });
});

describe('a refusal (403) caused by one event', () => {
  it('delays the others only for a while', async () => {
    const rig = new UplinkRig({ flushBatch: 10 });
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 403 : 200);
    rig.ingest('a', 'X', 'b', ...letters(30));
    await rig.clock.advance(600_000);
    const stats = rig.uplink.stats();
    assert.deepEqual([stats.events_flushed, stats.buffer_depth, stats.events_quarantined], [32, 1, 0]);
  });
});

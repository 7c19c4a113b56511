import assert from 'node:assert/strict';
import { wirebandFormat } from '../../../src/frame';
import type { Answer } from '../../../src/uplink';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

const times = (rig: UplinkRig): number[] =>
  rig.transport.posts.map(({ at }) => at - (rig.transport.posts[0]?.at ?? 0));
const quarantined = (rig: UplinkRig): string[] =>
  rig.of('quarantined').map(({ payload }) => payload.event.topic);

describe('a backend that refuses everything', () => {
  for (const status of [401, 403, 404, 405, 501, 302]) {
    it(`(${status}) is reported once, loses nothing, and is retried at the slowest pace`, async () => {
      const rig = new UplinkRig({ backoffMaxMs: 60_000 });
      rig.transport.reply = () => ({ kind: 'answered', status, text: 'no' });
      rig.ingest('a', 'b');
      await rig.clock.advance(1000);
      rig.ingest('c');
      await rig.clock.advance(44_999);
      assert.equal(rig.transport.posts.length, 1, 'no immediate retries');
      await rig.clock.advance(45_001);
      assert.deepEqual(times(rig), [0, 45_000, 90_000]);
      assert.deepEqual(rig.of('offline'), [
        { event: 'offline', payload: { error: `HTTP ${status}: no`, status, buffer_depth: 2, retry_in: 45 } },
      ]);
      assert.deepEqual([rig.state, rig.spool.depth, rig.spool.quarantined], ['refused', 3, 0]);
    });
  }

  it('has a state with its latest refusal, and is reported once', async () => {
    const rig = new UplinkRig();
    const page = { kind: 'answered', status: 200, text: '<html><title>Log in' } as const;
    rig.transport.script(401, page, page, 401);
    rig.ingest('a');
    await rig.clock.advance(300_000);
    assert.deepEqual(
      rig.states.map((state) => (state.kind === 'refused' ? [state.status, state.cause] : state.kind)),
      [[401, undefined], [200, 'web-page'], [401, undefined], 'online'],
    );
    assert.equal(rig.of('offline').length, 1);
    assert.equal(rig.spool.depth, 0);
  });

  it('is retried after between half of backoffMax and all of it', async () => {
    for (const [random, wait] of [
      [0, 30_000],
      [0.999_999, 60_000],
    ] as const) {
      const rig = new UplinkRig();
      rig.random = random;
      rig.transport.script(401);
      rig.ingest('a');
      await rig.clock.advance(1000 + wait - 1);
      assert.equal(rig.transport.posts.length, 1);
      await rig.clock.advance(1);
      assert.equal(rig.transport.posts.length, 2);
    }
  });

  it('gets everything in order once it accepts again', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    rig.transport.script(403, 403);
    rig.ingest(...letters(6));
    await rig.clock.advance(200_000);
    assert.equal(rig.sent.slice(2).join(''), letters(6).join(''));
    assert.equal(rig.state, 'online');
    assert.equal(rig.of('online')[0]?.payload.offline_seconds, 90);
  });

  it('counts as offline since its first refusal if it then becomes unreachable', async () => {
    const rig = new UplinkRig({ maxRetries: 0, backoffMaxMs: 10_000 });
    rig.transport.script(401, 'network', 403, 'network');
    rig.ingest('a');
    await rig.clock.advance(100_000);
    const since = rig.states.flatMap((state) => ('since' in state ? [state.since] : []));
    assert.ok(since.length > 1 && new Set(since).size === 1);
    const last = (rig.transport.posts.at(-1)?.at ?? 0) + rig.clock.now() - rig.clock.monotonic();
    assert.equal(rig.of('online')[0]?.payload.offline_seconds, (last - (since[0] ?? 0)) / 1000);
  });
});

describe('a batch that is too large (413)', () => {
  it('is split until it fits, with new keys, in order', async () => {
    const rig = new UplinkRig({ flushBatch: 10 });
    rig.transport.reply = (post) => (post.topics.length > 3 ? 413 : 200);
    rig.ingest(...letters(10));
    await rig.clock.advance(1000);
    const taken = rig.of('delivered').map(({ payload }) => payload.events);
    assert.deepEqual(taken, [3, 2, 3, 2]);
    const all = letters(10).join('');
    assert.equal(rig.sent.filter((topics) => topics.length <= 3).join(''), all);
    assert.equal(new Set(rig.transport.posts.map(({ key }) => key)).size, rig.transport.posts.length);
    assert.equal(rig.uplink.stats().flush_errors, 0);
  });

  it('is quarantined if it is one event, and the others continue', async () => {
    const rig = new UplinkRig({ flushBatch: 8 });
    rig.transport.reply = (post) => (post.topics.includes('X') ? 413 : 200);
    rig.ingest('a', 'b', 'X', 'c', 'd');
    await rig.clock.advance(1000);
    assert.deepEqual(quarantined(rig), ['X']);
    assert.equal(rig.of('quarantined')[0]?.payload.error, 'HTTP 413');
    assert.deepEqual([rig.spool.depth, rig.spool.quarantined, rig.uplink.stats().events_flushed], [0, 1, 4]);
  });
});

describe('a rejected batch', () => {
  for (const status of [400, 409, 418, 422]) {
    it(`(${status}) is split until the faulty events are alone, and only they are quarantined`, async () => {
      const rig = new UplinkRig({ flushBatch: 16 });
      rig.transport.reply = ({ topics }) => (/[XY]/.test(topics) ? status : 200);
      rig.ingest(...'abXcdefghYijklm');
      await rig.clock.advance(1000);
      assert.deepEqual(quarantined(rig), ['X', 'Y']);
      const good = rig.sent.filter((topics) => !/[XY]/.test(topics));
      assert.equal(good.join(''), 'abcdefghijklm');
      assert.deepEqual(rig.of('offline'), []);
      assert.match(rig.uplink.stats().last_error ?? '', new RegExp(`HTTP ${status}`));
    });
  }

  it('is reported with the response of the backend', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = ({ topics }) =>
      topics.includes('a') ? { kind: 'answered', status: 422, text: '{"error":"no such device"}' } : 200;
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    assert.equal(rig.of('quarantined')[0]?.payload.error, 'HTTP 422: {"error":"no such device"}');
  });

  it('continues with its other half if the backend fails in between', async () => {
    const rig = new UplinkRig({ maxRetries: 0, flushBatch: 4 });
    rig.transport.reply = ({ topics }, index) => (index === 1 ? 'network' : topics.includes('X') ? 400 : 200);
    rig.ingest('a', 'b', 'c', 'X');
    await rig.clock.advance(3000);
    assert.deepEqual(rig.sent.slice(0, 5), ['abcX', 'a', 'a', 'bc', 'X']);
    assert.deepEqual(quarantined(rig), [], 'no event was accepted since the rejection after the outage');
    rig.ingest('d');
    await rig.clock.advance(100_000);
    assert.deepEqual(quarantined(rig), ['X']);
  });
});

describe('a backend that does not accept gzip (415)', () => {
  it('gets the same batch uncompressed under the same key, and everything after it too', async () => {
    const rig = new UplinkRig({ compression: 'gzip' });
    rig.transport.reply = ({ compressed }) => (compressed ? 415 : 200);
    rig.ingest('a');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 1);
    rig.ingest('b');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 2);
    assert.deepEqual(
      rig.transport.posts.map(({ compressed, topics }) => [compressed, topics]),
      [
        [true, 'a'],
        [false, 'a'],
        [false, 'b'],
      ],
    );
    assert.equal(rig.transport.posts[0]?.key, rig.transport.posts[1]?.key);
    assert.deepEqual(rig.of('offline'), []);
  });

  it('is retried slowly without loss if it does not accept the uncompressed body either', async () => {
    const rig = new UplinkRig({ compression: 'gzip' });
    rig.transport.reply = () => 415;
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    await rig.until(() => rig.state === 'refused');
    await rig.clock.advance(10_000);
    assert.deepEqual(
      rig.transport.posts.map(({ compressed }) => compressed),
      [true, false],
    );
    assert.deepEqual([quarantined(rig), rig.spool.depth], [[], 2]);
  });
});

describe('a backend that requires compression (415 with Accept-Encoding)', () => {
  const refusal: Answer = { kind: 'answered', status: 415, text: '', acceptEncoding: 'gzip, identity;q=0' };

  it('gets the same batch compressed under the same key, and everything after it too', async () => {
    const rig = new UplinkRig({ compression: 'auto' });
    rig.transport.reply = ({ compressed }) => (compressed ? 200 : refusal);
    rig.ingest('a');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 1);
    rig.ingest('b');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 2);
    assert.deepEqual(
      rig.transport.posts.map(({ compressed }) => compressed),
      [false, true, true],
    );
    assert.equal(rig.transport.posts[0]?.key, rig.transport.posts[1]?.key);
    assert.deepEqual(rig.of('offline'), []);
  });

  it('is retried slowly without loss if it does not accept compressed bodies either', async () => {
    const rig = new UplinkRig({ compression: 'auto' });
    rig.transport.reply = () => refusal;
    rig.ingest('a');
    await rig.clock.advance(1000);
    await rig.until(() => rig.state === 'refused');
    await rig.clock.advance(10_000);
    assert.equal(rig.transport.posts.length, 3);
    assert.deepEqual([quarantined(rig), rig.spool.depth], [[], 1]);
  });
});

describe('a backend that answers 400 if it cannot decompress', () => {
  const postsOf = (rig: UplinkRig) =>
    rig.transport.posts.map(({ compressed, topics }) => `${topics}${compressed ? ' gzip' : ''}`);

  it('gets the same batch uncompressed under the same key, and everything after it too, with nothing quarantined', async () => {
    const rig = new UplinkRig({ compression: 'gzip' });
    rig.transport.reply = ({ compressed }) => (compressed ? 400 : 200);
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 1);
    rig.ingest('c');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 2);
    assert.deepEqual(postsOf(rig), ['ab gzip', 'ab', 'c']);
    assert.equal(rig.transport.posts[0]?.key, rig.transport.posts[1]?.key);
    assert.deepEqual([quarantined(rig), rig.of('offline')], [[], []]);
  });

  it('reveals a bad event if it also rejects the uncompressed body, whether it can decompress or not', async () => {
    const sent = async (canDecompress: boolean) => {
      const rig = new UplinkRig({ compression: 'gzip', flushBatch: 4 });
      rig.transport.reply = ({ topics, compressed }) =>
        topics.includes('X') || (compressed && !canDecompress) ? 422 : 200;
      rig.ingest('a', 'X', 'b', 'c');
      await rig.clock.advance(1000);
      rig.ingest('d');
      await rig.clock.advance(1000);
      assert.deepEqual([quarantined(rig), rig.spool.depth], [['X'], 0]);
      return postsOf(rig);
    };
    assert.deepEqual(
      await sent(true),
      'aXbc gzip,aXbc,a gzip,Xb gzip,X gzip,b gzip,c gzip,d gzip'.split(','),
    );
    assert.deepEqual(await sent(false), 'aXbc gzip,aXbc,a gzip,a,Xb,X,b,c,d'.split(','));
  });

  it('gets compressed halves if it answers 413 to the uncompressed body', async () => {
    const rig = new UplinkRig({ compression: 'gzip', flushBatch: 2 });
    rig.transport.script(400, 413);
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    assert.deepEqual(postsOf(rig), ['ab gzip', 'ab', 'a gzip', 'b gzip']);
  });

  it('gets no uncompressed body if it has accepted a compressed one before', async () => {
    const rig = new UplinkRig({ compression: 'gzip', flushBatch: 2 });
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 400 : 200);
    rig.ingest('a');
    await rig.clock.advance(1000);
    await rig.until(() => rig.of('delivered').length === 1);
    rig.ingest('X', 'b');
    await rig.clock.advance(1000);
    assert.deepEqual(postsOf(rig), ['a gzip', 'Xb gzip', 'X gzip', 'b gzip', 'X gzip']);
    assert.deepEqual(quarantined(rig), ['X']);
  });

  it('gets no more compressed bodies, even after an outage in between', async () => {
    const rig = new UplinkRig({ compression: 'gzip', maxRetries: 0 });
    rig.transport.script(400, 'network', 503, 200);
    rig.ingest('a');
    await rig.clock.advance(100_000);
    rig.ingest('b');
    await rig.clock.advance(1000);
    assert.deepEqual(postsOf(rig), ['a gzip', 'a', 'a', 'a', 'b']);
    assert.deepEqual(quarantined(rig), []);
  });
});

describe('a batch that cannot be encoded', () => {
  it('is split like one that the backend rejects, and the others continue', async () => {
    const rig = new UplinkRig({
      format: {
        ...wirebandFormat,
        encode(events, context) {
          if (events.some(({ topic }) => topic === 'X')) throw new Error('no form for X');
          return wirebandFormat.encode(events, context);
        },
      },
    });
    rig.ingest('a', 'X', 'b');
    await rig.clock.advance(1000);
    assert.deepEqual(quarantined(rig), ['X']);
    assert.match(rig.of('quarantined')[0]?.payload.error ?? '', /no form for X/);
    assert.equal(rig.sent.join(''), 'ab');
    assert.equal(rig.spool.depth, 0);
  });
});

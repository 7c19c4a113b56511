import assert from 'node:assert/strict';
import { wirebandFormat } from '../../../src/frame';
import { settled } from '../../harness/clock/FakeClock';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

/** When the requests were made, in milliseconds after the first. */
const times = (rig: UplinkRig): number[] =>
  rig.transport.posts.map(({ at }) => at - (rig.transport.posts[0]?.at ?? 0));

describe('a failed request is retried', () => {
  for (const reply of [408, 425, 429, 500, 502, 503, 599, 'network'] as const) {
    it(`after ${reply}, with the same key and the same bytes`, async () => {
      const rig = new UplinkRig();
      rig.transport.script(reply, reply);
      rig.ingest('a', 'b');
      await rig.clock.advance(1000);
      const [first, second, third] = rig.transport.posts;
      assert.equal(rig.transport.posts.length, 3);
      assert.deepEqual([second?.key, third?.key], [first?.key, first?.key]);
      assert.deepEqual([second?.body, third?.body], [first?.body, first?.body]);
      assert.deepEqual([rig.uplink.stats().events_flushed, rig.spool.depth], [2, 0]);
      const key = reply === 'network' ? 'network' : String(reply);
      assert.deepEqual(rig.uplink.stats().retries_by_status, { [key]: 2 });
    });
  }

  it('compressed, with the same bytes', async () => {
    const rig = new UplinkRig({ compression: 'gzip' });
    rig.transport.script(500, 'network');
    rig.ingest('a');
    await rig.clock.advance(1000);
    await rig.until(() => rig.transport.posts.length === 3);
    const [first, second, third] = rig.transport.posts;
    assert.ok(first?.compressed);
    assert.deepEqual(
      [second, third].map((post) => post?.body),
      [first?.body, first?.body],
    );
  });

  it('without being encoded again', async () => {
    let written = 0;
    const encode: typeof wirebandFormat.encode = (...parts) => {
      written++;
      return wirebandFormat.encode(...parts);
    };
    const rig = new UplinkRig({ format: { ...wirebandFormat, encode } });
    rig.transport.script(503, 503, 503);
    rig.ingest('a');
    await rig.clock.advance(1000);
    assert.deepEqual([rig.transport.posts.length, written], [4, 1]);
  });

  it('maxRetries times at once, then with delays that are a random part of a doubling bound', async () => {
    const rig = new UplinkRig({ maxRetries: 2, backoffBaseMs: 1000, backoffMaxMs: 5000 });
    rig.transport.reply = () => 503;
    rig.random = 0.999;
    rig.ingest('a');
    await rig.clock.advance(1000 + 999 + 1998 + 3996 + 4995 + 4995);
    assert.deepEqual(times(rig), [0, 0, 0, 999, 2997, 6993, 11_988, 16_983]);
  });

  it('at different times by two gateways, with a delay from zero to the bound', async () => {
    for (const [random, wait] of [
      [0, 0],
      [0.25, 500],
      [0.75, 1500],
    ] as const) {
      const rig = new UplinkRig({ maxRetries: 0 });
      rig.transport.script(503);
      rig.random = random;
      rig.ingest('a');
      await rig.clock.advance(10_000);
      assert.deepEqual(times(rig), [0, wait]);
    }
  });

  it('from the first delay again after a success', async () => {
    const rig = new UplinkRig({ maxRetries: 0, backoffBaseMs: 1000 });
    rig.random = 0.5;
    rig.transport.script(502, 502, 200, 502);
    rig.ingest('a');
    await rig.clock.advance(3000);
    rig.ingest('b');
    await rig.clock.advance(3000);
    assert.deepEqual(times(rig).slice(0, 3), [0, 500, 1500]);
    assert.equal((times(rig)[4] ?? 0) - (times(rig)[3] ?? 0), 500);
  });

  for (const status of [429, 503]) {
    it(`after ${status} with longer delays until five requests per such response have arrived`, async () => {
      const waitAfter = async (successes: number): Promise<number> => {
        const rig = new UplinkRig({ maxRetries: 0, backoffBaseMs: 1000, flushBatch: 1 });
        rig.random = 0.5;
        rig.transport.script(status, status, ...new Array<number>(successes).fill(200), status);
        rig.ingest(...letters(successes + 1));
        await rig.clock.advance(30_000);
        const last = times(rig).slice(-2);
        return (last[1] ?? 0) - (last[0] ?? 0);
      };
      assert.deepEqual(await Promise.all([1, 5, 6, 10, 11].map(waitAfter)), [2000, 1000, 1000, 500, 500]);
    });
  }

  it('after an outage without an immediate retry if the recovered backend reports overload', async () => {
    const rig = new UplinkRig({ maxRetries: 2, backoffBaseMs: 1000, flushBatch: 1 });
    rig.random = 0.5;
    rig.transport.script('network', 'network', 'network', 200, 503);
    rig.ingest('a', 'b');
    await rig.clock.advance(10_000);
    assert.deepEqual(times(rig), [0, 0, 0, 500, 500, 1000]);
  });

  it('not before Retry-After, even if the first retries would be immediate', async () => {
    const rig = new UplinkRig();
    rig.random = 0;
    rig.transport.script({ kind: 'answered', status: 429, text: '', retryAfterMs: 7000 });
    rig.ingest('a');
    await rig.clock.advance(1000 + 6999);
    assert.deepEqual(times(rig), [0]);
    await rig.clock.advance(1);
    assert.deepEqual(times(rig), [0, 7000]);
  });

  it('not before its own delay if Retry-After is shorter', async () => {
    const rig = new UplinkRig({ maxRetries: 0, backoffBaseMs: 8000 });
    rig.transport.script({ kind: 'answered', status: 503, text: '', retryAfterMs: 10 });
    rig.ingest('a');
    await rig.clock.advance(20_000);
    assert.deepEqual(times(rig), [0, 4000]);
  });

  it('before anything newer, so that order is kept', async () => {
    const rig = new UplinkRig({ flushBatch: 2, maxRetries: 0 });
    rig.transport.script(200, 503, 503);
    rig.ingest(...letters(8));
    await rig.clock.advance(60_000);
    const all = letters(8).join('');
    assert.deepEqual(
      rig.sent,
      [0, 2, 2, 2, 4, 6].map((from) => all.slice(from, from + 2)),
    );
  });

  it('one request at a time while the backend fails, even if more are allowed', async () => {
    const rig = new UplinkRig({ flushBatch: 1, parallel: 4, maxRetries: 0 });
    rig.transport.reply = (_, index) => (index < 3 ? 200 : 503);
    rig.ingest(...letters(20));
    await settled();
    assert.ok(rig.transport.mostInFlight > 1);
    const before = rig.transport.posts.length;
    rig.transport.mostInFlight = 0;
    await rig.clock.advance(120_000);
    assert.ok(rig.transport.posts.length > before + 2);
    assert.equal(rig.transport.mostInFlight, 1);
  });

  it('not before the longest Retry-After if parallel requests fail one after the other', async () => {
    const later = { kind: 'answered', status: 503, text: '', retryAfterMs: 9000 } as const;
    for (const replies of [
      [later, 'network'],
      ['network', later],
      [later, 200],
    ] as const) {
      const rig = new UplinkRig({ flushBatch: 1, parallel: 2 });
      rig.random = 0;
      rig.transport.script(200, ...replies);
      rig.ingest('a', 'b', 'c');
      await rig.clock.advance(8999);
      assert.equal(rig.transport.posts.length, 3);
      await rig.clock.advance(1);
      assert.ok(rig.transport.posts.length > 3);
    }
  });

  it('after its own delay, not after a longer one that a flush ended', async () => {
    const rig = new UplinkRig({ maxRetries: 0, backoffBaseMs: 2000 });
    rig.transport.script({ kind: 'answered', status: 503, text: '', retryAfterMs: 600_000 }, 'network');
    rig.ingest('a');
    await rig.clock.advance(1000);
    rig.uplink.flush();
    await settled();
    assert.equal(rig.transport.posts.length, 2);
    await rig.clock.advance(4000);
    assert.equal(rig.transport.posts.length, 3);
    assert.deepEqual([rig.spool.depth, rig.clock.pending], [0, 0]);
  });

  it('with a single timer', async () => {
    const rig = new UplinkRig();
    rig.transport.reply = () => 503;
    for (let i = 0; i < 50; i++) {
      rig.ingest('a');
      await rig.clock.advance(100);
      assert.ok(rig.clock.pending <= 2, 'one for the flush, one for the retry');
    }
  });
});

describe('an outage', () => {
  it('is reported once at its start, after the immediate retries, and once at its end', async () => {
    const rig = new UplinkRig({ maxRetries: 2, backoffBaseMs: 1000 });
    rig.ingest('a');
    await rig.clock.advance(1000);
    rig.events.length = 0;
    rig.transport.reply = () => ({ kind: 'answered', status: 503, text: 'overloaded' });
    rig.ingest('b', 'c');
    await rig.clock.advance(1000);
    await rig.clock.advance(29_000);
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.of('offline'), [
      {
        event: 'offline',
        payload: { error: 'HTTP 503: overloaded', status: 503, buffer_depth: 2, retry_in: 0.5 },
      },
    ]);
    const [online, ...more] = rig.of('online');
    assert.equal(more.length, 0);
    assert.equal(online?.payload.buffer_depth, 0);
    const last = rig.transport.posts.at(-1)?.at ?? 0;
    const wallAhead = rig.clock.now() - rig.clock.monotonic();
    const begun = rig.states.flatMap((state) => (state.kind === 'offline' ? [state.since - wallAhead] : []));
    assert.deepEqual([begun.length, online?.payload.offline_seconds], [1, (last - (begun[0] ?? 0)) / 1000]);
    assert.deepEqual(
      rig.states.map(({ kind }) => kind),
      ['online', 'offline', 'online'],
    );
  });

  it('that continues for another reason has the latest error in its state, and is not reported again', async () => {
    const rig = new UplinkRig({ maxRetries: 0 });
    rig.transport.script('network', 503, 503, 200);
    rig.ingest('a');
    await rig.clock.advance(60_000);
    assert.deepEqual(
      rig.states.map((state) => ('error' in state ? state.error : state.kind)),
      ['ECONNREFUSED', 'HTTP 503', 'online'],
    );
    assert.equal(rig.of('offline').length, 1);
    assert.deepEqual(rig.uplink.stats().state_changes, { offline: 1, online: 1 });
  });

  it('is not reported for failures that immediate retries overcome', async () => {
    const rig = new UplinkRig();
    rig.transport.script('network', 503, 500, 200);
    rig.ingest('a');
    await rig.clock.advance(1000);
    assert.deepEqual(rig.of('offline'), []);
    assert.equal(rig.uplink.stats().flush_errors, 3);
  });

  it('without a response has no status', async () => {
    const rig = new UplinkRig({ maxRetries: 0 });
    rig.transport.script('network');
    rig.ingest('a');
    await rig.clock.advance(1000);
    const payload = rig.of('offline')[0]?.payload;
    assert.deepEqual(payload, { error: 'ECONNREFUSED', buffer_depth: 1, retry_in: 1 });
    assert.equal(rig.uplink.stats().last_error, 'ECONNREFUSED');
    assert.equal(rig.uplink.stats().connected, false);
  });

  it('of 60 s at 500 events per second loses and repeats nothing, in order', async () => {
    const rig = new UplinkRig({ flushBatch: 200, capacity: 50_000, maxBytes: 256e6 });
    rig.transport.reply = () => 'network';
    const topics: string[] = [];
    for (let second = 0; second < 62; second++) {
      if (second === 60) rig.transport.reply = () => 200;
      for (let i = 0; i < 500; i++) topics.push(`${topics.length},`);
      rig.ingest(...topics.slice(-500));
      await rig.clock.advance(1000);
    }
    await rig.clock.advance(120_000);
    for (let round = 0; round < 500 && rig.spool.depth > 0; round++) await settled();
    const delivered = new Set(rig.of('delivered').map(({ payload }) => payload.batch));
    const firstDelivery = rig.transport.posts.filter(({ key }, i, posts) => {
      return delivered.has(key) && posts.findLastIndex((post) => post.key === key) === i;
    });
    assert.equal(firstDelivery.map((post) => post.topics).join(''), topics.join(''));
    assert.equal(rig.uplink.stats().events_flushed, 31_000);
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import type { Reply } from '../../harness/uplink/ScriptedTransport';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

const DAY_MS = 86_400_000;
const retryLater = (retryAfterMs: number) =>
  ({ kind: 'answered', status: 503, text: '', retryAfterMs }) as const;

/** A rig that was closed while a request was in flight. */
async function interrupted(options: ConstructorParameters<typeof UplinkRig>[0]): Promise<UplinkRig> {
  const rig = new UplinkRig(options);
  rig.transport.reply = () => 'hang';
  rig.ingest(...letters(10));
  rig.uplink.flush();
  await settled();
  await rig.uplink.close();
  return rig;
}

describe('an uplink that starts with batches of unknown outcome', () => {
  it('begins with a delay: a random part of backoffBase', async () => {
    for (const [random, wait] of [
      [0.25, 500],
      [0.999, 1998],
    ] as const) {
      const before = await interrupted({ flushBatch: 2 });
      const rig = new UplinkRig({ heir: before, flushBatch: 2, idle: true });
      rig.random = random;
      rig.uplink.start();
      await rig.clock.advance(wait - 1);
      assert.deepEqual(rig.sent, []);
      await rig.clock.advance(1);
      assert.equal(rig.transport.posts.length, 5, 'it continues, since the backend responds');
    }
  });

  it('sends one request at a time, and goes straight to the next delay on a failure', async () => {
    const before = await interrupted({ flushBatch: 1, parallel: 4 });
    const rig = new UplinkRig({ heir: before, flushBatch: 1, parallel: 4, maxRetries: 3 });
    rig.transport.reply = () => 'network';
    await rig.clock.advance(1000 + 2000 + 4000 + 8000 - 1);
    assert.equal(rig.transport.mostInFlight, 1);
    const [first = 0, ...others] = rig.transport.posts.map(({ at }) => at);
    assert.deepEqual(
      others.map((at) => at - first),
      [2000, 6000],
    );
    assert.equal(rig.state, 'offline');
  });

  it('sends their alarms first', async () => {
    const before = new UplinkRig({ flushBatch: 1 });
    before.transport.reply = () => 'hang';
    before.ingest('a', 'A');
    await settled();
    await before.uplink.close();
    assert.equal(before.spool.heldBack, 2);
    const rig = new UplinkRig({ heir: before, flushBatch: 1 });
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['A', 'a']);
  });

  it('sends at once on a flush command', async () => {
    const before = await interrupted({});
    const rig = new UplinkRig({ heir: before });
    rig.uplink.flush();
    await settled();
    assert.equal(rig.transport.posts.length, 1);
  });

  it('and restarts repeatedly sends less than one request per start', async () => {
    let rig = await interrupted({});
    let posts = 0;
    for (let restart = 0; restart < 20; restart++) {
      rig = new UplinkRig({ heir: rig });
      rig.transport.reply = () => 'network';
      await rig.clock.advance(900);
      posts += rig.transport.posts.length;
      await rig.uplink.close();
    }
    assert.equal(posts, 0, 'the delay of 1 s never ended');
  });

  it('still sends at once if nothing was in flight', async () => {
    const rig = new UplinkRig({ idle: true });
    rig.ingest('a');
    rig.uplink.start();
    await settled();
    assert.deepEqual(rig.sent, ['a']);
  });
});

describe('recovery', () => {
  it('begins with one request and doubles the number with each success, up to parallel', async () => {
    const rig = new UplinkRig({ flushBatch: 1, parallel: 8, maxRetries: 0 });
    rig.transport.script('network');
    rig.ingest('a');
    await settled();
    rig.ingest(...letters(200));
    const answer = rig.transport.byHand();
    await rig.clock.advance(1000);
    const inFlight = [rig.transport.inFlight];
    for (let i = 0; i < 5; i++) {
      answer(200);
      await settled();
      inFlight.push(rig.transport.inFlight);
    }
    assert.deepEqual(inFlight, [1, 2, 4, 8, 8, 8]);
  });

  it('begins with one request again after the next failure', async () => {
    const rig = new UplinkRig({ flushBatch: 1, parallel: 8, maxRetries: 0 });
    rig.ingest(...letters(7));
    await settled();
    rig.transport.reply = () => 'network';
    rig.ingest(...letters(60));
    await settled();
    const answer = rig.transport.byHand();
    await rig.clock.advance(1000);
    assert.equal(rig.transport.inFlight, 1);
    answer(200);
    await settled();
    assert.equal(rig.transport.inFlight, 2);
  });
});

describe('a network fault that hits several requests at once', () => {
  it('counts as one failure', async () => {
    const rig = new UplinkRig({ flushBatch: 1, parallel: 4, maxRetries: 3 });
    rig.ingest(...letters(7));
    await settled();
    const answer = rig.transport.byHand();
    rig.ingest(...letters(4));
    await settled();
    assert.equal(rig.transport.inFlight, 4);
    rig.transport.reply = () => 200;
    for (let i = 0; i < 4; i++) answer('network');
    await settled();
    assert.deepEqual(rig.of('offline'), [], 'four failures in a row would be an outage');
    assert.deepEqual([rig.spool.depth, rig.uplink.stats().flush_errors], [0, 4]);
  });
});

describe('a long Retry-After', () => {
  it('is an outage, even with immediate retries left', async () => {
    const rig = new UplinkRig({ maxRetries: 3, backoffBaseMs: 2000 });
    rig.transport.script(retryLater(5000));
    rig.ingest('a');
    await rig.clock.advance(1000);
    assert.deepEqual(rig.of('offline'), [
      { event: 'offline', payload: { error: 'HTTP 503', status: 503, buffer_depth: 1, retry_in: 6.25 } },
    ]);
    await rig.clock.advance(6250);
    assert.equal(rig.of('online')[0]?.payload.offline_seconds, 6.25);
  });

  it('is exceeded by up to half, so that clients with the same value do not return together', async () => {
    for (const [random, wait] of [
      [0, 60_000],
      [0.5, 75_000],
      [0.999_999, 90_000],
    ] as const) {
      const rig = new UplinkRig();
      rig.random = random;
      rig.transport.script(retryLater(60_000));
      rig.ingest('a');
      await rig.clock.advance(1000 + wait - 1);
      assert.equal(rig.transport.posts.length, 1);
      await rig.clock.advance(1);
      assert.equal(rig.transport.posts.length, 2);
    }
  });

  it('is not an outage if it does not exceed backoffBase', async () => {
    const rig = new UplinkRig({ maxRetries: 3, backoffBaseMs: 2000 });
    rig.transport.script(retryLater(2000));
    rig.ingest('a');
    await rig.clock.advance(5000);
    assert.deepEqual([rig.of('offline'), rig.spool.depth], [[], 0]);
  });
});

describe('a clock that is set a day ahead or back', () => {
  /** What happens if the wall clock is set at some time. */
  async function course(jumpAt: number, jump: number): Promise<unknown> {
    const rig = new UplinkRig({ maxRetries: 1, maxAgeMs: 3_600_000, flushBatch: 2 });
    const replies: Reply[] = [200, 'network', retryLater(4000), 401, 503, 503, 200, 400];
    rig.transport.reply = () => replies.shift() ?? 200;
    for (let step = 0; step < 400; step++) {
      if (step === jumpAt) rig.clock.jump(jump);
      if (step % 7 === 0) rig.ingest(`${step},`);
      if (step % 50 === 0) rig.ingest(`A${step},`);
      await rig.clock.advance(500);
    }
    const { uptime_seconds, buffer_seconds } = rig.uplink.stats();
    return {
      posts: rig.transport.posts.map(({ at, topics }) => `${at} ${topics}`),
      events: rig.events
        .map(({ event, payload }) => [event, payload])
        .filter(([event]) => event !== 'delivered' && event !== 'clock'),
      states: rig.states.map(({ kind }) => kind),
      uptime_seconds,
      buffer_seconds,
    };
  }

  it('changes no delay, order or duration', async () => {
    const undisturbed = await course(-1, 0);
    for (const jump of [DAY_MS, -DAY_MS]) {
      for (const at of [1, 5, 12, 60, 200]) {
        assert.deepEqual(await course(at, jump), undisturbed, `${jump} ms at step ${at}`);
      }
    }
  });

  it('does not change the reported length of an outage', async () => {
    for (const jump of [DAY_MS, -DAY_MS]) {
      const rig = new UplinkRig({ maxRetries: 0 });
      rig.transport.script(retryLater(5000));
      rig.ingest('a');
      await rig.clock.advance(2000);
      rig.clock.jump(jump);
      await rig.clock.advance(10_000);
      assert.equal(rig.of('online')[0]?.payload.offline_seconds, 6.25);
    }
  });
});

describe('while the backend is unreachable', () => {
  it('batches fill up, so that a long outage drains in as few requests as possible', async () => {
    const rig = new UplinkRig({ flushBatch: 200, capacity: 50_000 });
    rig.transport.reply = () => 'network';
    for (let second = 0; second < 600; second++) {
      rig.ingest(...letters(10));
      await rig.clock.advance(1000);
    }
    assert.ok(
      rig.spool.heldBack <= 1 && rig.spool.depth - rig.spool.waiting <= 10,
      'no batch is sealed during the outage',
    );
    rig.transport.reply = () => 200;
    const before = rig.transport.posts.length;
    rig.uplink.flush();
    await settled();
    for (let i = 0; i < 50 && rig.spool.depth > 0; i++) await settled();
    // The one that was tried, and 5,990 others.
    assert.equal(rig.transport.posts.length - before, 1 + 30);
    assert.equal(rig.uplink.stats().events_flushed, 6000);
  });
});

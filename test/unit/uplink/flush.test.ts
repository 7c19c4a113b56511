import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { encodeWireband, wirebandFormat } from '../../../src/frame';
import { type Compression, ContentCodings } from '../../../src/uplink';
import { BatchEncoder } from '../../../src/uplink/delivery/BatchEncoder';
import { toWire } from '../../../src/uplink/transport/HttpTransport';
import { settled } from '../../harness/clock/FakeClock';
import { requestOf } from '../../harness/uplink/requestOf';
import { eventOf, letters, UplinkRig } from '../../harness/uplink/uplinkRig';

describe('an uplink sends', () => {
  it('waiting events at each flush interval, and not before', async () => {
    const rig = new UplinkRig();
    rig.ingest('a');
    await rig.clock.advance(600);
    rig.ingest('b');
    await rig.clock.advance(399);
    assert.deepEqual(rig.sent, []);
    await rig.clock.advance(1);
    assert.deepEqual(rig.sent, ['ab']);
  });

  it('at its own times, even after a full batch', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    rig.ingest('a');
    await rig.clock.advance(500);
    rig.ingest('b');
    await rig.clock.advance(400);
    rig.ingest('c');
    await rig.clock.advance(99);
    assert.deepEqual(rig.sent, ['ab']);
    await rig.clock.advance(1);
    assert.deepEqual(rig.sent, ['ab', 'c']);
  });

  it('at a different time than other uplinks whose events arrive at the same time', async () => {
    const moments = [];
    for (const flushPhase of [0, 0.25, 0.9]) {
      const rig = new UplinkRig({ flushPhase });
      rig.ingest('a');
      await rig.clock.advance(1000);
      rig.ingest('b');
      await rig.clock.advance(1000);
      moments.push(rig.transport.posts.map(({ at }) => at - rig.startedAt));
    }
    assert.deepEqual(moments, [
      [1000, 2000],
      [750, 1750],
      [100, 1100],
    ]);
  });

  it('as soon as a request is full, and the rest at the next flush', async () => {
    const rig = new UplinkRig({ flushBatch: 3 });
    rig.ingest('a', 'b');
    await settled();
    assert.deepEqual(rig.sent, []);
    rig.ingest('c', 'd');
    await settled();
    assert.deepEqual(rig.sent, ['abc']);
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['abc', 'd']);
  });

  it('at most flushBatch events per request, in order', async () => {
    const rig = new UplinkRig({ flushBatch: 7, idle: true });
    const topics = letters(100);
    rig.ingest(...topics);
    rig.uplink.start();
    await rig.clock.advance(0);
    for (let i = 0; i < 100 && rig.spool.depth > 0; i++) await settled();
    assert.ok(rig.sent.every((batch) => batch.length <= 7));
    assert.equal(rig.sent.join(''), topics.join(''));
  });

  it('at most about 1 MiB per request, or one event', async () => {
    const rig = new UplinkRig();
    const big = 'x'.repeat(600_000);
    for (const topic of ['a', 'b', 'c']) rig.uplink.ingest(eventOf(topic, `"${big}"`));
    rig.uplink.ingest(eventOf('d', `"${big}${big}"`));
    await rig.clock.advance(2000);
    assert.deepEqual(rig.sent, ['a', 'b', 'c', 'd']);
  });

  it('at most maxBatchBytes per request, or one event', async () => {
    const rig = new UplinkRig({ maxBatchBytes: 2048 });
    for (const topic of ['a', 'b', 'c', 'd']) rig.uplink.ingest(eventOf(topic, `"${'x'.repeat(700)}"`));
    rig.uplink.ingest(eventOf('e', `"${'x'.repeat(3000)}"`));
    await rig.clock.advance(2000);
    assert.deepEqual(rig.sent, ['ab', 'cd', 'e']);
  });

  it('nothing while no event is waiting', async () => {
    const rig = new UplinkRig();
    await rig.clock.advance(100_000);
    assert.deepEqual([rig.sent, rig.clock.pending], [[], 0]);
  });

  it('nothing before it is started, and then first what the spool kept', async () => {
    const rig = new UplinkRig({ idle: true });
    rig.ingest('a', 'b');
    rig.uplink.flush();
    await rig.clock.advance(5000);
    assert.deepEqual(rig.sent, []);
    rig.uplink.start();
    rig.ingest('c');
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['ab', 'c']);
  });

  it('at once on a flush command', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    rig.ingest('a');
    rig.uplink.flush();
    await settled();
    assert.deepEqual(rig.sent, ['a']);
  });

  it('one request at a time, or at most parallel requests', async () => {
    for (const parallel of [1, 4]) {
      const rig = new UplinkRig({ flushBatch: 2, parallel });
      rig.ingest(...letters(40));
      for (let i = 0; i < 50; i++) await settled();
      assert.equal(rig.transport.mostInFlight, parallel);
      assert.equal(rig.transport.posts.length, 20);
      assert.equal([...rig.sent.join('')].sort().join(''), letters(40).join(''));
    }
  });
});

describe('a receipt', () => {
  it('contains batch, events, bytes, status, attempts and duration', async () => {
    const rig = new UplinkRig();
    rig.transport.script(503, 202);
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    const [first, second] = rig.transport.posts;
    assert.deepEqual(
      rig.of('delivered').map(({ payload }) => payload),
      [
        {
          batch: first?.key,
          events: 2,
          bytes: second?.body.length,
          status: 202,
          attempts: 2,
          duration_ms: 0,
        },
      ],
    );
    const { bytes_sent, bytes_out, events_flushed, batches_sent, bytes_in } = rig.uplink.stats();
    const bytes = first?.body.length ?? 0;
    assert.deepEqual(
      { bytes_sent, bytes_out, events_flushed, batches_sent, bytes_in },
      { bytes_sent: 2 * bytes, bytes_out: bytes, events_flushed: 2, batches_sent: 1, bytes_in: 4 },
    );
  });

  it('follows the report that the uplink is online, which comes once', async () => {
    const rig = new UplinkRig();
    rig.ingest('a');
    await rig.clock.advance(1000);
    rig.ingest('b');
    await rig.clock.advance(1000);
    assert.deepEqual(
      rig.events.map(({ event }) => event),
      ['online', 'delivered', 'delivered'],
    );
    assert.deepEqual(rig.states, [{ kind: 'online' }]);
    assert.ok(rig.uplink.stats().connected);
  });
});

describe('a request', () => {
  const context = { deviceId: 'edge-1', envelope: 'object' } as const;
  const batch = (size: number) => ({ id: 'b1', events: [eventOf('t', `"${'x'.repeat(size)}"`)] });
  const encode = (size: number, compression: Compression) =>
    toWire(
      requestOf(
        new BatchEncoder(wirebandFormat, context, new ContentCodings(compression)).prepare(batch(size)),
      ),
    );

  it('has a type and a key, and the text of the format as its body', async () => {
    const { headers, body } = await encode(1, 'none');
    assert.deepEqual(headers, { 'Content-Type': 'application/json', 'Idempotency-Key': 'b1' });
    assert.equal(body.toString(), encodeWireband(batch(1).events, context));
  });

  it('is compressed always, never, or from 1 KiB on', async () => {
    const compressed = async (size: number, compression: 'auto' | 'gzip' | 'none') =>
      (await encode(size, compression)).headers['Content-Encoding'] === 'gzip';
    assert.deepEqual([await compressed(1, 'gzip'), await compressed(9000, 'gzip')], [true, true]);
    assert.deepEqual([await compressed(1, 'none'), await compressed(9000, 'none')], [false, false]);
    assert.deepEqual([await compressed(1, 'auto'), await compressed(9000, 'auto')], [false, true]);
  });

  it('has the same contents compressed, in the same bytes each time', async () => {
    const [first, again, plain] = [
      await encode(9000, 'gzip'),
      await encode(9000, 'gzip'),
      await encode(9000, 'none'),
    ];
    assert.deepEqual(first.body, again.body);
    assert.deepEqual(gunzipSync(first.body), plain.body);
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import { FaultySpool } from '../../harness/spool/FaultySpool';
import type { Reply } from '../../harness/uplink/ScriptedTransport';
import { type RigOptions, UplinkRig } from '../../harness/uplink/uplinkRig';

/** A rig with `ab` on the wire, answered by hand, and `cd` prepared behind it. */
async function inFlight(options: RigOptions = {}) {
  const spools: FaultySpool[] = [];
  const rig = new UplinkRig({
    flushBatch: 2,
    makeSpool(...parts) {
      const spool = new FaultySpool(...parts);
      spools.push(spool);
      return spool;
    },
    ...options,
  });
  const [spool = assert.fail()] = spools;
  const answer = rig.transport.byHand();
  rig.ingest(...'abcdef');
  await rig.until(() => rig.spool.waiting === 2);
  assert.deepEqual([rig.sent, rig.spool.depth], [['ab'], 6]);
  return { rig, spool, answer };
}

describe('while a batch is in flight', () => {
  it('the next full one is taken and encoded, and sent right after the response', async () => {
    const { rig, spool, answer } = await inFlight();
    spool.before = () => new Promise(() => undefined);
    answer(200);
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'cd'], 'although the spool gives nothing more, and deletes nothing');
  });

  it('no batch is taken that could still grow', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    const answer = rig.transport.byHand();
    rig.ingest(...'abc');
    await rig.clock.advance(5000);
    assert.equal(rig.spool.waiting, 1);
    rig.ingest('d');
    await settled();
    answer(200);
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'cd']);
  });

  it('only one is taken', async () => {
    const { rig } = await inFlight();
    rig.ingest(...'ghijkl');
    await rig.clock.advance(5000);
    assert.deepEqual([rig.spool.waiting, rig.spool.heldBack], [8, 0]);
  });
});

describe('a prepared batch', () => {
  for (const reply of ['network', 503, 401] as const) {
    it(`is given back if the request before it ends in ${reply}, and follows it later unchanged`, async () => {
      const { rig, answer } = await inFlight({ maxRetries: 0 });
      answer(reply);
      await settled();
      assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [2, 2]);
      rig.transport.reply = () => 200;
      await rig.clock.advance(60_000);
      assert.deepEqual(rig.sent, ['ab', 'ab', 'cd', 'ef']);
      rig.checkSum();
    });
  }

  it('does not overtake an immediate retry', async () => {
    const { rig, answer } = await inFlight({ maxRetries: 3 });
    rig.transport.reply = () => 200;
    answer('network');
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'ab', 'cd', 'ef']);
  });

  it('does not overtake the halves of the batch before it', async () => {
    for (const refusal of [413, 400] as const) {
      const { rig, answer } = await inFlight();
      rig.transport.reply = ({ topics }): Reply => (topics.includes('b') ? refusal : 200);
      answer(refusal);
      await settled();
      assert.deepEqual([rig.sent.slice(0, 3), rig.sent.slice(3).join('')], [['ab', 'a', 'b'], 'cdef']);
      assert.equal(rig.spool.quarantined, 1);
    }
  });

  it('is not taken while a slow spool still splits the batch before it', async () => {
    const { rig, spool, answer } = await inFlight();
    let split = (): void => undefined;
    spool.before = (method) =>
      method === 'split'
        ? new Promise<void>((resolve) => {
            split = resolve;
          })
        : undefined;
    rig.transport.reply = () => 200;
    answer(413);
    await settled();
    rig.ingest('g', 'h');
    await settled();
    spool.before = () => undefined;
    split();
    await settled();
    // Requests of the size that was too large are not tried again at once.
    assert.deepEqual([rig.sent.slice(0, 3), rig.sent.slice(3).join('')], [['ab', 'a', 'b'], 'cdefg']);
  });

  it('is encoded again without compression after a 415, and sent after the one before it', async () => {
    const { rig, answer } = await inFlight({ compression: 'gzip' });
    rig.transport.reply = ({ compressed }) => (compressed ? 415 : 200);
    answer(415);
    await rig.until(() => rig.spool.depth === 0);
    assert.deepEqual(
      rig.transport.posts.map(({ topics, compressed }) => [topics, compressed]),
      [
        ['ab', true],
        ['ab', false],
        ['cd', false],
        ['ef', false],
      ],
    );
    assert.deepEqual(
      rig.of('delivered').map(({ payload }) => payload.attempts),
      [2, 1, 1],
    );
  });

  it('is given back on a pause', async () => {
    const { rig, answer } = await inFlight();
    rig.uplink.pause();
    assert.equal(rig.spool.heldBack, 1);
    rig.transport.reply = () => 200;
    answer(200);
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, ['ab']);
    rig.uplink.resume();
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'cd', 'ef']);
  });

  it('is given back when the uplink closes, and its successor sends both in order', async () => {
    const { rig, answer } = await inFlight();
    const closed = rig.uplink.close();
    assert.equal(rig.spool.heldBack, 1);
    answer('network');
    await closed;
    assert.equal(rig.spool.heldBack, 2);
    const heir = new UplinkRig({ heir: rig, flushBatch: 2 });
    await heir.clock.advance(2000);
    assert.deepEqual(heir.sent, ['ab', 'cd', 'ef']);
  });

  it('is given back if the uplink closes while it is taken or encoded', async () => {
    const { rig, spool, answer } = await inFlight();
    let go = (): void => undefined;
    spool.before = (method) =>
      method === 'next'
        ? new Promise<void>((resolve) => {
            go = resolve;
          })
        : undefined;
    answer(200);
    await settled();
    answer('network');
    const closed = rig.uplink.close();
    go();
    await closed;
    assert.deepEqual([rig.spool.depth, rig.spool.depth - rig.spool.waiting], [4, 4]);
    assert.equal(rig.spool.heldBack, 2);
  });

  it('is not prepared while the backend fails, so that the probe is alone', async () => {
    const rig = new UplinkRig({ flushBatch: 2, maxRetries: 0 });
    rig.transport.script('network');
    rig.ingest(...'ab');
    await settled();
    rig.ingest(...'cdef');
    rig.transport.byHand();
    await rig.clock.advance(1000);
    assert.equal(rig.transport.inFlight, 1);
    assert.equal(rig.spool.waiting, 4);
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import type { Reply } from '../../harness/uplink/ScriptedTransport';
import { letters, type RigOptions, UplinkRig } from '../../harness/uplink/uplinkRig';

const FEW = 'abcdefghijkl';

/** A rig that is online, with `ab` on the wire, answered by hand, and a train behind it. */
async function onTrain(options: RigOptions = {}, topics = FEW) {
  const rig = new UplinkRig({ flushBatch: 2, trains: 'near', ...options });
  rig.ingest('y', 'z');
  await settled();
  const answer = rig.transport.byHand();
  rig.ingest(...topics);
  await settled();
  assert.equal(rig.sent.length, 2);
  return { rig, answer, sent: () => rig.sent.slice(1) };
}

const handedOver = (rig: UplinkRig): number => rig.spool.depth - rig.spool.waiting;

describe('a train of requests', () => {
  it('is handed over before the first of it is answered, and posted in order without us', async () => {
    const { rig, answer, sent } = await onTrain();
    assert.deepEqual([handedOver(rig), rig.transport.underWay], [12, 1]);
    for (const status of [200, 200, 200]) {
      answer(status);
      await settled();
    }
    assert.deepEqual(sent(), ['ab', 'cd', 'ef', 'gh']);
    assert.equal(rig.spool.depth, 6);
    rig.checkSum();
  });

  it('holds at most a quarter of what the spool may hold, and 64 requests; one more is made ready', async () => {
    const few = await onTrain({ capacity: 40 }, letters(30).join(''));
    assert.equal(handedOver(few.rig), 40 / 4 + 2);
    const many = await onTrain({ capacity: 10_000 }, letters(1000).join(''));
    assert.equal(handedOver(many.rig), (64 + 1) * 2);
  });

  it('holds at most 16 MiB of text, and what one request has beyond', async () => {
    const rig = new UplinkRig({ flushBatch: 1, trains: 'near', capacity: 1000 });
    rig.ingest('z');
    await settled();
    rig.transport.byHand();
    const data = `"${'x'.repeat(1024 * 1024)}"`;
    for (const topic of letters(30)) {
      rig.uplink.ingest({ topic, symbol: 0xfc60, data, time: 1, bytesIn: data.length });
    }
    await settled();
    // Two digits of hex for a byte: eight requests are full, and the next is made ready.
    assert.equal(handedOver(rig), 8 + 1);
  });

  it('is not made of what can still grow', async () => {
    const { rig } = await onTrain({}, 'abcde');
    await rig.clock.advance(5000);
    assert.equal(rig.spool.waiting, 1);
  });

  it('is not made before the backend has answered, nor before as many are under way as may be', async () => {
    const rig = new UplinkRig({ flushBatch: 2, trains: 'near', parallel: 4 });
    const answer = rig.transport.byHand();
    rig.ingest(...letters(100));
    await settled();
    for (const underWay of [1, 2]) {
      assert.equal(rig.transport.underWay, underWay);
      assert.equal(handedOver(rig), (underWay + 1) * 2, 'one is made ready');
      answer(200);
      await settled();
    }
    assert.equal(rig.transport.underWay, 4);
    assert.ok(handedOver(rig) > 10 * 2);
  });

  it('is not made by a transport that has no use for it', async () => {
    const { rig } = await onTrain({ trains: 'none' });
    assert.equal(handedOver(rig), 4);
  });
});

describe('what follows a request that did not arrive', () => {
  for (const trains of ['near', 'far'] as const) {
    for (const reply of ['network', 503, 401, 429] as const) {
      it(`${reply}, ${trains}: comes back unsent, and follows it later with the same keys`, async () => {
        const { rig, answer, sent } = await onTrain({ trains, maxRetries: 0 });
        answer(200);
        await settled();
        answer(reply);
        await rig.until(() => rig.spool.heldBack === 5);
        assert.deepEqual(sent(), ['ab', 'cd']);
        rig.transport.reply = () => 200;
        await rig.clock.advance(120_000);
        await rig.until(() => rig.spool.depth === 0);
        assert.deepEqual(sent(), ['ab', 'cd', 'cd', 'ef', 'gh', 'ij', 'kl']);
        const [, , first, again] = rig.transport.posts.map(({ key }) => key);
        assert.equal(first, again);
        assert.equal(rig.uplink.stats().flush_errors, 1);
      });
    }

    for (const refusal of [413, 400] as const) {
      it(`${refusal}, ${trains}: does not overtake its halves`, async () => {
        const { rig, answer, sent } = await onTrain({ trains });
        rig.transport.reply = ({ topics }): Reply => (topics.includes('b') ? refusal : 200);
        answer(refusal);
        await rig.until(() => rig.spool.depth === 0);
        assert.deepEqual(sent(), ['ab', 'a', 'b', 'cd', 'ef', 'gh', 'ij', 'kl']);
        assert.equal(rig.spool.quarantined, 1);
      });
    }

    it(`415, ${trains}: is written anew without compression`, async () => {
      const rig = new UplinkRig({ flushBatch: 2, trains, compression: 'gzip' });
      rig.ingest('y', 'z');
      await rig.until(() => rig.spool.depth === 0);
      rig.transport.reply = ({ compressed }) => (compressed ? 415 : 200);
      rig.ingest(...FEW);
      await rig.until(() => rig.spool.depth === 0);
      assert.deepEqual(rig.sent.slice(1), ['ab', 'ab', 'cd', 'ef', 'gh', 'ij', 'kl']);
      assert.equal(rig.transport.posts.filter(({ compressed }) => compressed).length, 2);
    });
  }

  it('is not counted as tried or sent', async () => {
    const { rig, answer } = await onTrain({ maxRetries: 0 });
    answer(503);
    await settled();
    assert.equal(rig.uplink.stats().bytes_sent, sum(rig.transport.posts.map(({ body }) => body.length)));
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    assert.deepEqual(
      rig.of('delivered').map(({ payload }) => payload.attempts),
      [1, 2, 1, 1, 1, 1, 1],
    );
  });

  it('waits as long as an alarm was told to wait', async () => {
    const { rig, sent } = await onTrain();
    rig.transport.reply = () => ({ kind: 'answered', status: 429, text: '', retryAfterMs: 9000 });
    rig.ingest('A');
    await settled();
    assert.deepEqual(sent(), ['ab', 'A']);
    assert.equal(handedOver(rig) - rig.spool.heldBack * 2, 1, 'the alarm is alone in its batch');
    assert.equal(rig.spool.heldBack, 6, 'all but what is under way');
  });
});

describe('with a train under way', () => {
  it('an alarm is sent at once', async () => {
    const { rig, answer, sent } = await onTrain();
    rig.ingest('A');
    await settled();
    assert.deepEqual([sent(), rig.transport.underWay], [['ab', 'A'], 2]);
    answer(200);
    await settled();
    assert.deepEqual(sent(), ['ab', 'A', 'cd']);
  });

  it('many alarms go beside it, by a train of their own, with one request more than usual', async () => {
    const { rig, answer, sent } = await onTrain();
    rig.ingest(...'ABCDEFGH');
    await settled();
    // The first goes alone, three pairs are full, and the last one waits for its turn.
    assert.equal(handedOver(rig), 12 + 1 + 6);
    for (let i = 0; i < 8; i++) {
      answer(200);
      await settled();
    }
    assert.equal(rig.transport.mostUnderWay, 2);
    assert.deepEqual(sent(), ['ab', 'A', 'cd', 'BC', 'ef', 'DE', 'gh', 'FG', 'ij', 'H']);
  });

  it('live events go before the rest of a backlog, also when the train is full', async () => {
    const rig = new UplinkRig({
      flushBatch: 2,
      maxRetries: 0,
      order: 'live-first',
      trains: 'near',
      capacity: 40,
    });
    rig.transport.script('network');
    rig.ingest('y', 'z');
    await settled();
    rig.ingest(...'abcdefghijklmnopqr');
    const answer = rig.transport.byHand();
    await rig.clock.advance(1000);
    answer(200);
    await settled();
    assert.deepEqual(rig.sent, ['yz', 'yz', 'ab']);
    assert.equal(handedOver(rig), 40 / 4 + 2);
    rig.ingest(...'1234');
    await settled();
    assert.equal(handedOver(rig), 40 / 4 + 2 + 4, 'beyond what the train may hold');
    for (let i = 0; i < 3; i++) {
      answer(200);
      await settled();
    }
    assert.deepEqual(rig.sent.slice(2), ['ab', '12', '34', 'cd']);
  });

  it('a pause ends it after what is on the wire, and it goes on in order', async () => {
    const { rig, answer, sent } = await onTrain();
    rig.uplink.pause();
    answer(200);
    await settled();
    assert.deepEqual([sent(), rig.spool.heldBack], [['ab'], 5]);
    rig.transport.reply = () => 200;
    rig.uplink.resume();
    await settled();
    assert.deepEqual(sent(), ['ab', 'cd', 'ef', 'gh', 'ij', 'kl']);
  });

  it('a pause and a resume at once keep the order', async () => {
    for (const trains of ['near', 'far'] as const) {
      const { rig, answer, sent } = await onTrain({ trains });
      rig.uplink.pause();
      rig.uplink.resume();
      rig.transport.reply = () => 200;
      answer(200);
      await rig.until(() => rig.spool.depth === 0);
      assert.deepEqual(sent(), ['ab', 'cd', 'ef', 'gh', 'ij', 'kl']);
    }
  });

  for (const trains of ['near', 'far'] as const) {
    it(`a close gives all of it back, and the successor sends it in order (${trains})`, async () => {
      const rig = new UplinkRig({ flushBatch: 2, trains, maxRetries: 0 });
      rig.ingest('y', 'z');
      await rig.until(() => rig.spool.depth === 0);
      rig.transport.reply = () => 'hang';
      rig.ingest(...FEW);
      await rig.until(() => handedOver(rig) === 12 && rig.sent.length === 2);
      await rig.uplink.close();
      assert.deepEqual([rig.sent, rig.spool.heldBack], [['yz', 'ab'], 6]);
      const heir = new UplinkRig({ heir: rig, flushBatch: 2, trains });
      await heir.clock.advance(60_000);
      await heir.until(() => heir.spool.depth === 0);
      assert.deepEqual(heir.sent, ['ab', 'cd', 'ef', 'gh', 'ij', 'kl']);
      assert.equal(heir.transport.posts[0]?.key, rig.transport.posts[1]?.key);
    });
  }
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

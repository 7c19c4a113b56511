import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

const retryLater = { kind: 'answered', status: 503, text: '', retryAfterMs: 9000 } as const;

describe('an alarm', () => {
  it('is sent at once, while ordinary events wait for the next flush', async () => {
    const rig = new UplinkRig();
    rig.ingest('a', 'A');
    await settled();
    assert.deepEqual(rig.sent, ['A']);
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['A', 'a']);
  });

  it('does not wait for requests in flight, however many there are', async () => {
    for (const parallel of [1, 2]) {
      const rig = new UplinkRig({ flushBatch: 1, parallel });
      rig.ingest('a');
      await settled();
      rig.transport.reply = () => 'hang';
      rig.ingest(...letters(5));
      await settled();
      assert.equal(rig.transport.inFlight, parallel);
      rig.ingest('A');
      await settled();
      assert.deepEqual([rig.transport.inFlight, rig.sent.at(-1)], [parallel + 1, 'A']);
      await rig.uplink.close();
      rig.checkSum();
    }
  });

  it('follows the alarms in flight in one more request, together with all that arrived since', async () => {
    const rig = new UplinkRig({ flushBatch: 5 });
    const answer = rig.transport.byHand();
    rig.ingest(...'abcdeABCDEFG');
    await settled();
    // Nothing is known about the backend yet: the first request is one of alarms, or one of five events.
    const first = rig.transport.inFlight;
    assert.ok(first <= 2);
    assert.equal(rig.sent.filter((topics) => /[A-H]/.test(topics)).length, 1);
    for (let i = 0; i < first; i++) answer(200);
    await settled();
    assert.deepEqual(
      rig.sent.filter((topics) => /[A-H]/.test(topics)),
      ['A', 'BCDEF'],
    );
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), 'G');
  });

  it('overtakes a backlog and a prepared batch', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    const answer = rig.transport.byHand();
    rig.ingest(...'abcdef');
    await settled();
    assert.deepEqual([rig.sent, rig.spool.waiting], [['ab'], 2], 'the next batch is prepared');
    rig.ingest('A');
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'A']);
    for (let i = 0; i < 4; i++) {
      answer(200);
      await settled();
    }
    assert.deepEqual(rig.sent, ['ab', 'A', 'cd', 'ef']);
  });

  it('waits during backoff, Retry-After, a refusal and a pause, and then goes first', async () => {
    for (const reply of [503, retryLater, 401, 'network'] as const) {
      const rig = new UplinkRig({ maxRetries: 0, backoffBaseMs: 4000 });
      rig.transport.script(reply);
      rig.ingest('a');
      await rig.clock.advance(1000);
      rig.ingest('A');
      await rig.clock.advance(1000);
      rig.ingest('B');
      assert.deepEqual(rig.sent, ['a']);
      await rig.clock.advance(60_000);
      assert.deepEqual(rig.sent, ['a', 'AB', 'a']);
    }
    const rig = new UplinkRig();
    rig.uplink.pause();
    rig.ingest('a', 'A');
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, []);
    rig.uplink.resume();
    await settled();
    assert.deepEqual([...rig.sent].sort(), ['A', 'a']);
  });

  it('is sent again unchanged before anything else after a failure', async () => {
    const rig = new UplinkRig({ flushBatch: 2, maxRetries: 0 });
    rig.transport.script(503, 503);
    rig.ingest('A');
    await settled();
    rig.ingest(...'aBb');
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, ['A', 'A', 'A', 'B', 'ab']);
    const keys = rig.transport.posts.slice(0, 3).map(({ key }) => key);
    assert.equal(new Set(keys).size, 1);
  });

  it('shares one probe with everything else while the backend fails, never a second request', async () => {
    const rig = new UplinkRig({ flushBatch: 1, parallel: 3, maxRetries: 0 });
    rig.transport.reply = () => 'network';
    rig.ingest('a');
    await rig.clock.advance(10_000);
    rig.transport.mostInFlight = 0;
    rig.ingest(...'bABc');
    await rig.clock.advance(200_000);
    assert.equal(rig.transport.mostInFlight, 1);
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    assert.equal(rig.spool.depth, 0);
  });

  it('is quarantined alone if the backend rejects it, and the others of its batch go first, in order', async () => {
    const rig = new UplinkRig({ flushBatch: 4 });
    const answer = rig.transport.byHand();
    rig.ingest(...'AB');
    await settled();
    rig.ingest(...'CDE');
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), 'BCDE');
    rig.transport.reply = ({ topics }) => (topics.includes('C') ? 400 : 200);
    answer(400);
    await settled();
    assert.deepEqual(rig.sent.slice(2), ['B', 'CD', 'C', 'D', 'E']);
    assert.deepEqual(
      rig.of('quarantined').map(({ payload }) => payload.event.topic),
      ['C'],
    );
  });

  it('is not overtaken by later ones when its batch is split', async () => {
    const rig = new UplinkRig({ flushBatch: 4 });
    const answer = rig.transport.byHand();
    rig.ingest('A');
    await settled();
    rig.ingest(...'BCDEF');
    answer(200);
    await settled();
    answer(413);
    await settled();
    assert.deepEqual([rig.sent, rig.transport.inFlight], [['A', 'BCDE', 'BC'], 1]);
    rig.transport.reply = () => 200;
    answer('network');
    await rig.clock.advance(10_000);
    assert.deepEqual(rig.sent.slice(3), ['BC', 'DE', 'F']);
  });

  it('does not seal ordinary events in vain while it probes a failing backend', async () => {
    const rig = new UplinkRig({ flushBatch: 2, maxRetries: 0 });
    rig.transport.script('network');
    rig.ingest('A');
    await settled();
    rig.ingest('a', 'b');
    rig.transport.byHand();
    await rig.clock.advance(2000);
    assert.deepEqual([rig.transport.inFlight, rig.sent.at(-1), rig.spool.waiting], [1, 'A', 2]);
  });

  it('is dropped last, and sent even if the buffer is full', async () => {
    const rig = new UplinkRig({ capacity: 3, maxRetries: 0 });
    rig.transport.script('network');
    rig.ingest('z');
    await rig.clock.advance(1000);
    rig.ingest(...'AabBc');
    await rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, ['z', 'AB', 'z']);
    assert.deepEqual(
      rig.of('dropped').flatMap(({ payload }) => payload.gaps.map(({ series }) => series)),
      ['a', 'b', 'c'],
    );
  });
});

describe('an alarm that must not overtake', () => {
  it('makes all waiting events due, and is sent with them in order', async () => {
    const rig = new UplinkRig({ alarmsFirst: false });
    rig.ingest('a', 'b', 'A');
    await settled();
    assert.deepEqual(rig.sent, ['abA']);
    rig.ingest('c');
    await rig.clock.advance(999);
    assert.deepEqual(rig.sent, ['abA']);
  });

  it('is sent at once even if the request before it is full', async () => {
    const rig = new UplinkRig({ alarmsFirst: false, flushBatch: 3 });
    rig.ingest(...'abcA');
    await settled();
    assert.deepEqual(rig.sent, ['abc', 'A']);
  });

  it('waits for the requests before it', async () => {
    const rig = new UplinkRig({ alarmsFirst: false, flushBatch: 2 });
    const answer = rig.transport.byHand();
    rig.ingest(...'abcA');
    await settled();
    assert.deepEqual(rig.sent, ['ab']);
    answer(200);
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'cA']);
  });
});

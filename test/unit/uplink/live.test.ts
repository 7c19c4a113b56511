import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import { FaultySpool } from '../../harness/spool/FaultySpool';
import { letters, type RigOptions, UplinkRig } from '../../harness/uplink/uplinkRig';

/** A rig whose backend was away while `topics` came, and comes back with the next probe, answered by hand. */
async function afterOutage(order: 'fifo' | 'live-first', topics: string) {
  const rig = new UplinkRig({ order, flushBatch: 2, maxRetries: 0 });
  rig.transport.script('network');
  rig.ingest('z');
  await rig.clock.advance(1000);
  rig.ingest(...topics);
  const answer = rig.transport.byHand();
  await rig.clock.advance(1000);
  assert.deepEqual(rig.sent, ['z', 'z']);
  return { rig, answer };
}

describe('after an outage, with live events first', () => {
  it('a new event is sent at its own time, with the backlog in between', async () => {
    const { rig, answer } = await afterOutage('live-first', 'abcdefghijkl');
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), 'ab', 'the backlog is due');
    rig.ingest('1');
    await rig.clock.advance(999);
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), 'cd', 'a live event waits for its flush');
    await rig.clock.advance(1);
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), '1', 'the live event goes before the backlog');
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), 'ef');
    rig.ingest('2', '3');
    await settled();
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), '23', 'live events that fill a request go at once');
    rig.transport.reply = () => 200;
    answer(200);
    await settled();
    assert.deepEqual([rig.sent.slice(-3), rig.spool.depth], [['gh', 'ij', 'kl'], 0]);
  });

  it('nothing is lost or sent twice, whatever arrives while the backlog drains', async () => {
    const { rig, answer } = await afterOutage('live-first', letters(31).join(''));
    rig.transport.reply = () => 200;
    answer(200);
    for (let i = 0; i < 20; i++) {
      rig.ingest(...`${i % 10}`.repeat(i % 4));
      await rig.clock.advance(300);
    }
    await rig.clock.advance(5000);
    const topics = [...rig.sent.slice(2).join('')];
    assert.equal(rig.spool.depth, 0);
    assert.deepEqual(
      topics.filter((topic) => topic > 'z'),
      letters(31),
      'the backlog in its own order',
    );
    assert.equal(rig.uplink.stats().events_flushed, topics.length + 1);
    assert.equal(rig.clock.pending, 0);
  });

  it('a batch that fails becomes part of the backlog when the connection is back', async () => {
    const { rig, answer } = await afterOutage('live-first', 'ab');
    answer(200);
    await settled();
    rig.ingest('1', '2', '3');
    rig.transport.reply = () => 'network';
    answer(200);
    await settled();
    assert.equal(rig.sent.at(-1), '12');
    rig.transport.reply = () => 200;
    await rig.clock.advance(60_000);
    assert.equal(rig.sent.slice(-2).join(), '12,3');
  });
});

describe('a backlog behind live events', () => {
  it('continues right after them, even if it does not fill a request', async () => {
    const rig = new UplinkRig({ order: 'live-first', flushBatch: 4, idle: true });
    rig.ingest(...'abcdefg');
    const answer = rig.transport.byHand();
    rig.uplink.start();
    await settled();
    // The rest of the backlog and live events would fill a request together, but do not share one.
    rig.ingest(...'1234');
    await settled();
    for (let i = 0; i < 3; i++) {
      answer(200);
      await settled();
    }
    assert.deepEqual(rig.sent, ['abcd', '1234', 'efg']);
  });

  it('is not requested before them if both are due', async () => {
    let spool: FaultySpool | undefined;
    const makeSpool: RigOptions['makeSpool'] = (...parts) => {
      spool = new FaultySpool(...parts);
      return spool;
    };
    const rig = new UplinkRig({ order: 'live-first', flushBatch: 2, idle: true, makeSpool });
    assert.ok(spool);
    rig.ingest(...'abcd');
    spool.isEmptyHanded = true;
    rig.uplink.start();
    await settled();
    rig.ingest('1', '2');
    await settled();
    spool.isEmptyHanded = false;
    spool.asked.length = 0;
    await rig.clock.advance(200);
    assert.deepEqual([spool.asked[0], rig.sent], ['live', ['12', 'ab', 'cd']]);
  });
});

describe('after an outage, with first in, first out', () => {
  it('a new event is sent last', async () => {
    const { rig, answer } = await afterOutage('fifo', 'abcdef');
    rig.transport.reply = () => 200;
    answer(200);
    rig.ingest('1', '2');
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent.slice(2), ['ab', 'cd', 'ef', '12']);
  });
});

describe('an uplink that starts with a backlog', () => {
  it('treats its events as a backlog if live events go first', async () => {
    const rig = new UplinkRig({ order: 'live-first', flushBatch: 2, idle: true });
    rig.ingest(...'abcdef');
    const answer = rig.transport.byHand();
    rig.uplink.start();
    await settled();
    rig.ingest('1', '2');
    await settled();
    answer(200);
    await settled();
    assert.deepEqual(rig.sent, ['ab', '12']);
  });
});

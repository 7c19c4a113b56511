import assert from 'node:assert/strict';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

/** Events in each request, with a mark for those that did not arrive. */
const sizesOf = (rig: UplinkRig, most: number): string[] =>
  rig.transport.posts.map(({ topics }) => `${topics.length}${topics.length > most ? '!' : ''}`);

describe('the request size', () => {
  it('is learned from 413, with little sent in vain', async () => {
    const rig = new UplinkRig({ flushBatch: 64, capacity: 50_000 });
    rig.transport.reply = ({ topics }) => (topics.length > 20 ? 413 : 200);
    rig.ingest(...letters(5000));
    await rig.clock.advance(60_000);
    const { events_flushed, events_quarantined } = rig.uplink.stats();
    assert.deepEqual([events_flushed, events_quarantined], [5000, 0]);
    const inVain = rig.transport.posts.filter(({ topics }) => topics.length > 20);
    const bytes = inVain.reduce((sum, { body }) => sum + body.length, 0);
    const all = rig.transport.posts.reduce((sum, { body }) => sum + body.length, 0);
    assert.ok(bytes < 0.12 * all, `${bytes} of ${all} bytes in vain`);
  });

  it('is learned from resets by a front end, once smaller requests arrive', async () => {
    const rig = new UplinkRig({ flushBatch: 50, capacity: 50_000 });
    rig.transport.reply = ({ topics }) => (topics.length > 10 ? 'reset' : 200);
    rig.ingest(...letters(400));
    await rig.clock.advance(60_000);
    assert.equal(rig.uplink.stats().events_flushed, 400);
    const inVain = sizesOf(rig, 10).filter((size) => size.endsWith('!'));
    assert.ok(inVain.length <= 20, inVain.join(' '));
    const ids = rig.transport.posts.filter(({ topics }) => topics.length <= 10);
    assert.equal(ids.map(({ topics }) => topics).join('').length, 400);
  });

  it('grows again when the backend accepts more', async () => {
    const rig = new UplinkRig({ flushBatch: 64, capacity: 50_000 });
    let most = 5;
    rig.transport.reply = ({ topics }) => (topics.length > most ? 413 : 200);
    rig.ingest(...letters(500));
    await rig.clock.advance(5000);
    most = 1000;
    rig.ingest(...letters(15_000));
    await rig.clock.advance(60_000);
    assert.equal(rig.uplink.stats().events_flushed, 15_500);
    assert.equal(rig.transport.posts.at(-2)?.topics.length, 64);
  });

  it('is not reduced because of an event that makes the server reset', async () => {
    const rig = new UplinkRig({ flushBatch: 50, capacity: 50_000 });
    rig.ingest(...letters(200));
    await rig.clock.advance(2000);
    rig.transport.reply = ({ topics }) => (topics.includes('X') ? 'reset' : 200);
    rig.ingest('X', ...letters(49));
    await rig.clock.advance(30_000);
    rig.ingest(...letters(100));
    await rig.clock.advance(2000);
    assert.equal(
      rig.transport.posts.filter(({ topics }) => topics.length === 50 && !topics.includes('X')).length,
      6,
    );
  });

  it('is passed to the next uplink of the same spool', async () => {
    const rig = new UplinkRig({ flushBatch: 64 });
    rig.transport.reply = ({ topics }) => (topics.length > 20 ? 413 : 200);
    rig.ingest(...letters(64));
    await rig.clock.advance(2000);
    await rig.uplink.close();
    const heir = new UplinkRig({ heir: rig, flushBatch: 64 });
    heir.transport.reply = rig.transport.reply;
    heir.ingest(...letters(64));
    await heir.clock.advance(2000);
    assert.deepEqual(sizesOf(heir, 20), ['16', '16', '16', '16']);
  });
});

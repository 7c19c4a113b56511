import assert from 'node:assert/strict';
import type { OfflineReport } from '../../src';
import {
  answers,
  answersWithPage,
  chokesOn,
  knowsNoGzip,
  takesAtMost,
} from '../harness/backend/misbehaviours';
import { GatewayStage, STAGE_TOPIC, sequenceOf } from '../harness/gateway/gatewayStage';
import { sleep, until } from '../harness/until';

/** Answers that say that something has to be put right, with the backend or with our settings of it. */
const REFUSALS = [
  ['401', answers(401), 401],
  ['404 as an HTML page', answersWithPage(404), 404],
  ['a redirect to elsewhere', answers(302, { Location: 'http://127.0.0.1:1/login' }), 302],
] as const;

/** Topic that is no sequence number: the event that the backend does not take. */
const GUILTY_TOPIC = 'plant/line9/vibration';

describe('a backend that refuses', () => {
  const stage = new GatewayStage();

  /** What came out of the quarantine output, once it is so much. */
  const quarantine = (count: number) =>
    until(`${count} events at the quarantine output`, async () => {
      const records = await stage.gateway.records('quarantine');
      return records.length >= count && records;
    });

  for (const [refusal, misbehaviour, status] of REFUSALS) {
    it(`${refusal}: keeps everything, asks slowly, and delivers when it is put right`, async () => {
      await stage.run({ uplink: { backoffMax: 60 } });
      stage.backend.behave(misbehaviour);
      await stage.publish(50);
      await stage.shows('red ring');
      const offline = await stage.event<OfflineReport>('offline');
      assert.equal(offline.status, status);
      assert.ok(offline.retry_in >= 30 && offline.retry_in <= 60, `asks again in ${offline.retry_in} s`);
      // Nothing comes: it does not ask again at its usual pace.
      await sleep(300);
      assert.equal(stage.backend.batches.length, 1);
      assert.equal((await stage.stats()).buffer_depth, 50);

      stage.backend.behave();
      await stage.press('flush');
      await stage.takesAllInOrder(50);
      await stage.shows('green dot');
    });
  }

  it('a wrong key is refused and never logged; with the right one everything kept arrives', async () => {
    const { backend } = stage;
    backend.requireKey('right-key');
    await stage.run({ apiKey: 'wrong-key' });
    await stage.publish(30);
    assert.equal((await stage.event<OfflineReport>('offline')).status, 401);
    assert.equal(backend.batches[0]?.authorization, 'Bearer wrong-key');
    assert.equal(backend.taken.length, 0);
    assert.ok(!stage.gateway.red.output().includes('wrong-key'));

    await stage.redeploy({ apiKey: 'right-key' });
    await stage.takesAllInOrder(30);
  });

  it('413: batches are halved until they fit, and order is kept', async () => {
    // Batches are cut when they are full, however long that takes; what is left of them then at the command.
    await stage.run({ uplink: { flushBatch: 200, flushInterval: 3600 } });
    stage.backend.behave(takesAtMost(4000));
    await stage.publish(200);
    await stage.press('flush');
    await stage.takesAllInOrder(200);
    const { batches } = stage.backend;
    const refused = batches.flatMap(({ status, events }, i) => (status === 413 ? [[events.length, i]] : []));
    assert.ok(refused.length >= 2, `${refused.length} refused`);
    for (const [size = 0, i = 0] of refused) {
      const next = batches[i + 1]?.events.length ?? 0;
      assert.ok(next > 0 && next <= Math.ceil(size / 2), `${next} after ${size} were too many`);
    }
    assert.equal((await stage.stats()).events_quarantined, 0);
  });

  it('413 for a single event: that one is quarantined whole, the others arrive in order', async () => {
    await stage.run();
    stage.backend.behave(takesAtMost(10_000));
    await stage.publish(30);
    const large = { text: 'x'.repeat(10_000) };
    await stage.publishOther(GUILTY_TOPIC, JSON.stringify(large));
    await stage.publish(30);
    const [record] = await quarantine(1);
    assert.equal(record?.topic, GUILTY_TOPIC);
    assert.deepEqual(record?.payload, large);
    assert.match(record?.error?.message ?? '', /^HTTP 413: body too large$/);
    await stage.takesAllInOrder(60);
    assert.equal((await stage.stats()).events_quarantined, 1);
  });

  it('415 for gzip: the same events go uncompressed, and so do all after them', async () => {
    await stage.run({ uplink: { flushInterval: 3600 } });
    stage.backend.behave(knowsNoGzip());
    await stage.publish(100);
    await stage.press('flush');
    await stage.takesAllInOrder(100);
    const [first, ...others] = stage.backend.batches.filter((batch) => batch.plainBytes >= 1024);
    assert.equal(first?.compressed, true);
    assert.ok(others.length > 0 && others.every((batch) => !batch.compressed && batch.status === 200));
    assert.equal(others[0]?.key, first?.key);
  });

  it('400 for one event: only that one is quarantined, with what the backend said', async () => {
    await stage.run({ uplink: { flushBatch: 50 } });
    stage.backend.behave(chokesOn(GUILTY_TOPIC));
    await stage.publish(37);
    await stage.publishOther(GUILTY_TOPIC, '{"rpm":1}');
    await stage.publish(63);
    const records = await quarantine(1);
    assert.deepEqual(
      records.map(({ topic, payload }) => ({ topic, payload })),
      [{ topic: GUILTY_TOPIC, payload: { rpm: 1 } }],
    );
    assert.match(records[0]?.error?.message ?? '', /^HTTP 400: no such thing as plant\/line9\/vibration$/);
    await stage.takesAllInOrder(100);
    await stage.shows('yellow dot');
    const stats = await stage.emptied();
    assert.equal(stats.events_quarantined, 1);
    assert.equal(stats.events_flushed, 100);
  });

  it('quarantined events arrive after retry-quarantine, once the backend takes them', async () => {
    await stage.run();
    stage.backend.behave(chokesOn(GUILTY_TOPIC));
    await stage.publish(5);
    await stage.publishOther(GUILTY_TOPIC, '1');
    await stage.publishOther(GUILTY_TOPIC, '2');
    // Only beside others that get through are they to blame.
    await stage.publish(10);
    await quarantine(2);
    await stage.taken(15);

    stage.backend.behave();
    await stage.press('retry-quarantine');
    const events = await stage.taken(17);
    assert.deepEqual(sequenceOf(events.slice(0, 15)), [...Array(15).keys()]);
    assert.deepEqual(
      events.slice(15).map(({ topic, data }) => [topic, data]),
      [
        [GUILTY_TOPIC, 1],
        [GUILTY_TOPIC, 2],
      ],
    );
    assert.equal((await stage.stats()).events_quarantined, 0);
  });

  it('cleared quarantine is counted as dropped, by that reason', async () => {
    await stage.run();
    stage.backend.behave(chokesOn(STAGE_TOPIC));
    await stage.publish(4);
    await stage.publishOther(GUILTY_TOPIC, '1');
    await quarantine(4);
    await stage.press('clear-quarantine');
    const dropped = await stage.event('dropped');
    const { gaps, ...report } = Object(dropped);
    assert.deepEqual(report, { events: 4, reason: 'cleared', buffer_depth: 0 });
    assert.equal(gaps[0].count, 4);
    const stats = await stage.stats();
    assert.deepEqual(stats.dropped_by_reason, { cleared: 4 });
    assert.equal(stats.events_quarantined, 0);
  });
});

import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import { letters, UplinkRig } from '../../harness/uplink/uplinkRig';

const reports = (rig: UplinkRig): string[] =>
  rig.of('dropped').map(({ payload }) => `${payload.events} ${payload.reason}`);

describe('a pause', () => {
  it('sends nothing, accepts everything, and ends with resume, which sends at once', async () => {
    const rig = new UplinkRig({ flushBatch: 2 });
    rig.uplink.pause();
    rig.ingest('a', 'b', 'c');
    rig.uplink.flush();
    await rig.clock.advance(60_000);
    assert.deepEqual([rig.sent, rig.state, rig.spool.depth], [[], 'paused', 3]);
    rig.uplink.resume();
    await settled();
    assert.deepEqual(rig.sent, ['ab', 'c']);
    assert.equal(rig.state, 'online');
  });

  it('lets a request in flight finish, and stays paused whatever the response', async () => {
    for (const reply of [200, 503, 401, 'network'] as const) {
      const rig = new UplinkRig({ maxRetries: 0 });
      rig.transport.reply = () => {
        rig.uplink.pause();
        return reply;
      };
      rig.ingest('a');
      rig.uplink.flush();
      await rig.clock.advance(600_000);
      assert.deepEqual([rig.transport.posts.length, rig.state], [1, 'paused']);
      rig.transport.reply = () => 200;
      rig.uplink.resume();
      await settled();
      assert.deepEqual([rig.spool.depth, rig.state], [0, reply === 200 ? 'connecting' : 'online']);
    }
  });

  it('is required for resume to have an effect', async () => {
    const rig = new UplinkRig();
    rig.ingest('a');
    rig.uplink.resume();
    await settled();
    assert.deepEqual([rig.sent, rig.states], [[], []]);
  });
});

describe('a flush', () => {
  it('ends a backoff delay', async () => {
    const rig = new UplinkRig({ maxRetries: 0 });
    rig.transport.script({ kind: 'answered', status: 503, text: '', retryAfterMs: 500_000 });
    rig.ingest('a');
    await rig.clock.advance(1000);
    rig.uplink.flush();
    await settled();
    assert.deepEqual([rig.sent, rig.spool.depth], [['a', 'a'], 0]);
  });
});

describe('the quarantine of an uplink', () => {
  const filled = async (): Promise<UplinkRig> => {
    const rig = new UplinkRig();
    rig.transport.reply = ({ topics }) => (/[XY]/.test(topics) ? 400 : 200);
    rig.ingest('a', 'X', 'Y');
    await rig.clock.advance(1000);
    assert.equal(rig.spool.quarantined, 2);
    return rig;
  };

  it('is sent again at once on request', async () => {
    const rig = await filled();
    rig.transport.reply = () => 200;
    assert.equal(await rig.uplink.retryQuarantine(), 2);
    await settled();
    assert.equal(rig.sent.at(-1), 'XY');
    assert.deepEqual([rig.spool.quarantined, rig.uplink.stats().events_flushed], [0, 3]);
  });

  it('may receive its events again after a retry', async () => {
    const rig = await filled();
    await rig.uplink.retryQuarantine();
    rig.ingest('b');
    await rig.clock.advance(1000);
    assert.deepEqual([rig.spool.quarantined, rig.of('quarantined').length], [2, 4]);
  });

  it('is cleared, counted as dropped and reported', async () => {
    const rig = await filled();
    assert.equal(await rig.uplink.clearQuarantine(), 2);
    rig.checkSum();
    await rig.clock.advance(1000);
    assert.deepEqual(reports(rig), ['2 cleared']);
  });
});

describe('drops', () => {
  it('are reported at most once per second and reason, with their total', async () => {
    const rig = new UplinkRig({ capacity: 5, maxBytes: 3000, maxAgeMs: 5000 });
    rig.uplink.pause();
    for (let tick = 0; tick < 30; tick++) {
      rig.ingest(...letters(10));
      await rig.clock.advance(100);
    }
    rig.ingest('x'.repeat(4000));
    await rig.clock.advance(1000);
    const reports = rig.of('dropped').map(({ payload }) => payload);
    assert.ok(reports.length <= 2 * 4, `${reports.length} reports in 4 s`);
    const sum = (reason: string): number =>
      reports
        .filter((report) => report.reason === reason)
        .reduce((total, report) => total + report.events, 0);
    assert.deepEqual([sum('overflow'), sum('too_large')], [295, 1]);
    assert.deepEqual(rig.uplink.stats().dropped_by_reason, { overflow: 295, too_large: 1 });
    assert.equal(rig.clock.pending, 0);
  });

  it('are reported at the latest when the uplink closes', async () => {
    const rig = new UplinkRig({ capacity: 1 });
    rig.uplink.pause();
    rig.ingest('a', 'b', 'c');
    await rig.uplink.close();
    assert.deepEqual(reports(rig), ['2 overflow']);
  });
});

describe('a listener that throws', () => {
  const always = (): never => {
    throw new Error('listener out of order');
  };

  it('does not prevent events from being delivered, quarantined or counted', async () => {
    const rig = new UplinkRig({ flushBatch: 4, maxRetries: 0 });
    rig.onEvent = always;
    rig.onState = always;
    rig.transport.reply = ({ topics }, index) => (index % 3 === 1 ? 503 : topics.includes('X') ? 400 : 200);
    rig.ingest(...'abXcdefgXhij');
    await rig.clock.advance(600_000);
    rig.ingest('k');
    await rig.clock.advance(600_000);
    assert.deepEqual([rig.spool.depth, rig.spool.heldBack, rig.spool.quarantined], [0, 0, 2]);
    assert.equal(rig.uplink.stats().events_flushed, 11);
    rig.checkSum();
  });

  it('is reported in last_error, and not counted as a failed request', async () => {
    const rig = new UplinkRig();
    rig.onEvent = always;
    rig.ingest('a');
    await rig.clock.advance(1000);
    assert.match(rig.uplink.stats().last_error ?? '', /listener out of order/);
    assert.deepEqual([rig.uplink.stats().flush_errors, rig.uplink.stats().retries_by_status], [0, {}]);
  });

  it('does not stop timers or the close', async () => {
    const rig = new UplinkRig({ capacity: 1 });
    rig.onEvent = always;
    rig.uplink.pause();
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    rig.ingest('c');
    await rig.uplink.close();
    assert.equal(rig.of('dropped').length, 2);
  });
});

describe('a transport that throws against its contract', () => {
  it('counts as a failed request, and the batch is sent again', async () => {
    const rig = new UplinkRig();
    let broken = true;
    rig.transport.reply = () => {
      if (!broken) return 200;
      broken = false;
      throw new Error('transport out of order');
    };
    rig.ingest('a');
    await rig.clock.advance(10_000);
    assert.deepEqual([rig.sent, rig.spool.depth], [['a', 'a'], 0]);
    assert.match(rig.uplink.stats().last_error ?? '', /transport out of order/);
  });
});

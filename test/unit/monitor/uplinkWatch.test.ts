import assert from 'node:assert/strict';
import { type Sample, type UplinkFigures, UplinkWatch } from '../../../src/monitor';
import { type Counters, NOTHING_COUNTED, readStats } from '../../../src/uplink';
import { countLatency, noLatencies } from '../../../src/uplink/reports/LatencyHistogram';

const START = Date.UTC(2026, 0);

function sampleOf(counters: Partial<Counters>, depth = 0, capacity = 10_000): Sample {
  const spool = {
    depth,
    capacity,
    bytes: depth * 100,
    quarantined: 0,
    waitingAside: 0,
    oldestArrival: undefined,
    syncMsP99: null,
    written: null,
    storage: { kind: 'memory' },
  } as const;
  const state = { kind: 'online' } as const;
  const context = { spool, now: START, uptimeMs: 0, deviceId: 'd', backendUrl: 'u', state };
  return {
    stats: readStats({ ...NOTHING_COUNTED, ...counters }, context),
    latencies: counters.latencies ?? noLatencies(),
    limits: { events: capacity, bytes: 1e9 },
  };
}

/** Takes one sample per second. */
function watchSeconds(
  seconds: number,
  at: (second: number) => Sample,
  watch = new UplinkWatch(),
): UplinkFigures {
  let figures: UplinkFigures | undefined;
  for (let second = 0; second <= seconds; second++) {
    figures = watch.take(at(second), second * 1000, START + second * 1000);
  }
  assert.ok(figures);
  return figures;
}

describe('the figures of an uplink', () => {
  it('are rates per second over the last seconds', () => {
    const figures = watchSeconds(30, (second) =>
      sampleOf({
        ingested: 12 * second,
        flushed: 7 * second,
        suppressed: 30 * second,
        drops: { overflow: 2 * second },
      }),
    );
    assert.deepEqual([figures.in, figures.out, figures.suppressed, figures.dropped], [12, 7, 30, 2]);
  });

  it('are right with a late timer', () => {
    const watch = new UplinkWatch();
    for (const [i, at] of [0, 5003, 10_009, 15_012].entries()) {
      const figures = watch.take(sampleOf({ ingested: 2 * at }), at, START + at);
      assert.equal(figures.in, i === 0 ? 0 : 2000);
    }
    const { figures } = watch.history?.read('15m', START + 15_012) ?? {};
    assert.deepEqual(figures?.in.slice(-3), [2000, 2000, 2000]);
  });

  it('show how long the buffer lasts while the backlog grows', () => {
    const figures = watchSeconds(60, (second) => sampleOf({ ingested: 50 * second }, 50 * second));
    assert.equal(figures.waiting, 3000);
    assert.equal(figures.roomLeft, 7000 / 50);
    assert.equal(figures.drainLeft, null);
  });

  it('show how long a backlog takes to drain, and its maximum', () => {
    const figures = watchSeconds(60, (second) => sampleOf({ flushed: 50 * second }, 5000 - 50 * second));
    assert.deepEqual([figures.waiting, figures.highest], [2000, 5000]);
    assert.equal(figures.drainLeft, 2000 / 50);
    assert.equal(figures.roomLeft, null);
  });

  it('include a backlog even of a small buffer, but not a few events in a large one', () => {
    const growing = (capacity: number) =>
      watchSeconds(60, (second) => sampleOf({ ingested: second }, second, capacity)).roomLeft;
    assert.equal(growing(100), 40);
    assert.equal(growing(10_000), null);
    const draining = (capacity: number) =>
      watchSeconds(60, (second) => sampleOf({ flushed: second }, 100 - second, capacity));
    assert.deepEqual([draining(200).drainLeft, draining(200).highest], [40, 100]);
    assert.deepEqual([draining(10_000).drainLeft, draining(10_000).highest], [null, 0]);
  });

  it('cover the last minute for latencies', () => {
    const latencies = noLatencies();
    const figures = watchSeconds(180, (second) => {
      countLatency(latencies, second < 90 ? 100 : 0.3, 1);
      return sampleOf({ latencies: { counts: [...latencies.counts], sum: latencies.sum } });
    });
    assert.ok(figures.p50 !== null && figures.p50 > 0.2 && figures.p50 <= 0.5, `${figures.p50} s`);
    assert.ok(figures.p99 !== null && figures.p99 <= 0.5, `${figures.p99} s`);
  });

  it('keep the last error and when it was first seen', () => {
    const figures = watchSeconds(10, (second) =>
      sampleOf(second < 4 ? {} : { lastError: 'HTTP 503', lastErrorAt: START + 4000 }),
    );
    assert.deepEqual([figures.lastError, figures.lastErrorAt], ['HTTP 503', START + 4000]);
  });

  it('are averaged over the history for dialogs', () => {
    const watch = new UplinkWatch();
    assert.equal(watch.meanIntake(START), undefined);
    watchSeconds(539, (second) => sampleOf({ ingested: 10 * Math.min(second, 270) }), watch);
    assert.ok(Math.abs((watch.meanIntake(START + 540_000) ?? 0) - 5) < 0.2);
    assert.equal(new UplinkWatch(false).meanIntake(START), undefined);
  });

  it('keep the size of an event from the last backlog', () => {
    const watch = new UplinkWatch();
    watchSeconds(3, () => sampleOf({}), watch);
    assert.equal(watch.bytesPerEvent, undefined);
    watchSeconds(3, (second) => sampleOf({}, second === 1 ? 40 : 0), watch);
    assert.equal(watch.bytesPerEvent, 100);
  });

  it('start over when the counters do', () => {
    const watch = new UplinkWatch();
    watchSeconds(10, (second) => sampleOf({ ingested: 1000 + second }), watch);
    const figures = watch.take(sampleOf({ ingested: 3 }), 11_000, START + 11_000);
    assert.equal(figures.in, 0);
  });
});

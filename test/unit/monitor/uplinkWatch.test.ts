import assert from 'node:assert/strict';
import { type Sample, type UplinkFigures, UplinkWatch } from '../../../src/monitor';
import { type Counters, NOTHING_COUNTED, readStats } from '../../../src/uplink';
import { countLatency, noLatencies } from '../../../src/uplink/reports/LatencyHistogram';

const START = Date.UTC(2026, 0);

function sampleOf(counters: Partial<Counters>, depth = 0): Sample {
  const spool = {
    depth,
    capacity: 10_000,
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
    limits: { events: 10_000, bytes: 1e9 },
  };
}

/** Takes a sample a second. */
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
  it('are rates a second of what was counted in the last seconds', () => {
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

  it('are right with a timer that is late', () => {
    const watch = new UplinkWatch();
    for (const [i, at] of [0, 5003, 10_009, 15_012].entries()) {
      const figures = watch.take(sampleOf({ ingested: 2 * at }), at, START + at);
      assert.equal(figures.in, i === 0 ? 0 : 2000);
    }
    const { figures } = watch.history?.read('15m', START + 15_012) ?? {};
    assert.deepEqual(figures?.in.slice(-3), [2000, 2000, 2000]);
  });

  it('say how long the room lasts while the backlog grows', () => {
    const figures = watchSeconds(60, (second) => sampleOf({ ingested: 50 * second }, 50 * second));
    assert.equal(figures.waiting, 3000);
    assert.equal(figures.roomLeft, 7000 / 50);
    assert.equal(figures.drainLeft, null);
  });

  it('say how long a backlog takes to drain, and of how much', () => {
    const figures = watchSeconds(60, (second) => sampleOf({ flushed: 50 * second }, 5000 - 50 * second));
    assert.deepEqual([figures.waiting, figures.highest], [2000, 5000]);
    assert.equal(figures.drainLeft, 2000 / 50);
    assert.equal(figures.roomLeft, null);
  });

  it('are those of the last minute for latencies', () => {
    const latencies = noLatencies();
    const figures = watchSeconds(180, (second) => {
      countLatency(latencies, second < 90 ? 100 : 0.3, 1);
      return sampleOf({ latencies: { counts: [...latencies.counts], sum: latencies.sum } });
    });
    assert.ok(figures.p50 !== null && figures.p50 > 0.2 && figures.p50 <= 0.5, `${figures.p50} s`);
    assert.ok(figures.p99 !== null && figures.p99 <= 0.5, `${figures.p99} s`);
  });

  it('keep the last error, and when it was first seen', () => {
    const figures = watchSeconds(10, (second) =>
      sampleOf(second < 4 ? {} : { lastError: 'HTTP 503', lastErrorAt: START + 4000 }),
    );
    assert.deepEqual([figures.lastError, figures.lastErrorAt], ['HTTP 503', START + 4000]);
  });

  it('are averaged for dialogs, over what is remembered', () => {
    const watch = new UplinkWatch();
    assert.equal(watch.meanIntake(START), undefined);
    watchSeconds(539, (second) => sampleOf({ ingested: 10 * Math.min(second, 270) }), watch);
    assert.ok(Math.abs((watch.meanIntake(START + 540_000) ?? 0) - 5) < 0.2);
    assert.equal(new UplinkWatch(false).meanIntake(START), undefined);
  });

  it('know how large an event was when some waited last', () => {
    const watch = new UplinkWatch();
    watchSeconds(3, () => sampleOf({}), watch);
    assert.equal(watch.bytesPerEvent, undefined);
    watchSeconds(3, (second) => sampleOf({}, second === 1 ? 40 : 0), watch);
    assert.equal(watch.bytesPerEvent, 100);
  });

  it('begin anew with counters that do', () => {
    const watch = new UplinkWatch();
    watchSeconds(10, (second) => sampleOf({ ingested: 1000 + second }), watch);
    const figures = watch.take(sampleOf({ ingested: 3 }), 11_000, START + 11_000);
    assert.equal(figures.in, 0);
  });
});

import assert from 'node:assert/strict';
import { LATENCY_BOUNDS, latenciesSince, latencyQuantile, noLatencies } from '../../../../src/uplink';
import { copyLatencies, countLatency } from '../../../../src/uplink/reports/LatencyHistogram';

describe('the latency histogram', () => {
  it('gives quantiles within their bucket', () => {
    const latencies = noLatencies();
    for (let i = 0; i < 98; i++) countLatency(latencies, 0.3, 1);
    for (let i = 0; i < 2; i++) countLatency(latencies, 45, 1);
    const p50 = latencyQuantile(latencies, 0.5) ?? 0;
    const p99 = latencyQuantile(latencies, 0.99) ?? 0;
    assert.ok(p50 > 0.2 && p50 <= 0.5, `${p50}`);
    assert.ok(p99 > 20 && p99 <= 60, `${p99}`);
  });

  it('has no quantiles if empty', () => {
    assert.equal(latencyQuantile(noLatencies(), 0.5), undefined);
  });

  it('counts values beyond every bound, and gives the last bound for them', () => {
    const latencies = noLatencies();
    countLatency(latencies, 1e9, 1);
    assert.equal(latencies.counts.at(-1), 1);
    assert.equal(latencyQuantile(latencies, 0.5), LATENCY_BOUNDS.at(-1));
  });

  it('can take back a value that was not delivered after all', () => {
    const latencies = noLatencies();
    countLatency(latencies, 3, 1);
    countLatency(latencies, 3, -1);
    assert.deepEqual(latencies, noLatencies());
  });

  it('gives the values since an earlier time', () => {
    const latencies = noLatencies();
    countLatency(latencies, 100, 1);
    const before = copyLatencies(latencies);
    countLatency(latencies, 0.3, 1);
    const since = latenciesSince(latencies, before);
    assert.deepEqual([since.counts.reduce((a, b) => a + b), since.sum.toFixed(1)], [1, '0.3']);
  });
});

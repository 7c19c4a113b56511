import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { prometheusText, uplinkMetrics } from '../../../src/monitor';
import { NOTHING_COUNTED, readStats } from '../../../src/uplink';
import { countLatency, noLatencies } from '../../../src/uplink/reports/LatencyHistogram';
import { promtool } from '../../harness/backend/promtool';
import { need } from '../../harness/requirements';

function measured(id: string, name: string) {
  const counters = {
    ...NOTHING_COUNTED,
    ingested: 12,
    flushed: 7,
    drops: { overflow: 3 },
    retries: { 503: 2, network: 1 },
    leftOut: { text: 4 },
  };
  const spool = {
    depth: 2,
    capacity: 100,
    bytes: 400,
    quarantined: 1,
    waitingAside: 0,
    oldestArrival: 500,
    syncMsP99: 2.5,
    written: { events: 10, total: 20 },
    storage: { kind: 'disk' },
  } as const;
  const latencies = noLatencies();
  for (const seconds of [0.3, 0.4, 700_000]) countLatency(latencies, seconds, 1);
  const state = { kind: 'online' } as const;
  const context = { spool, now: 2000, uptimeMs: 9000, deviceId: 'edge', backendUrl: 'u', state };
  return { id, name, stats: readStats(counters, context), latencies };
}

const text = (): string =>
  prometheusText(uplinkMetrics([measured('u1', 'Main'), measured('u2', 'say "hi" \\ \n two')], '1.2.3'));

describe('the metrics', () => {
  it('contain the statistics of each uplink', () => {
    const labels = '{uplink="u1",name="Main",device="edge"}';
    const lines = text().split('\n');
    for (const line of [
      'wireband_build_info{version="1.2.3"} 1',
      `wireband_events_ingested_total${labels} 12`,
      `wireband_events_delivered_total${labels} 7`,
      `wireband_buffer_events${labels} 2`,
      `wireband_buffer_oldest_age_seconds${labels} 1.5`,
      `wireband_sync_p99_seconds${labels} 0.0025`,
      'wireband_events_dropped_total{uplink="u1",name="Main",device="edge",reason="overflow"} 3',
      'wireband_request_failures_total{uplink="u1",name="Main",device="edge",status="503"} 2',
      'wireband_delivery_latency_seconds_bucket{uplink="u1",name="Main",device="edge",le="0.2"} 0',
      'wireband_delivery_latency_seconds_bucket{uplink="u1",name="Main",device="edge",le="0.5"} 2',
      'wireband_delivery_latency_seconds_bucket{uplink="u1",name="Main",device="edge",le="+Inf"} 3',
      `wireband_delivery_latency_seconds_count${labels} 3`,
    ]) {
      assert.ok(lines.includes(line), `${line} in\n${text()}`);
    }
  });

  it('escape special characters in names', () => {
    assert.match(
      text(),
      /wireband_buffer_events\{uplink="u2",name="say \\"hi\\" \\\\ \\n two",device="edge"\} 2/,
    );
  });

  it('begin with the help and type of each metric, given once', () => {
    const heads = text().match(/^# (HELP|TYPE) \S+/gm) ?? [];
    assert.equal(new Set(heads).size, heads.length);
    assert.ok(heads.length > 30);
  });

  it('follow the Prometheus format, including names', function () {
    const program = need(this, promtool);
    const { stdout, stderr, status } = spawnSync(program, ['check', 'metrics'], {
      input: text(),
      encoding: 'utf8',
    });
    assert.deepEqual([status, `${stdout}${stderr}`], [0, '']);
  });
});

import assert from 'node:assert/strict';
import { EdgeClient, type EdgeClientOptions, type UplinkEvent } from '../../../src';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { decodeOtlp } from '../../harness/frame/otlpDecoder';
import { until } from '../../harness/until';

describe('an OTLP backend', () => {
  let backend: HttpBackend;
  let client: EdgeClient;
  const events: UplinkEvent[] = [];

  /** Accepts requests to these paths, and answers 404 to the rest. */
  const takesOnly = (...paths: readonly string[]): void => {
    backend.reply = ({ path }) => (paths.includes(path) ? 200 : { status: 404, body: 'no such page' });
  };
  const start = (options: EdgeClientOptions = {}): void => {
    client = new EdgeClient({
      backendUrl: backend.url,
      format: 'otlp',
      compression: 'none',
      flushInterval: 0.02,
      flushBatch: 50,
      onEvent: (event) => events.push(event),
      ...options,
    });
  };
  /** Every twentieth event is text; every second of these is next to a number. */
  const ingest = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const text = i % 40 === 7 ? 'open' : { n: i, door: 'open' };
      client.ingest(i % 20 === 7 ? text : { n: i }, { topic: `t${i}` });
    }
  };
  const settled = () =>
    until('an empty buffer', () => {
      const stats = client.stats();
      const { events_flushed, events_dropped, events_quarantined, buffer_depth, events_ingested } = stats;
      assert.equal(events_flushed + buffer_depth + events_dropped + events_quarantined, events_ingested);
      return buffer_depth === 0 && stats;
    });
  const setAside = () => events.flatMap((one) => (one.event === 'quarantined' ? one.payload : []));
  /** Values of the gauges that have arrived. */
  const measured = (): Set<number> => {
    const values = new Set<number>();
    for (const { path, body } of backend.requests) {
      if (path !== '/v1/metrics') continue;
      for (const { scopeMetrics } of Object(decodeOtlp('metrics', body.toString())).resourceMetrics ?? []) {
        for (const { gauge } of scopeMetrics[0].metrics) {
          for (const { asDouble } of gauge.dataPoints) values.add(asDouble);
        }
      }
    }
    return values;
  };
  const recorded = () => backend.requests.filter(({ path }) => path === '/v1/logs').length;

  beforeEach(async () => {
    backend = await startHttpBackend();
    events.length = 0;
  });
  afterEach(async () => {
    await client.close(0);
    await backend.stop();
  });

  it('without logs gets every number, and only events with a log record are quarantined, with the reason', async () => {
    takesOnly('/v1/metrics');
    start();
    ingest(490);
    client.start();
    const stats = await settled();
    await until('25 quarantine reports', () => setAside().length === 25);
    assert.equal(measured().size, 490 - 13);
    assert.deepEqual([stats.events_flushed, stats.events_quarantined, stats.events_dropped], [465, 25, 0]);
    for (const { error } of setAside()) assert.match(error, /^HTTP 404 from \/v1\/logs: .*logRecords/);
    assert.match(stats.last_error ?? '', /does not accept log records/);
    assert.equal(stats.connected, true);
  });

  it('without logs gets the numbers behind a text alone in its batch', async () => {
    takesOnly('/v1/metrics');
    start({ flushBatch: 1 });
    client.ingest('open', { topic: 'door' });
    for (let n = 1; n <= 20; n++) client.ingest(n, { topic: 't' });
    client.start();
    const stats = await settled();
    assert.deepEqual([stats.events_flushed, stats.events_quarantined], [20, 1]);
    assert.equal(measured().size, 20);
  });

  it('without metrics gets the log records, and the numbers are quarantined', async () => {
    takesOnly('/v1/logs');
    start({ flushBatch: 1 });
    client.ingest('open', { topic: 'door' });
    client.ingest(1, { topic: 'number' });
    client.ingest('shut', { topic: 'door' });
    client.start();
    const stats = await settled();
    await until('a quarantine report', () => setAside().length === 1);
    assert.deepEqual([stats.events_flushed, stats.events_quarantined], [2, 1]);
    assert.match(
      setAside()[0]?.error ?? '',
      /^HTTP 404 from \/v1\/metrics: the backend does not accept metrics/,
    );
  });

  for (const flushBatch of [1, 50]) {
    it(`that accepts nothing at all causes no loss (${flushBatch} per batch)`, async () => {
      takesOnly();
      start({ flushBatch });
      ingest(100);
      client.start();
      await until('an offline report', () => events.some(({ event }) => event === 'offline'));
      const { buffer_depth, connected } = client.stats();
      assert.deepEqual([buffer_depth, connected, setAside()], [100, false, []]);
    });
  }

  it('gets no log records if they are disabled, which is counted', async () => {
    takesOnly('/v1/metrics');
    start({ logRecords: 'omit' });
    ingest(490);
    client.start();
    const stats = await settled();
    assert.deepEqual([measured().size, recorded()], [490 - 13, 0]);
    assert.deepEqual([stats.events_flushed, stats.events_quarantined], [477, 0]);
    assert.deepEqual(stats.dropped_by_reason, { not_carried: 13 });
    assert.deepEqual(stats.values_left_out, { log_record: 12 });
  });
});

import assert from 'node:assert/strict';
import { MemorySpool, type Spool } from '../../../../src/spool';
import { type LinkState, Statistics } from '../../../../src/uplink';
import { FakeClock } from '../../../harness/clock/FakeClock';

const event = { topic: 't', symbol: 1, data: '1', time: 0, bytesIn: 10 };

function rig() {
  const clock = new FakeClock();
  const spool = new MemorySpool(
    { capacity: 3, maxBytes: 1e6, maxAgeMs: 0, overflow: 'oldest', order: 'fifo', alarmsFirst: true },
    clock,
  );
  const statistics = new Statistics(clock.monotonic(), undefined, () => clock.now());
  spool.listen({
    onReady: ({ events }) => statistics.onRecovered(events),
    onDropped: ({ events, reason }) => statistics.onDropped(events, reason),
    onStorage: () => undefined,
  });
  const context = { deviceId: 'edge-1', backendUrl: 'http://b/' };
  const read = (state: LinkState = { kind: 'online' }, of: Spool = spool) =>
    statistics.read({ ...context, spool: of, now: clock.now(), monotonic: clock.monotonic(), state });
  return { clock, spool, statistics, read };
}

describe('the statistics', () => {
  it('begin with zeros, and name device and backend', () => {
    assert.deepEqual(rig().read({ kind: 'connecting' }), {
      events_ingested: 0,
      events_flushed: 0,
      events_dropped: 0,
      flush_errors: 0,
      bytes_sent: 0,
      bytes_delivered: 0,
      buffer_depth: 0,
      buffer_capacity: 3,
      uptime_seconds: 0,
      device_id: 'edge-1',
      backend_url: 'http://b/',
      messages_received: 0,
      messages_compressed: 0,
      messages_delta_filtered: 0,
      bytes_in: 0,
      bytes_out: 0,
      compression_ratio: 0,
      connected: false,
      state: 'connecting',
      state_changes: {},
      buffer_bytes: 0,
      buffer_seconds: 0,
      events_quarantined: 0,
      events_restamped: 0,
      events_waiting_aside: 0,
      dropped_by_reason: {},
      retries_by_status: {},
      sync_ms_p99: null,
      batches_sent: 0,
      values_left_out: {},
      last_error: null,
      last_error_at: null,
      storage: 'memory',
      bytes_written: 0,
      write_amplification: null,
    });
  });

  it('count messages suppressed by the change filter as received', () => {
    const { statistics, read } = rig();
    statistics.onIngested(10, 0);
    statistics.onIngested(5, 7);
    const { messages_received, messages_compressed, messages_delta_filtered, events_ingested, bytes_in } =
      read();
    assert.deepEqual(
      { messages_received, messages_compressed, messages_delta_filtered, events_ingested, bytes_in },
      {
        messages_received: 9,
        messages_compressed: 2,
        messages_delta_filtered: 7,
        events_ingested: 2,
        bytes_in: 15,
      },
    );
  });

  it('count the bytes of every attempt as sent, and those of the last as delivered', () => {
    const { statistics, read } = rig();
    for (const _ of [1, 2]) statistics.onSent(100);
    statistics.onDelivered({ events: 4, bytesIn: 250, bytes: 100 });
    const { bytes_sent, bytes_delivered, bytes_out, events_flushed, batches_sent, compression_ratio } =
      read();
    assert.deepEqual(
      [bytes_sent, bytes_delivered, bytes_out, events_flushed, batches_sent, compression_ratio],
      [200, 100, 100, 4, 1, 2.5],
    );
  });

  it('count failures by status, and those without a response as network', () => {
    const { statistics, read } = rig();
    statistics.onFailed('HTTP 503', 503);
    statistics.onFailed('HTTP 503', 503);
    statistics.onFailed('ECONNREFUSED', 'network');
    statistics.onFailed('EIO', 'storage');
    assert.deepEqual(read().retries_by_status, { '503': 2, network: 1, storage: 1 });
    assert.deepEqual([read().flush_errors, read().last_error], [4, 'EIO']);
    statistics.onError('HTTP 400');
    assert.deepEqual([read().flush_errors, read().last_error], [4, 'HTTP 400']);
  });

  it('include the time of the last error', () => {
    const { clock, statistics, read } = rig();
    statistics.onFailed('ECONNREFUSED', 'network');
    const then = clock.now();
    clock.pass(5000);
    assert.equal(read().last_error_at, then);
  });

  it('name the state, and count how often each one began', () => {
    const { statistics, read } = rig();
    const page = { kind: 'refused', since: 0, error: 'HTTP 200', status: 200, cause: 'web-page' } as const;
    const away = { kind: 'offline', since: 0, error: 'ECONNREFUSED' } as const;
    const states: LinkState[] = [
      { kind: 'online' },
      away,
      { ...away, error: 'EAI_AGAIN' },
      page,
      { kind: 'online' },
    ];
    for (const state of states) statistics.onState(state);
    assert.deepEqual(read().state_changes, { online: 2, offline: 1, web_page: 1 });
    assert.deepEqual([read(page).state, read(away).state, read().state], ['web_page', 'offline', 'online']);
  });

  it('are rounded: ratios to hundredths, times to milliseconds', () => {
    const { clock, statistics, read } = rig();
    statistics.onDelivered({ events: 1, bytesIn: 100, bytes: 30 });
    clock.pass(1234.5678);
    assert.deepEqual([read().compression_ratio, read().uptime_seconds], [3.33, 1.235]);
  });

  it('count drops by reason and in total', () => {
    const { spool, read } = rig();
    for (let i = 0; i < 5; i++) spool.append(event, () => undefined);
    assert.deepEqual(
      [read().dropped_by_reason, read().events_dropped, read().buffer_depth],
      [{ overflow: 2 }, 2, 3],
    );
  });

  it('include the wait of the oldest event and the uptime', () => {
    const { clock, spool, read } = rig();
    spool.append(event, () => undefined);
    clock.pass(2500);
    assert.deepEqual([read().buffer_seconds, read().uptime_seconds], [2.5, 2.5]);
    for (const jump of [-86_400_000, 2 * 86_400_000]) {
      clock.jump(jump);
      assert.deepEqual(
        [read().buffer_seconds, read().uptime_seconds],
        [2.5, 2.5],
        'also after the clock is set',
      );
    }
  });

  it('count events found in the spool as ingested, but not as received', () => {
    const { statistics, read } = rig();
    statistics.onIngested(10, 0);
    statistics.onRecovered(5);
    const { events_ingested, messages_received, messages_compressed, bytes_in } = read();
    assert.deepEqual(
      { events_ingested, messages_received, messages_compressed, bytes_in },
      { events_ingested: 6, messages_received: 1, messages_compressed: 1, bytes_in: 10 },
    );
  });

  it('take back a delivery whose batch could not be deleted', () => {
    const { statistics, read } = rig();
    const before = read();
    statistics.onDelivered({ events: 4, bytesIn: 250, bytes: 100 });
    statistics.onDeliveryUndone({ events: 4, bytesIn: 250, bytes: 100 });
    assert.deepEqual(read(), before);
  });

  it('name the storage and count what it writes', () => {
    const { spool, read } = rig();
    const onDisk = (events: number, total: number): Spool =>
      Object.defineProperties(Object.create(spool), {
        storage: { value: { kind: 'failing', error: 'EIO', since: 0 } },
        written: { value: { events, total } },
      });
    const written = (events: number, total: number) => {
      const { storage, bytes_written, write_amplification } = read(undefined, onDisk(events, total));
      return [storage, bytes_written, write_amplification];
    };
    assert.deepEqual(written(1000, 1250), ['failing', 1250, 1.25]);
    assert.deepEqual(written(0, 90), ['failing', 90, null]);
  });
});

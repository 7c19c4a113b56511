import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeClient, type EdgeClientOptions } from '../../../src';
import { ContentCodings } from '../../../src/uplink';
import { BatchEncoder } from '../../../src/uplink/delivery/BatchEncoder';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { formatOf, reading } from '../../harness/frame/formatRig';
import { readLineProtocol } from '../../harness/frame/lineProtocol';
import { until } from '../../harness/until';

describe('an event waiting on disk when the format changes', () => {
  let backend: HttpBackend;
  let folder: string;

  const client = (options: EdgeClientOptions): EdgeClient =>
    new EdgeClient({
      backendUrl: backend.url,
      compression: 'none',
      flushInterval: 0.05,
      backoffBase: 0.05,
      backoffMax: 0.1,
      spoolDirectory: join(folder, 'spool'),
      ...options,
    });
  const emptied = (of: EdgeClient) =>
    until('an empty buffer', () => {
      const stats = of.stats();
      const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } = stats;
      assert.equal(events_flushed + buffer_depth + events_dropped + events_quarantined, events_ingested);
      return stats.storage === 'disk' && buffer_depth === 0 && stats;
    });
  const keyOf = (index: number) => String(backend.requests[index]?.headers['idempotency-key']);

  beforeEach(async () => {
    backend = await startHttpBackend();
    folder = mkdtempSync(join(tmpdir(), 'wireband-deploy-'));
  });
  afterEach(async () => {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is sent in the new format with quantity and unit, under its old key', async () => {
    backend.reply = () => 503;
    const first = client({ flushBatch: 2 }).start();
    for (let i = 0; i < 5; i++) {
      first.ingest({ value: i, unit: '°C' }, { topic: `t${i}/temperature` });
    }
    await until('a first attempt of the batch', () => backend.requests.length > 1);
    await first.close();
    const key = keyOf(0);
    const before = backend.requests.length;
    backend.reply = () => 204;
    const second = client({ format: 'influx', flushBatch: 2 }).start();
    const stats = await emptied(second);
    await second.close();
    assert.equal(keyOf(before), key);
    const points = backend.requests.slice(before).flatMap(({ body }) => readLineProtocol(body.toString()));
    assert.deepEqual(
      points.map(({ tags, fields }) => [tags.topic, tags.quantity, tags.unit, fields.get('value')]),
      [0, 1, 2, 3, 4].map((i) => [`t${i}/temperature`, 'temperature', 'Cel', i]),
    );
    assert.equal(stats.events_flushed, 5);
  });

  it('is dropped and counted if the new format cannot carry it, and the rest arrive', async () => {
    backend.reply = () => 503;
    const first = client({}).start();
    for (const payload of [null, 1, {}, [], 'a\nb', 2]) first.ingest(payload, { topic: 't' });
    await until('a first attempt', () => backend.requests.length > 0);
    await first.close();
    backend.reply = () => 204;
    const second = client({ format: 'influx' }).start();
    const { events_flushed, events_dropped, dropped_by_reason } = await emptied(second);
    await second.close();
    assert.deepEqual([events_flushed, events_dropped, dropped_by_reason.not_carried], [2, 4, 4]);
  });

  it('in a batch whose first request arrived is sent again with the whole batch, the same bytes and keys', async () => {
    backend.reply = ({ path }) => (path === '/v1/logs' ? 503 : 200);
    const first = client({ format: 'otlp' });
    first.ingest(21.5, { topic: 'a' });
    first.ingest('ON', { topic: 'b' });
    first.start();
    await until('failure of the second request', () => backend.requests.length > 1);
    await first.close();
    const before = backend.requests.length;
    backend.reply = () => 200;
    const second = client({ format: 'otlp' }).start();
    const stats = await emptied(second);
    await second.close();
    const seen = (from: number) =>
      backend.requests.slice(from, from + 2).map(({ path, headers, body }) => {
        return [path, headers['idempotency-key'], body.toString()];
      });
    assert.deepEqual(seen(before), seen(0));
    assert.deepEqual([stats.events_flushed, backend.requests.length], [2, before + 2]);
  });

  it('stays in quarantine after a partial write, and the rest of its batch is not sent again', async () => {
    const error =
      'partial write: field type conflict: input field "bad" on measurement "wireband" is type float, already exists as type string dropped=1';
    backend.reply = () => ({ status: 400, body: JSON.stringify({ error }) });
    const first = client({ format: 'influx' });
    for (const topic of 'ab') first.ingest(topic === 'b' ? { bad: 1 } : { good: 1 }, { topic });
    await emptied(first.start());
    await first.close();
    const second = client({ format: 'ndjson' }).start();
    const { events_quarantined } = await emptied(second);
    await second.close();
    assert.deepEqual([events_quarantined, backend.requests.length], [1, 1]);
  });

  it('is kept by a backend that does not accept the new format', async () => {
    backend.reply = () => 415;
    const one = client({ format: 'otlp' });
    one.ingest(21.5, { topic: 'a' });
    one.ingest('ON', { topic: 'b' });
    one.start();
    await until('a refused request', () => one.stats().last_error !== null && backend.requests.length > 0);
    const { buffer_depth, events_quarantined } = one.stats();
    await one.close();
    assert.deepEqual([buffer_depth, events_quarantined], [2, 0]);
  });
});

describe('a waiting batch of two requests', () => {
  it('is encoded again if the coding of either was refused since', () => {
    const codings = new ContentCodings('auto');
    const encoder = new BatchEncoder(
      formatOf({ format: 'otlp' }),
      { deviceId: 'd', envelope: 'object' },
      codings,
    );
    const events = [reading('a', '1'), reading('b', JSON.stringify('x'.repeat(2000)))];
    const batch = { id: 'b1', events };
    const codingsOf = () => {
      const { request } = encoder.prepare(batch);
      return [request?.coding, request?.next?.coding];
    };
    assert.deepEqual(codingsOf(), ['identity', 'gzip']);
    codings.onRefused('gzip');
    assert.deepEqual(codingsOf(), ['identity', 'identity']);
  });
});

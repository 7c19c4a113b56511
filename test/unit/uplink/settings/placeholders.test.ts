import assert from 'node:assert/strict';
import { EdgeClient } from '../../../../src';
import { readBackendSettings } from '../../../../src/uplink';
import { type HttpBackend, startHttpBackend } from '../../../harness/backend/httpBackend';
import { until } from '../../../harness/until';

describe('{batch} and {device} in query and headers', () => {
  let backend: HttpBackend;
  beforeEach(async () => {
    backend = await startHttpBackend();
  });
  afterEach(() => backend.stop());

  it('become the key and the device of each request, the same on every attempt', async () => {
    backend.reply = (_, index) => (index === 0 ? 503 : 200);
    const client = new EdgeClient({
      backendUrl: backend.url,
      deviceId: 'edge 7/a',
      format: 'ndjson',
      path: '/',
      query: 'insert_deduplication_token={batch}&host={device}',
      headers: { 'X-Batch': 'b-{batch}', 'X-Device': '{device}' },
      flushBatch: 1,
      flushInterval: 0.01,
      maxRetries: 3,
    }).start();
    for (const topic of ['a', 'b']) client.ingest(1, { topic });
    await until('both batches and one retry', () => backend.requests.length === 3);
    await client.close();
    const keys = backend.requests.map(({ headers }) => String(headers['idempotency-key']));
    assert.equal(new Set(keys).size, 2);
    assert.equal(keys[0], keys[1]);
    for (const [i, { path, headers }] of backend.requests.entries()) {
      assert.equal(path, `/?insert_deduplication_token=${keys[i]}&host=edge%207%2Fa`);
      assert.deepEqual([headers['x-batch'], headers['x-device']], [`b-${keys[i]}`, 'edge 7/a']);
    }
  });

  it('distinguish the requests of one batch, as their keys do', async () => {
    const client = new EdgeClient({
      backendUrl: backend.url,
      format: 'otlp',
      query: 'token={batch}',
    }).start();
    client.ingest({ temp: 21, note: 'warm' }, { topic: 'hall' });
    await client.close();
    const keys = backend.requests.map(({ headers }) => headers['idempotency-key']);
    assert.deepEqual(
      backend.requests.map(({ path }) => path),
      [`/v1/metrics?token=${keys[0]}`, `/v1/logs?token=${keys[1]}`],
    );
    assert.notEqual(keys[0], keys[1]);
  });

  it('are not replaced in the name of an environment variable, nor in other braces', () => {
    const query = `a=\${device}&b={1}&c={}`;
    assert.equal(readBackendSettings({ query }).query, query);
  });

  for (const [setting, settings, word] of [
    ['query', { query: 'token={id}' }, '{id}'],
    ['query', { query: 'token={Batch}' }, '{Batch}'],
    ['headers', { headers: { 'X-Token': 'a-{hostname}' } }, '{hostname}'],
  ] as const) {
    it(`are the only placeholders, so ${word} is refused with its setting and what to do`, () => {
      assert.throws(() => readBackendSettings(settings), {
        setting,
        message: `${setting}: "${word}" cannot be used; use {batch} for the batch ID or {device} for the device ID, or leave out the braces.`,
      });
    });
  }

  it('are refused in a header if the device ID is not valid there', () => {
    const headers = { 'X-Device': '{device}' };
    assert.throws(() => readBackendSettings({ headers, deviceId: 'Gerät ✓' }), { setting: 'headers' });
    assert.ok(readBackendSettings({ headers: {}, deviceId: 'Gerät ✓' }));
  });
});

import assert from 'node:assert/strict';
import { EdgeClient } from '../../../src';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { until } from '../../harness/until';

describe('a client with a log', () => {
  let backend: HttpBackend;
  beforeEach(async () => {
    backend = await startHttpBackend();
  });
  afterEach(() => backend.stop());

  it('writes a line at each change of state', async () => {
    const lines: string[] = [];
    backend.reply = () => ({ status: 503, body: 'restarting' });
    const client = new EdgeClient({
      backendUrl: backend.url,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.1,
      flushInterval: 0.01,
      log: {
        info: (line) => lines.push(`info ${line}`),
        warn: (line) => lines.push(`warn ${line}`),
        error: (line) => lines.push(`error ${line}`),
      },
    }).start();
    for (const topic of ['good', 'bad', 'good too']) client.ingest(1, { topic });
    await until('outage in the log', () => lines.length > 0);
    backend.reply = (request) =>
      request.events().some(({ topic }) => topic === 'bad') ? { status: 422, body: 'unknown unit' } : 200;
    await until('rejected event in the log', () => lines.some((line) => line.includes('Quarantined')));
    await client.close();
    assert.match(
      lines[0] ?? '',
      /^warn Offline: .* answers HTTP 503: restarting\. \d events? waiting, next try (now|in )/,
    );
    assert.match(lines[1] ?? '', /^info Back after .*: 3 events waiting\.$/);
    assert.equal(
      lines.find((line) => line.startsWith('error')),
      'error Quarantined: an event on topic bad: HTTP 422: unknown unit',
    );
  });
});

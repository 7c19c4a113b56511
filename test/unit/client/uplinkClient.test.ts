import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeClient, type EdgeClientOptions } from '../../../src';
import { decodeBody } from '../../../src/frame';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { until } from '../../harness/until';

describe('a client with a spool directory', () => {
  let backend: HttpBackend;
  let folder: string;
  let clients: EdgeClient[] = [];

  const client = (options: EdgeClientOptions = {}): EdgeClient => {
    const made = new EdgeClient({
      backendUrl: backend.url,
      compression: 'none',
      spoolDirectory: join(folder, 'spool'),
      ...options,
    });
    clients.push(made);
    return made;
  };
  const received = (): string[] =>
    backend.requests.flatMap(({ body }) => decodeBody(body).map(({ topic }) => topic));

  beforeEach(async () => {
    backend = await startHttpBackend();
    folder = mkdtempSync(join(tmpdir(), 'wireband-client-'));
  });
  afterEach(async () => {
    await Promise.all(clients.map((each) => each.close(0)));
    clients = [];
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has no HTTP server of Node-RED, so node-red://self is refused', () => {
    const backendUrl = 'node-red://self';
    assert.throws(() => client({ backendUrl }), { name: 'SettingError', setting: 'url' });
  });

  it('keeps undelivered events when it closes, and its successor delivers them', async () => {
    backend.reply = () => ({ status: 503 });
    const first = client({ maxRetries: 0, backoffBase: 60 }).start();
    first.ingest(1, { topic: 'a' });
    first.ingest(2, { topic: 'b' });
    await first.close(1);
    backend.requests.length = 0;
    backend.reply = () => ({ status: 200 });
    const second = client({ backoffBase: 0.05 }).start();
    await until('delivery of both events', () => second.stats().events_flushed === 2);
    assert.deepEqual(received(), ['a', 'b']);
    const { events_ingested, events_flushed, messages_received, storage } = second.stats();
    assert.deepEqual([events_ingested, events_flushed, messages_received, storage], [2, 2, 0, 'disk']);
  });

  it('delivers the events of its predecessor even if it is closed right away', async () => {
    backend.reply = () => ({ status: 503 });
    const first = client({ maxRetries: 0 });
    first.ingest(1, { topic: 'a' });
    await first.close(1);
    backend.requests.length = 0;
    backend.reply = () => ({ status: 200 });
    const second = client({ backoffBase: 0.2 });
    second.ingest(2, { topic: 'b' });
    await second.close(60);
    assert.deepEqual(received(), ['a', 'b']);
  });

  it('reports when an event is stored, and nothing for a suppressed one', async () => {
    const keeping = client({ sync: 'always', deltaThreshold: 0.5 });
    let stored = 0;
    const onStored = (): void => {
      stored++;
    };
    assert.ok(keeping.ingest(1, { topic: 'a', onStored }));
    assert.equal(stored, 0, 'it is stored only once on disk');
    assert.ok(!keeping.ingest(1.1, { topic: 'a', onStored }));
    assert.ok(keeping.ingest(2, { topic: 'a', onStored }));
    await until('two stored events', () => stored === 2);
    assert.equal(keeping.stats().buffer_depth, 2);
    assert.ok(keeping.stats().bytes_written > 0);
  });

  it('sends alarms at once: SENSOR_ALERT and the configured symbols', async () => {
    const alarming = client({ flushInterval: 600, alarmSymbols: ['SENSOR_FAN'] }).start();
    await until('the disk as storage', () => alarming.stats().storage === 'disk');
    alarming.ingest(1, { topic: 'a/temp' });
    alarming.ingest(1, { topic: 'a/fan' });
    alarming.ingest(1, { topic: 'a/alert' });
    await until('arrival of two alarms', () => received().length === 2);
    assert.deepEqual(received(), ['a/fan', 'a/alert']);
  });

  it('releases the directory on close, so that the next one can use it', async () => {
    await client().start().close();
    const next = client().start();
    await until('the disk as storage', () => next.stats().storage === 'disk');
  });

  it('drains it in memory storage, and does not create a missing one', async () => {
    client({ storage: 'memory', spoolDirectory: join(folder, 'other') });
    assert.ok(!existsSync(join(folder, 'other')));
    backend.reply = () => ({ status: 503 });
    const first = client({ maxRetries: 0 });
    first.ingest(1, { topic: 'a' });
    await first.close(1);
    backend.requests.length = 0;
    backend.reply = () => ({ status: 200 });
    client({ storage: 'memory', backoffBase: 0.05 }).start();
    await until('arrival of the event', () => received().length === 1);
  });

  it('requires one for disk storage', () => {
    assert.throws(() => client({ storage: 'disk', spoolDirectory: undefined }), {
      name: 'SettingError',
      setting: 'spoolDirectory',
    });
  });
});

describe('a client without a spool directory', () => {
  it('keeps events in memory and reports that storage', async () => {
    const client = new EdgeClient();
    assert.equal(client.stats().storage, 'memory');
    let isStored = false;
    client.ingest(1, {
      onStored: () => {
        isStored = true;
      },
    });
    await until('the event to count as stored', () => isStored);
    await client.close(0);
  });
});

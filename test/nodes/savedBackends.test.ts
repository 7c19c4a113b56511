import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { type FlowNode, send, startFlow, until, withNodeRed } from '../harness/nodeRed/flow';

/** Nodes that an earlier release saved. */
function saved(file: string): FlowNode[] {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/flows-0.1.0', file), 'utf8'));
}

/** Where 0.1.0 sent the batches of the backends in backends.json. */
const PATHS: Readonly<Record<string, string>> = {
  'wireband-usual': '/iot/v1/ingest/batch',
  'wireband-complete-address': '/',
  'wireband-own-path': '/plant/in',
  'columnar-usual': '/iot/v1/ingest/batch',
  'json-untouched': '/',
  'json-emptied': '/',
  'json-own-path': '/any-endpoint',
  'ndjson-untouched': '/',
  'influx-untouched': '/write?precision=ns',
  'influx-emptied': '/write?precision=ns',
  'otlp-untouched': '/v1/metrics',
  'otlp-own-path': '/otlp/v1/metrics',
};

describe('a backend node', () => {
  withNodeRed();

  let server: HttpBackend;
  let count = 0;
  beforeEach(async () => {
    server = await startHttpBackend();
  });
  afterEach(() => server.stop());

  /** Where the first batch goes. */
  const pathOf = async (backend: FlowNode): Promise<string> => {
    const id = `saved-${++count}`;
    const uplink = {
      id,
      type: 'wireband-uplink',
      backend: backend.id,
      storage: 'memory',
      flushInterval: 0.02,
    };
    await startFlow([
      { ...backend, url: server.url },
      { ...uplink, wires: [[], []] },
    ]);
    send(id, { topic: 'hall/temp', payload: 21 });
    await until(() => server.requests.length > 0);
    return server.requests[0]?.path ?? '';
  };

  const backends = saved('backends.json');
  it('has a case for each backend of 0.1.0', () => {
    assert.deepEqual(
      backends.map(({ id }) => id),
      Object.keys(PATHS),
    );
  });

  for (const backend of backends) {
    it(`saved by 0.1.0 still posts to the same path (${backend.id})`, async () => {
      assert.equal(await pathOf(backend), PATHS[backend.id]);
    });

    it(`saved today posts to the path as typed (${backend.id})`, async () => {
      const path = await pathOf({ ...backend, pathAsTyped: true });
      const typed = String(backend.path);
      const expected = typed === '' ? PATHS[backend.id] : typed;
      assert.equal(path.replace(/\?.*|\/v1\/metrics$/g, ''), (expected ?? '').replace(/\?.*/, ''));
    });
  }

  for (const file of ['quick-start.json', 'mqtt-gateway.json']) {
    it(`from an example of 0.1.0 still posts to the same path (${file})`, async () => {
      const backend = saved(file).find(({ type }) => type === 'wireband-backend') ?? assert.fail();
      assert.equal(await pathOf(backend), backend.path);
    });
  }
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  got,
  loggedErrors,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

const AUTHORITY = join(__dirname, '../fixtures/tls/ca.crt');

describe('the backend node', () => {
  withNodeRed();

  let server: HttpBackend;
  let node = '';
  let count = 0;
  const begin = async (tls = false): Promise<void> => {
    server = await startHttpBackend({ tls });
    node = `backend-user-${++count}`;
  };
  afterEach(() => server.stop());

  const flow = (config: object = {}, more: FlowNode[] = []): FlowNode[] => [
    ...more,
    { id: 'b', type: 'wireband-backend', url: server.url, ...config },
    {
      id: node,
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      maxRetries: 0,
      wires: [['out'], []],
    },
    { id: 'out', type: 'helper', wires: [] },
  ];
  const tlsConfig = (config: object = {}): FlowNode => ({
    id: 'tls',
    type: 'tls-config',
    cert: '',
    key: '',
    ca: AUTHORITY,
    verifyservercert: true,
    servername: '',
    ...config,
  });
  const firstRequest = async () => {
    send(node, { topic: 'a/temp', payload: 'x'.repeat(2000) });
    await until(() => server.requests.length > 0);
    const [request = assert.fail()] = server.requests;
    return request;
  };
  const firstError = async (): Promise<string> => {
    send(node, { payload: 1 });
    await until(() => got('out').some(({ event }) => event === 'offline'));
    return String(Object(got('out')[0]?.payload).error);
  };

  it('sends its key as a bearer token', async () => {
    await begin();
    await startFlow(flow(), { b: { apiKey: 'secret-1' } });
    assert.equal((await firstRequest()).headers.authorization, 'Bearer secret-1');
  });

  it('sends no Authorization header without a key or with an empty one', async () => {
    await begin();
    await startFlow(flow(), { b: { apiKey: '' } });
    assert.equal((await firstRequest()).headers.authorization, undefined);
  });

  it('sends to its URL and path, with its device ID, envelope and compression', async () => {
    await begin();
    await startFlow(
      flow({
        url: `${server.url}/base/`,
        path: 'in',
        deviceId: 'edge-9',
        envelope: 'array',
        compression: 'gzip',
      }),
    );
    const { path, headers, body, events } = await firstRequest();
    assert.deepEqual(
      [path, headers['content-encoding'], headers['content-type']],
      ['/base/in', 'gzip', 'application/json'],
    );
    assert.equal(gunzipSync(body)[0], '['.charCodeAt(0));
    assert.equal(events()[0]?.device, 'edge-9');
  });

  it('does not compress if told not to', async () => {
    await begin();
    await startFlow(flow({ compression: 'none' }));
    const { headers, body } = await firstRequest();
    assert.deepEqual([headers['content-encoding'], body[0]], [undefined, '{'.charCodeAt(0)]);
  });

  it('writes its format to the usual path, with query, headers, names and tags', async () => {
    await begin();
    process.env.WIREBAND_TEST_TENANT = 'tenant-7';
    const config = {
      format: 'influx',
      path: '/iot/v1/ingest/batch',
      query: 'db=plant',
      headers: [{ name: 'X-Tenant', value: `\${WIREBAND_TEST_TENANT}` }],
      precision: 'ms',
      fields: '{"topic":false,"device":"host"}',
      measurement: 'machines',
      topicTags: '+line/#',
      textValues: 'omit',
      compression: 'none',
    };
    await startFlow(flow(config), { b: { apiKey: 'secret-1' } });
    send(node, { topic: 'l1/temperature', payload: { a: 1, b: 'x' }, timestamp: 1_700_000_000_000 });
    await until(() => server.requests.length > 0);
    const [request = assert.fail()] = server.requests;
    const { authorization, 'x-tenant': tenant } = request.headers;
    assert.deepEqual(
      [request.path, authorization, tenant],
      ['/write?db=plant&precision=ms', 'Token secret-1', 'tenant-7'],
    );
    assert.equal(
      request.body.toString(),
      'machines,host=edge-node,symbol=SENSOR_TEMP,quantity=temperature,line=l1 a=1 1700000000000\n',
    );
  });

  it('that was saved without the newer settings writes as before', async () => {
    await begin();
    await startFlow(flow({ format: 'wireband', path: '', url: `${server.url}/in` }));
    const { path, headers, events } = await firstRequest();
    assert.deepEqual([path, headers['content-type']], ['/in', 'application/json']);
    assert.equal(events()[0]?.device, 'edge-node');
  });

  it('gives symbols the codes of its catalog', async () => {
    await begin();
    await startFlow(flow({ catalog: '{"SENSOR_TEMP":"0x0102"}' }));
    assert.equal((await firstRequest()).events()[0]?.symbol, 0x0102);
  });

  it('trusts a TLS server through the authority in its tls-config', async () => {
    await begin(true);
    await startFlow(flow({ tls: 'tls' }, [tlsConfig()]));
    assert.equal((await firstRequest()).method, 'POST');
  });

  it('does not trust a TLS server with an unknown authority unless told to', async () => {
    await begin(true);
    await startFlow(flow({ tls: 'tls' }, [tlsConfig({ ca: '' })]));
    assert.match(await firstError(), /certificate/i);
    await deploy(flow({ tls: 'tls' }, [tlsConfig({ ca: '', verifyservercert: false })]));
    await until(() => server.requests.length > 0);
  });

  it('reads its settings and key from environment variables', async () => {
    await begin();
    process.env.WIREBAND_TEST_KEY = 'secret-2';
    process.env.WIREBAND_TEST_DEVICE = 'edge-env';
    await startFlow(flow({ deviceId: `\${WIREBAND_TEST_DEVICE}`, timeout: '5' }), {
      b: { apiKey: `\${WIREBAND_TEST_KEY}` },
    });
    delete process.env.WIREBAND_TEST_KEY;
    delete process.env.WIREBAND_TEST_DEVICE;
    const { headers, events } = await firstRequest();
    assert.deepEqual([headers.authorization, events()[0]?.device], ['Bearer secret-2', 'edge-env']);
  });

  it('gives up a request after its timeout', async () => {
    await begin();
    server.reply = () => 'hang';
    await startFlow(flow({ timeout: 0.1 }));
    assert.equal(await firstError(), 'no response within 0.1 s');
  });

  it('uses one connection for all its uplinks, one request after another', async () => {
    await begin();
    const second = {
      id: `${node}-2`,
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      wires: [[], []],
    };
    await startFlow([...flow(), second]);
    for (let i = 0; i < 5; i++) {
      send(i % 2 ? second.id : node, { payload: i });
      await until(() => server.requests.length === i + 1);
    }
    assert.equal(server.connections(), 1);
  });

  it('uses a newly deployed URL and key at once', async () => {
    await begin();
    await startFlow(flow(), { b: { apiKey: 'old' } });
    const other = await startHttpBackend();
    await deploy(flow({ url: other.url }), 'nodes', { b: { apiKey: 'new' } });
    send(node, { payload: 1 });
    await until(() => other.requests.length === 1);
    assert.equal(other.requests[0]?.headers.authorization, 'Bearer new');
    await other.stop();
  });

  it('says that the variable in its key is not set, and sends nothing', async () => {
    await begin();
    await startFlow(flow(), { b: { apiKey: `\${WIREBAND_NOT_SET}` } });
    send(node, { payload: 1 });
    assert.match(
      loggedErrors('b').join(),
      /apiKey: "\$\{WIREBAND_NOT_SET\}" cannot be used; set that environment variable/,
    );
    assert.equal(statuses(node).at(-1)?.fill, 'red');
    assert.equal(server.requests.length, 0);
  });

  for (const [what, config, reason] of [
    ['an invalid URL', { url: 'localhost' }, /url: "localhost"/],
    ['a URL with another protocol', { url: 'mqtt://localhost' }, /url/],
    ['a catalog that is not JSON', { catalog: '{GPIO_PIN}' }, /catalog/],
    ['a catalog that is a list', { catalog: '["GPIO_PIN"]' }, /catalog/],
    ['a catalog with an invalid code', { catalog: '{"GPIO_PIN":"warm"}' }, /GPIO_PIN/],
    ['a catalog that gives one code twice', { catalog: '{"GPIO_PIN":"0xfc60"}' }, /share the code 0xfc60/],
    ['a missing TLS configuration', { tls: 'gone' }, /tls/],
    ['a timeout that is not a number', { timeout: 'soon' }, /timeout: "soon"/],
    ['a format from a later release', { format: 'avro' }, /format: "avro"/],
    [
      'a name that its format does not allow',
      { format: 'influx', fields: '{"topic":"time"}' },
      /fields: "time"/,
    ],
    [
      'a password in a mistyped URL',
      { url: 'http://usr:SECRET@127.0.0.1:99999/' },
      /^url: "http:\/\/\*\*\*@127\.0\.0\.1:99999\/" cannot be used/,
    ],
    ['a header that the format sets', { headers: [{ name: 'Host', value: 'x' }] }, /headers: "Host"/],
  ] as const) {
    it(`with ${what} says why once, and the runtime keeps running`, async () => {
      await begin();
      await startFlow(flow(config));
      assert.equal(loggedErrors('b').length, 1);
      assert.match(loggedErrors('b')[0] ?? '', reason);
      assert.equal(loggedErrors(node).length, 1);
      await deploy(flow());
      assert.equal((await firstRequest()).method, 'POST');
    });
  }
});

import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { NodeAPI } from 'node-red';
import { EdgeClient, type EdgeClientOptions, type UplinkEvent } from '../../src';
import { listen } from '../harness/network/listening';
import { gets, startFlow, until, withNodeRed } from '../harness/nodeRed/flow';

const PAYLOADS: readonly (readonly [string, unknown])[] = [
  ['plant/hall-1/temp', '21.4'],
  ['plant/hall-2/temp', '19'],
  ['plant/hall-1/door', '{"state":"open","battery":97,"path":[1,[],{"ü":null}]}'],
  ['plant/hall-1/temp', '21.55'],
  ['plant/hall-1/name', 'half a pair: \ud800'],
  ['plant/hall-1/door', '{"state":"closed","battery":97,"path":[2,[],{"ü":true}]}'],
  ['plant/hall-2/temp', 1e308],
  ['plant/hall-2/temp', 2 ** 53 - 1],
  ['', null],
];
const values = PAYLOADS.map(([, payload]) => {
  return typeof payload === 'string' && /^[{\d]/.test(payload) ? JSON.parse(payload) : payload;
});

const timeOf = (i: number): number => 1_700_000_000_000 + i * 250.5;

describe('columnar batches between an uplink and a decode node', () => {
  withNodeRed();
  let servers: Server[] = [];
  let client: EdgeClient | undefined;

  afterEach(async () => {
    await client?.close(0);
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    servers = [];
  });

  const serve = async (handle: RequestListener): Promise<string> => {
    const server = createServer(handle);
    servers.push(server);
    return `http://127.0.0.1:${await listen(server)}`;
  };

  /** Starts a Node-RED as the backend. Resolves with its address. */
  async function startBackend({ skipBodyParsing = true } = {}): Promise<string> {
    let app: RequestListener = () => undefined;
    await startFlow(
      [
        {
          id: 'in',
          type: 'http in',
          url: '/iot/v1/ingest/batch',
          method: 'post',
          skipBodyParsing,
          wires: [['n']],
        },
        { id: 'n', type: 'wireband-decode', wires: [['events'], ['response']] },
        { id: 'response', type: 'http response', statusCode: '', wires: [] },
        { id: 'events', type: 'helper', wires: [] },
      ],
      {},
      [
        (RED: NodeAPI) => {
          app = RED.httpNode;
        },
      ],
    );
    return serve((request, response) => app(request, response));
  }

  function startClient(options: EdgeClientOptions): void {
    const made = new EdgeClient({ format: 'columnar', deltaThreshold: 0, ...options }).start();
    client = made;
    for (const [i, [topic, payload]] of PAYLOADS.entries()) {
      made.ingest(payload, { topic, timestamp: timeOf(i) });
    }
  }

  for (const compression of ['none', 'gzip'] as const) {
    it(`arrive whole and in order, with compression ${compression}`, async () => {
      startClient({ backendUrl: await startBackend(), compression, deviceId: 'edge-7' });
      const messages = await gets('events', PAYLOADS.length);
      const arrived = messages.map(({ topic, payload, timestamp }) => ({ topic, payload, timestamp }));
      const sent = PAYLOADS.map(([topic], i) => ({ topic, payload: values[i], timestamp: timeOf(i) }));
      assert.deepEqual(arrived, sent);
      const { device, quantity } = Object(messages[0]?.wireband);
      assert.deepEqual([device, quantity], ['edge-7', 'temperature']);
    });
  }

  it('arrive whole without compression if http in has turned them into text', async () => {
    const attempts: number[] = [];
    const onEvent = ({ event, payload }: UplinkEvent) => {
      if (event === 'quarantined') assert.fail('an event was quarantined');
      if (event === 'delivered') attempts.push(payload.attempts);
    };
    startClient({ backendUrl: await startBackend({ skipBodyParsing: false }), compression: 'gzip', onEvent });
    const messages = await gets('events', PAYLOADS.length);
    assert.deepEqual(
      messages.map(({ payload }) => payload),
      values,
    );
    await until(() => attempts.length > 0, 'a receipt');
    assert.deepEqual(attempts, [2]);
  });

  it('are retried with the same bytes after a lost response, and give each event the same ID', async () => {
    const backend = await startBackend();
    const bodies: Buffer[] = [];
    const types = new Set<unknown>();
    const backendUrl = await serve(async (request, response) => {
      const body = await buffer(request);
      bodies.push(body);
      types.add(request.headers['content-type']);
      const headers = Object.fromEntries(
        ['content-type', 'content-encoding', 'idempotency-key'].flatMap((name) => {
          const value = request.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      const { status } = await fetch(backend + request.url, { method: 'POST', headers, body });
      if (bodies.length === 1) request.socket.destroy();
      else response.writeHead(status).end();
    });
    startClient({ backendUrl, compression: 'gzip', backoffBase: 0.05 });
    const messages = await gets('events', 2 * PAYLOADS.length);
    const ids = messages.map(({ wireband }) => Object(wireband).id);
    assert.deepEqual(ids.slice(0, PAYLOADS.length), ids.slice(PAYLOADS.length));
    assert.equal(new Set(ids).size, PAYLOADS.length);
    assert.equal(bodies.length, 2);
    assert.deepEqual(bodies[0], bodies[1]);
    assert.deepEqual([...types], ['application/vnd.wireband.columnar+json']);
  });
});

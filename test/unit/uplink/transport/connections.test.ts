import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { HttpTransport } from '../../../../src/uplink';
import { attemptTimeoutMs } from '../../../../src/uplink/transport/agents';
import { DistantServer } from '../../../harness/network/distantServer';
import { listen } from '../../../harness/network/listening';
import { type Names, stubNames } from '../../../harness/network/stubbedNames';
import { until } from '../../../harness/until';

const request = { headers: {}, text: '[]', coding: 'identity' as const };
const never = new AbortController().signal;

describe('connections to a backend', () => {
  const names: Names = {};
  const open: (() => unknown)[] = [];
  beforeEach(() => open.push(stubNames(names)));
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const transportTo = (port: number, maxConnectionAgeMs?: number, timeoutMs = 20_000): HttpTransport => {
    const transport = new HttpTransport({
      url: `http://backend.test:${port}`,
      path: '/',
      timeoutMs,
      maxConnectionAgeMs,
    });
    open.push(() => transport.close());
    return transport;
  };

  it('are made to a server with two addresses even if the only working one takes longer than 250 ms', async function () {
    if (process.platform !== 'linux') return this.skip();
    const distant = await DistantServer.start();
    open.push(() => distant.stop());
    names['backend.test'] = ['127.0.0.1', '127.0.0.77'];
    const { answer } = await transportTo(distant.port).post(request, never);
    assert.deepEqual(answer, { kind: 'answered', status: 200, text: '' });
  });

  it('allow up to five seconds per address, and at least four addresses within the request timeout', () => {
    assert.deepEqual([30_000, 8000, 1000, 50].map(attemptTimeoutMs), [5000, 2000, 250, 13]);
  });

  describe('to a name that moves while the old server still responds', () => {
    const servers: Server[] = [];
    const counts = [0, 0];
    let port = 0;
    let connections = 0;
    beforeEach(async () => {
      counts.fill(0);
      connections = 0;
      for (const [index, address] of ['127.0.0.1', '127.0.0.2'].entries()) {
        const server = createServer((incoming, response) => {
          counts[index] = (counts[index] ?? 0) + 1;
          incoming.resume().on('end', () => response.end());
        });
        server.on('connection', () => connections++);
        if (index === 0) port = await listen(server);
        else await new Promise<void>((resolve) => server.listen(port, address, resolve));
        servers.push(server);
      }
      names['backend.test'] = ['127.0.0.1'];
    });
    afterEach(async () => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    });

    it('move to the new server within their maximum age under steady use', async () => {
      const transport = transportTo(port, 50);
      await transport.post(request, never);
      names['backend.test'] = ['127.0.0.2'];
      await until('a request to the new server', async () => {
        await transport.post(request, never);
        return counts[1] !== 0;
      });
      const before = counts[0];
      for (let i = 0; i < 5; i++) await transport.post(request, never);
      assert.equal(counts[0], before);
    });

    it('are closed at that age if nothing is sent', async () => {
      const transport = transportTo(port, 50);
      let isClosed = false;
      servers[0]?.once('connection', (socket) => socket.once('close', () => (isClosed = true)));
      await transport.post(request, never);
      await until('a closed connection', () => isClosed);
      names['backend.test'] = ['127.0.0.2'];
      await transport.post(request, never);
      assert.deepEqual(counts, [1, 1]);
    });

    it('are kept until that age', async () => {
      const transport = transportTo(port);
      for (let i = 0; i < 5; i++) await transport.post(request, never);
      assert.deepEqual([connections, counts], [1, [5, 0]]);
    });
  });
});

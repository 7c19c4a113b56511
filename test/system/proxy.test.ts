import assert from 'node:assert/strict';
import type { OfflineReport } from '../../src';
import { BackendServer } from '../harness/backend/backendServer';
import { Gateway } from '../harness/gateway/gateway';
import { tlsConfig } from '../harness/gateway/gatewayFlow';
import { sequenceOf } from '../harness/gateway/gatewayStage';
import { TestBroker } from '../harness/network/broker';
import { ForwardProxy } from '../harness/network/forwardProxy';
import { testAuthorityFile, testCertificate } from '../harness/network/testCertificate';
import { until } from '../harness/until';

describe('a proxy named in the environment', () => {
  const user = { name: 'edge', password: 'pass-word-1' };
  let broker: TestBroker;
  let proxy: ForwardProxy;
  let gateway: Gateway;
  let backend: BackendServer | undefined;
  /** Backends that NO_PROXY names. */
  const direct: BackendServer[] = [];

  before(async function () {
    broker = await TestBroker.start();
    proxy = await ForwardProxy.start(user);
    direct.push(await BackendServer.start(), await BackendServer.start({ tls: testCertificate }));
    const NO_PROXY = ['.intern', ...direct.map(({ url }) => new URL(url).host)].join(',');
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY };
    gateway = await Gateway.start(this, { env: withLowerCase(env) });
  });
  beforeEach(() => {
    proxy.requests.length = 0;
  });
  afterEach(async () => {
    await backend?.close();
    backend = undefined;
  });
  after(async () => {
    await gateway?.stop();
    await proxy?.close();
    await broker?.close();
    for (const server of direct) await server.close();
  });

  /** Sends 50 events to a backend and checks what arrives. */
  async function deliver(to: BackendServer, id: string) {
    await gateway.run(broker, {
      id,
      backendUrl: to.url,
      apiKey: 'k-5',
      backend: { tls: 'trust' },
      uplink: { flushInterval: 0.05, flushBatch: 20 },
      more: [tlsConfig('trust', testAuthorityFile)],
    });
    const publisher = await broker.connect();
    for (let seq = 0; seq < 50; seq++) publisher.publish('plant/line1/temp', JSON.stringify({ seq }));
    await until(
      () => `50 events, there are ${to.taken.length}`,
      () => to.taken.length === 50,
    );
    assert.deepEqual(sequenceOf(to.taken), [...Array(50).keys()]);
    assert.ok(to.batches.every((batch) => batch.authorization === 'Bearer k-5'));
  }

  const offline = () =>
    until('the uplink is offline', async () => {
      const reports = await gateway.events<OfflineReport>('offline');
      return reports.length > 0 && reports;
    });

  it('HTTP_PROXY: an HTTP backend is reached through it, over one kept-alive connection', async () => {
    backend = await BackendServer.start();
    await deliver(backend, 'plain');
    assert.equal(proxy.requests.length, backend.batches.length);
    for (const { line } of proxy.requests) {
      assert.equal(line, `POST ${backend.url}/iot/v1/ingest/batch`);
    }
    assert.ok(proxy.openConnections <= 1, `${proxy.openConnections} connections`);
  });

  it('HTTPS_PROXY: an HTTPS backend is reached through a tunnel that the proxy cannot read', async () => {
    backend = await BackendServer.start({ tls: testCertificate });
    await deliver(backend, 'tunnel');
    assert.ok(proxy.requests.length > 0);
    for (const { line, authorization } of proxy.requests) {
      assert.equal(line, `CONNECT ${new URL(backend?.url ?? '').host}`);
      assert.equal(authorization, undefined);
    }
    await until(
      () => `tunnels end with their requests, there are ${proxy.openConnections}`,
      () => proxy.openConnections <= 1,
    );
  });

  it('NO_PROXY: backends named there are reached directly, over HTTP and HTTPS', async () => {
    for (const [index, server] of direct.entries()) await deliver(server, `direct${index}`);
    assert.deepEqual(proxy.requests, []);
  });

  for (const tls of [false, true]) {
    it(`407: a proxy that wants another password costs no event on the way to an ${tls ? 'HTTPS' : 'HTTP'} backend`, async () => {
      backend = await BackendServer.start(tls ? { tls: testCertificate } : {});
      const id = `refused-${tls}`;
      proxy.admit({ ...user, password: 'another' });
      await gateway.run(broker, {
        id,
        backendUrl: backend.url,
        backend: { tls: 'trust' },
        more: [tlsConfig('trust', testAuthorityFile)],
      });
      const publisher = await broker.connect();
      await publisher.publishAsync('plant/line1/temp', '1');
      const [report] = await offline();
      assert.equal(report?.status, 407);
      assert.equal((await gateway.stats(id)).buffer_depth, 1);
      proxy.admit(user);
      await gateway.red.inject(`${id}-flush`);
      await until('the event arrives', () => backend?.taken.length === 1);
    });
  }

  it('while the proxy is down, events wait, and no report, status or log shows its password', async () => {
    backend = await BackendServer.start();
    await proxy.close();
    await gateway.run(broker, { id: 'away', backendUrl: backend.url, uplink: { maxRetries: 0 } });
    const publisher = await broker.connect();
    await publisher.publishAsync('plant/line1/temp', '1');
    const [report] = await offline();
    assert.match(report?.error ?? '', /ECONNREFUSED/);
    assert.equal((await gateway.stats('away')).buffer_depth, 1);
    const said = [await gateway.records('receipts'), await gateway.records('status'), gateway.red.output()];
    assert.ok(!JSON.stringify(said).includes(user.password));
  });
});

/** Environment variables in both spellings, so that none of this machine's interferes. */
function withLowerCase(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}

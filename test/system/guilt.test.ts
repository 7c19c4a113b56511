import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { EdgeClient } from '../../src';
import {
  type Engine,
  exportSamples,
  startVictoriaMetrics,
  victoriaMetrics,
} from '../harness/backend/engines';
import { ClientCertificateFiles } from '../harness/network/clientCertificate';
import { listen } from '../harness/network/listening';
import { type Nginx, nginx, startNginx } from '../harness/network/nginx';
import { testAuthorityFile } from '../harness/network/testCertificate';
import { need } from '../harness/requirements';
import { sleep, until } from '../harness/until';
import { ClientRig } from '../harness/uplink/ClientRig';

/** Longer than quick requests take, and time for many attempts of an uplink that does not wait. */
const WATCHED_MS = 4000;

describe('finding the cause of a rejection, with real servers', () => {
  let rig: ClientRig;
  beforeEach(async () => {
    rig = await ClientRig.start({});
  });
  afterEach(() => rig.stop());

  /** For a while nothing is lost, and hardly anything is sent. */
  async function keepsAll(client: EdgeClient, count: number): Promise<void> {
    await until('the first refusal', () => rig.told('offline').length > 0);
    await sleep(WATCHED_MS);
    const { buffer_depth, events_quarantined, events_dropped, connected } = client.stats();
    assert.deepEqual(
      { buffer_depth, events_quarantined, events_dropped, connected },
      { buffer_depth: count, events_quarantined: 0, events_dropped: 0, connected: false },
    );
    assert.equal(rig.told('offline')[0]?.payload.status, 400);
    const { flush_errors, retries_by_status } = client.stats();
    assert.ok(flush_errors > 0 && flush_errors < 10, JSON.stringify(retries_by_status));
  }

  describe('nginx in front of the backend', () => {
    let front: Nginx;
    let files: ClientCertificateFiles;
    beforeEach(async function () {
      files = new ClientCertificateFiles();
      front = await startNginx(need(this, nginx), rig.backend.url);
    });
    afterEach(async () => {
      await front?.stop();
      files.remove();
    });

    it('rejects every request once the client certificate has expired: all events are kept until it is renewed', async () => {
      const client = rig.client({
        backendUrl: front.url,
        spoolDirectory: rig.spoolDirectory,
        tls: { ca: readFileSync(testAuthorityFile) },
        tlsFiles: { cert: files.cert, key: files.key },
      });
      for (let i = 0; i < 6000; i++) client.ingest(i, { topic: `plant/${i % 50}` });
      client.start();
      await keepsAll(client, 6000);
      assert.match(client.stats().last_error ?? '', /400.*SSL certificate error/s);
      assert.equal(rig.backend.requests.length, 0);
      files.renew();
      client.flush();
      await until('all events arrive', () => client.stats().events_flushed === 6000);
      assert.equal(client.stats().events_quarantined, 0);
    });
  });

  describe('VictoriaMetrics', () => {
    let engine: Engine;
    before(async function () {
      engine = await startVictoriaMetrics(need(this, victoriaMetrics));
    });
    after(() => engine?.stop());

    it('answers 400 to a mistyped path: all events are kept, and arrive once the path is right', async () => {
      const common = {
        backendUrl: engine.url,
        format: 'influx',
        spoolDirectory: rig.spoolDirectory,
      } as const;
      const wrong = rig.client({ ...common, path: '/wriite' });
      for (let i = 0; i < 1000; i++) wrong.ingest(i, { topic: `plant/${i}` });
      wrong.start();
      await keepsAll(wrong, 1000);
      await wrong.close(0);
      const right = rig.client({ ...common, path: '/write' }).start();
      await until('all events arrive', () => right.stats().events_flushed === 1000);
      await until('all is stored', async () => (await exportSamples(engine, '{topic!=""}')).length === 1000);
    });
  });

  describe('a proxy that resets requests that are too large', () => {
    let server: Server;
    const taken: string[] = [];
    let bytes = 0;
    beforeEach(() => {
      taken.length = 0;
      bytes = 0;
      server = createServer((request, response) => {
        const length = Number(request.headers['content-length']);
        bytes += length;
        if (length > 6000) {
          request.socket.resetAndDestroy();
          return;
        }
        taken.push(String(request.headers['idempotency-key']));
        request.resume().on('end', () => response.end('{}'));
      });
    });
    afterEach(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

    it('gets requests that it accepts, and little is sent in vain', async () => {
      const backendUrl = `http://127.0.0.1:${await listen(server)}`;
      const client = rig.client({ backendUrl, format: 'json', backoffBase: 0.5 });
      for (let i = 0; i < 400; i++) client.ingest(i, { topic: `plant/${i}` });
      client.start();
      await until('all events arrive', () => client.stats().events_flushed === 400);
      assert.ok(bytes < 600_000, `${bytes} bytes`);
      assert.equal(new Set(taken).size, taken.length);
      assert.equal(client.stats().events_quarantined, 0);
    });
  });
});

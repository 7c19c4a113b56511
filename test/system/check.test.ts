import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import {
  type Engine,
  exportSamples,
  influxd,
  queryInflux,
  startInfluxdb,
  startVictoriaMetrics,
  victoriaMetrics,
} from '../harness/backend/engines';
import { startHttpBackend } from '../harness/backend/httpBackend';
import { freePort, listen } from '../harness/network/listening';
import { nginx, startNginx } from '../harness/network/nginx';
import { testAuthorityFile } from '../harness/network/testCertificate';
import { nodeRed4 } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

const BACKEND = 'c000000000000001';
const TLS = 'c000000000000002';

/** `secret`, as bcrypt. */
const PASSWORD = '$2b$08$DDbH1RCvxV/gwx0vljHhZObIrHtvi70D1ZSj0yjTy6XBy1exTtd1K';
const USERS = [
  { username: 'writer', password: PASSWORD, permissions: '*' },
  { username: 'reader', password: PASSWORD, permissions: 'read' },
];

const PORTAL =
  '<!DOCTYPE html>\n<html><head><title>Hotel guest network</title></head><body><form>Room</form></body></html>';

describe("the check of a backend's dialog, in a real Node-RED", () => {
  let red: NodeRed;
  let writer: string;
  let reader: string;

  before(async function () {
    const installation = need(this, nodeRed4);
    await packThisPackage();
    red = await startNodeRed({
      red: installation,
      packageFolder: repository,
      flows: [
        { id: BACKEND, type: 'wireband-backend', name: 'b', url: 'http://127.0.0.1:9' },
        { id: TLS, type: 'tls-config', cert: '', key: '', ca: testAuthorityFile, verifyservercert: true },
      ],
      settings: { adminAuth: { type: 'credentials', users: USERS } },
    });
    writer = await logIn('writer');
    reader = await logIn('reader');
  });
  after(() => red?.stop());

  async function logIn(username: string): Promise<string> {
    const login = { client_id: 'node-red-editor', grant_type: 'password', username, password: 'secret' };
    const response = await fetch(`${red.url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...login, scope: '' }),
    });
    const { access_token: token } = Object(await response.json());
    assert.equal(typeof token, 'string', `${username} logs in`);
    return String(token);
  }

  function ask(settings: object, token = writer): Promise<Response> {
    return fetch(`${red.url}/wireband/backend/${BACKEND}/check`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(settings),
    });
  }

  async function check(settings: object): Promise<Record<string, unknown>> {
    const response = await ask(settings);
    assert.equal(response.status, 200);
    return Object(await response.json());
  }

  it('needs the permission to write flows', async () => {
    assert.equal((await ask({ url: 'http://127.0.0.1:9' }, reader)).status, 401);
    assert.equal((await check({ url: 'http://127.0.0.1:9' })).cause, 'connection-refused');
  });

  it('recognizes an unknown host name, and a port on which nothing listens', async () => {
    const unknown = await check({ url: 'http://no-such-host.invalid:8086' });
    assert.ok(unknown.cause === 'unknown-name' || unknown.cause === 'no-lookup', String(unknown.cause));
    assert.equal((await check({ url: `http://127.0.0.1:${await freePort()}` })).cause, 'connection-refused');
  });

  it('recognizes a portal, although its page has a success status', async () => {
    const portal = createServer((request, response) => {
      request.resume().on('end', () => response.setHeader('Content-Type', 'text/html').end(PORTAL));
    });
    const url = `http://127.0.0.1:${await listen(portal)}`;
    try {
      for (const format of ['wireband', 'json', 'influx', 'otlp']) {
        const { cause, detail } = await check({ url, format });
        assert.equal(cause, 'web-page', format);
        assert.match(String(detail), /Hotel guest network/);
      }
    } finally {
      portal.closeAllConnections();
      await new Promise((resolve) => portal.close(resolve));
    }
  });

  it('reports an untrusted certificate until the TLS settings trust it', async () => {
    const secure = await startHttpBackend({ tls: true });
    try {
      const { cause, certificate } = await check({ url: secure.url });
      assert.equal(cause, 'certificate-untrusted');
      assert.match(JSON.stringify(certificate), /localhost/);
      assert.equal((await check({ url: secure.url, tls: TLS })).cause, 'stored');
      assert.equal(secure.requests.length, 1);
    } finally {
      await secure.stop();
    }
  });

  it('recognizes an nginx that requires a client certificate', async function () {
    const server = await startNginx(need(this, nginx), 'http://127.0.0.1:9');
    try {
      assert.equal((await check({ url: server.url, tls: TLS })).cause, 'client-certificate');
      const plain = server.url.replace('https:', 'http:');
      assert.equal((await check({ url: plain })).cause, 'https');
    } finally {
      await server.stop();
    }
  });

  describe('against InfluxDB 1', () => {
    let influx: Engine;
    before(async function () {
      influx = await startInfluxdb(need(this, influxd));
    });
    after(() => influx?.stop());

    it('recognizes an unknown database, a wrong path, and a missing database name', async () => {
      const settings = { url: influx.url, format: 'influx' };
      const missing = await check({ ...settings, query: 'db=plant' });
      assert.deepEqual([missing.cause, missing.stored], ['place', 0]);
      assert.match(String(missing.detail), /database not found/);
      assert.equal((await check({ ...settings, query: 'db=' })).cause, 'place');
      assert.equal((await check({ ...settings, path: '/nothing/here' })).cause, 'path');
    });

    it('stores the sample once per press', async () => {
      await queryInflux(influx, 'CREATE DATABASE plant');
      const report = await check({ url: influx.url, format: 'influx', query: 'db=plant' });
      assert.deepEqual([report.cause, report.stored, report.sent], ['stored', 3, 3]);
      const rows = await queryInflux(influx, 'SELECT * FROM wireband');
      assert.deepEqual(rows.map(({ topic }) => topic).sort(), [
        'site/gate/door',
        'site/hall/press',
        'site/hall/t1',
      ]);
    });
  });

  it('stores in VictoriaMetrics the events that it can hold', async function () {
    const victoria = await startVictoriaMetrics(need(this, victoriaMetrics));
    try {
      const settings = { url: victoria.url, format: 'influx', precision: 'ms', textValues: 'omit' };
      const report = await check(settings);
      assert.deepEqual([report.cause, report.stored, report.sent], ['stored', 2, 2]);
      await until('the reading is found', async () => {
        const samples = await exportSamples(victoria, '{__name__="wireband_value"}');
        return samples.some(({ labels, value }) => labels.topic === 'site/hall/t1' && value === 21.5);
      });
      assert.equal((await check({ ...settings, path: '/api/nothing' })).cause, 'rejected');
    } finally {
      await victoria.stop();
    }
  });

  it('recognizes a VictoriaMetrics that refuses the key', async function () {
    const victoria = await startVictoriaMetrics(need(this, victoriaMetrics), [
      '-httpAuth.username=plant',
      '-httpAuth.password=secret',
    ]);
    try {
      const settings = { url: victoria.url, format: 'influx', precision: 'ms', textValues: 'omit' };
      const key = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
      assert.equal((await check({ ...settings, apiKey: key('plant:wrong') })).cause, 'api-key');
      assert.equal((await check({ ...settings, apiKey: key('plant:secret') })).cause, 'stored');
    } finally {
      await victoria.stop();
    }
  });
});

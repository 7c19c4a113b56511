import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { HttpTransport } from '../../../../src/uplink';
import { TlsFiles } from '../../../../src/uplink/transport/TlsFiles';
import { listen } from '../../../harness/network/listening';
import { testAuthorityFile, testCertificate } from '../../../harness/network/testCertificate';
import { until } from '../../../harness/until';

const request = { headers: {}, text: '[]', coding: 'identity' as const };
const never = new AbortController().signal;
const fixture = (name: string): string => join(__dirname, '../../../fixtures/tls', name);

describe('a client certificate in files', () => {
  let directory: string;
  let cert: string;
  let key: string;
  const put = (name: 'client-expired' | 'client-renewed'): void => {
    copyFileSync(fixture(`${name}.crt`), cert);
    copyFileSync(fixture(`${name}.key`), key);
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'wireband-tls-'));
    cert = join(directory, 'client.crt');
    key = join(directory, 'client.key');
    put('client-expired');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  describe('for a backend that answers 400 to one that has expired', () => {
    let server: Server;
    let transport: HttpTransport;
    beforeEach(async () => {
      const trusted = ['client-expired.crt', 'client-renewed.crt'].map((name) => readFileSync(fixture(name)));
      const tls = { ...testCertificate, ca: trusted, requestCert: true, rejectUnauthorized: false };
      server = createServer(tls, ({ socket }, response) => {
        const isTrusted = socket instanceof TLSSocket && socket.authorized;
        response.writeHead(isTrusted ? 200 : 400).end();
      });
      transport = new HttpTransport({
        url: `https://127.0.0.1:${await listen(server)}`,
        path: '/',
        timeoutMs: 5000,
        tls: { ca: readFileSync(testAuthorityFile), cert: readFileSync(cert), key: readFileSync(key) },
        tlsFiles: { cert, key },
      });
    });
    afterEach(async () => {
      transport.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const status = async (): Promise<number | string> => {
      const { answer } = await transport.post(request, never);
      return answer.kind === 'answered' ? answer.status : answer.error;
    };

    it('is used from the request on that follows its renewal, also over a connection that is kept', async () => {
      assert.deepEqual([await status(), await status()], [400, 400]);
      put('client-renewed');
      await until('the renewed one is used', async () => (await status()) === 200);
    });
  });

  it('is left as it is while only one of its files has been replaced, or one is missing', async () => {
    const files = new TlsFiles({ cert, key }, undefined);
    let now = 0;
    const changed = () => {
      now += 1000;
      return files.changed(now);
    };
    assert.deepEqual(await changed(), { cert: readFileSync(cert), key: readFileSync(key) });
    assert.equal(await changed(), undefined);
    copyFileSync(fixture('client-renewed.crt'), cert);
    assert.equal(await changed(), undefined);
    rmSync(key);
    assert.equal(await changed(), undefined);
    put('client-renewed');
    assert.deepEqual(await changed(), { cert: readFileSync(cert), key: readFileSync(key) });
    writeFileSync(cert, 'nothing');
    assert.equal(await changed(), undefined);
  });

  it('is looked at once a second at most', async () => {
    const files = new TlsFiles({ cert, key }, undefined);
    assert.notEqual(await files.changed(5000), undefined);
    put('client-renewed');
    assert.equal(await files.changed(5999), undefined);
    assert.notEqual(await files.changed(6000), undefined);
  });
});

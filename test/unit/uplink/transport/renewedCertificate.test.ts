import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { HttpTransport, type TlsOptions } from '../../../../src/uplink';
import { TlsFiles } from '../../../../src/uplink/transport/TlsFiles';
import { CertificateServer, ClientCertificateFiles } from '../../../harness/network/clientCertificate';
import { testAuthorityFile } from '../../../harness/network/testCertificate';
import { until } from '../../../harness/until';

const request = { headers: {}, text: '[]', coding: 'identity' as const };
const never = new AbortController().signal;

describe('a client certificate in files', () => {
  let files: ClientCertificateFiles;
  beforeEach(() => {
    files = new ClientCertificateFiles();
  });
  afterEach(() => files.remove());
  const asTheyAre = () => ({ cert: readFileSync(files.cert), key: readFileSync(files.key) });

  it('is used after renewal by a backend that answered 400 to the expired one', async () => {
    const server = await CertificateServer.start();
    const transport = new HttpTransport({
      url: server.url,
      path: '/',
      timeoutMs: 5000,
      tls: { ca: readFileSync(testAuthorityFile), ...asTheyAre() },
      tlsFiles: files,
    });
    await transport.post(request, never);
    await transport.post(request, never);
    files.renew();
    await until('a request with the renewed certificate', async () => {
      await transport.post(request, never);
      return server.statuses.at(-1) === 200;
    });
    transport.close();
    await server.stop();
    assert.deepEqual(server.statuses.slice(0, 2), [400, 400]);
  });

  it('stays in use while only one of its files was replaced, or one is missing', async () => {
    let latest: TlsOptions | undefined;
    const read = new TlsFiles(files, undefined, (found) => {
      latest = found;
    });
    let now = 0;
    const changed = async () => {
      latest = undefined;
      now += 1000;
      await read.look(now);
      return latest;
    };
    assert.deepEqual(await changed(), asTheyAre());
    assert.equal(await changed(), undefined);
    files.put('renewed', 'crt');
    assert.equal(await changed(), undefined);
    rmSync(files.key);
    assert.equal(await changed(), undefined);
    files.renew();
    assert.deepEqual(await changed(), asTheyAre());
    writeFileSync(files.cert, 'nothing');
    assert.equal(await changed(), undefined);
  });

  it('is checked at most once per second', async () => {
    let times = 0;
    const read = new TlsFiles(files, undefined, () => {
      times++;
    });
    await read.look(5000);
    files.renew();
    await read.look(5999);
    assert.equal(times, 1);
    await read.look(6000);
    assert.equal(times, 2);
  });

  it('delays a request by at most a second if reading its file hangs', async function () {
    if (process.platform === 'win32') return this.skip();
    rmSync(files.cert);
    execFileSync('mkfifo', [files.cert]);
    const read = new TlsFiles(files, undefined, () => assert.fail('nothing was read'));
    await read.look(5000);
    // Ends the read, which would otherwise occupy a thread of Node.js.
    writeFileSync(files.cert, 'nothing');
  });
});

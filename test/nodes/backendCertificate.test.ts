import { CertificateServer, ClientCertificateFiles } from '../harness/network/clientCertificate';
import { testAuthorityFile } from '../harness/network/testCertificate';
import { send, startFlow, until, withNodeRed } from '../harness/nodeRed/flow';

describe('the backend node with a tls-config node whose certificate is in files', () => {
  withNodeRed();
  let files: ClientCertificateFiles;
  let server: CertificateServer;
  beforeEach(async () => {
    files = new ClientCertificateFiles();
    server = await CertificateServer.start();
    process.env.WIREBAND_TEST_KEY = files.key;
  });
  afterEach(async () => {
    delete process.env.WIREBAND_TEST_KEY;
    await server.stop();
    files.remove();
  });

  it('uses a renewed certificate without a deploy, even if a variable names a file', async () => {
    await startFlow([
      {
        id: 'tls',
        type: 'tls-config',
        cert: files.cert,
        key: `\${WIREBAND_TEST_KEY}`,
        ca: testAuthorityFile,
        verifyservercert: true,
      },
      { id: 'b', type: 'wireband-backend', url: server.url, tls: 'tls', path: '/' },
      {
        id: 'u',
        type: 'wireband-uplink',
        backend: 'b',
        storage: 'memory',
        flushInterval: 0.02,
        backoffBase: 0.1,
        backoffMax: 0.5,
        wires: [[], []],
      },
    ]);
    send('u', { topic: 'a/temp', payload: 1 });
    await until(() => server.statuses.includes(400));
    files.renew();
    await until(() => {
      send('u', { topic: 'a/temp', payload: 2 });
      return server.statuses.includes(200);
    });
  });
});

import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  postToAdmin,
  send,
  startFlow,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';

/** What the editor holds in place of a saved key. */
const SAVED = '__PWRD__';

describe("the check of a backend's dialog", () => {
  withNodeRed();

  let server: HttpBackend;
  beforeEach(async () => {
    server = await startHttpBackend();
  });
  afterEach(() => server.stop());

  const backend = (config: object = {}): FlowNode => ({ id: 'b', type: 'wireband-backend', ...config });

  const ask = (settings: object, id = 'b', headers: Readonly<Record<string, string>> = {}) =>
    postToAdmin(`/wireband/backend/${id}/check`, settings, headers);

  const check = async (settings: object, id = 'b'): Promise<Record<string, unknown>> => {
    const { status, body } = await ask(settings, id);
    assert.equal(status, 200);
    return Object(body);
  };

  it('uses the settings in the dialog, not the deployed ones, and leaves the node alone', async () => {
    const deployed = await startHttpBackend();
    await startFlow([backend({ url: deployed.url })]);
    const { cause, stored, sent } = await check({ url: server.url, format: 'json', path: '/in' });
    assert.deepEqual([cause, stored, sent], ['stored', 3, 3]);
    assert.deepEqual([server.requests.length, deployed.requests.length], [1, 0]);
    assert.equal(server.requests[0]?.path, '/in');
    assert.equal(server.requests[0]?.headers['wireband-check'], '1');
    await deployed.stop();
  });

  it('works for a backend that is not deployed', async () => {
    await startFlow([]);
    assert.equal((await check({ url: server.url }, 'gone')).cause, 'stored');
  });

  it('sends the typed key, or else the saved one', async () => {
    await startFlow([backend({ url: server.url })], { b: { apiKey: 'saved-key' } });
    for (const apiKey of [SAVED, 'typed-key', '']) await check({ url: server.url, apiKey });
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.authorization),
      ['Bearer saved-key', 'Bearer typed-key', undefined],
    );
  });

  it('knows the saved key of a node that was redeployed or has invalid settings', async () => {
    await startFlow([backend({ url: 'nowhere' })], { b: { apiKey: 'first' } });
    await check({ url: server.url, apiKey: SAVED });
    await deploy([backend({ url: server.url })], 'full', { b: { apiKey: 'second' } });
    await check({ url: server.url, apiKey: SAVED });
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.authorization),
      ['Bearer first', 'Bearer second'],
    );
  });

  it('reads environment variables as Node-RED does', async () => {
    process.env.WIREBAND_CHECK_URL = server.url;
    process.env.WIREBAND_CHECK_TENANT = 'acme';
    try {
      await startFlow([backend()]);
      const tenant = { name: 'X-Tenant', value: '$' + '{WIREBAND_CHECK_TENANT}' };
      const report = await check({ url: '$' + '{WIREBAND_CHECK_URL}', headers: [tenant] });
      assert.equal(report.cause, 'stored');
      assert.equal(server.requests[0]?.headers['x-tenant'], 'acme');
    } finally {
      delete process.env.WIREBAND_CHECK_URL;
      delete process.env.WIREBAND_CHECK_TENANT;
    }
  });

  it('sends the events of the last batch if there was one', async () => {
    const uplink = { id: 'n', type: 'wireband-uplink', storage: 'memory', backend: 'b', flushInterval: 0.02 };
    await startFlow([backend({ url: server.url }), { ...uplink, wires: [[], []] }]);
    send('n', { topic: 'cellar/temp', payload: 7 });
    await until(() => server.requests.length > 0);
    const { sent } = await check({ url: server.url, format: 'json' });
    assert.equal(sent, 1);
    assert.match(String(server.requests[1]?.body), /cellar\/temp/);
  });

  it('names an invalid setting, and sends nothing', async () => {
    await startFlow([backend()]);
    for (const [setting, settings] of [
      ['url', { url: '$' + '{NOT_SET_HERE}' }],
      ['topicTags', { url: server.url, topicTags: 'a/#/b' }],
      ['tls', { url: server.url, tls: 'gone' }],
      ['catalog', { url: server.url, catalog: '[' }],
      ['apiKey', { url: server.url, apiKey: '$' + '{NOT_SET_HERE}' }],
    ] as const) {
      const answer = await check(settings);
      assert.equal(answer.setting, setting);
      assert.match(String(answer.error), /./);
    }
    assert.equal(server.requests.length, 0);
  });

  it('is refused to pages of another origin', async () => {
    await startFlow([backend({ url: server.url })]);
    for (const foreign of [{ Origin: 'http://other.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      assert.equal((await ask({ url: server.url }, 'b', foreign)).status, 403);
    }
    assert.equal(server.requests.length, 0);
  });
});

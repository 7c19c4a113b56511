import assert from 'node:assert/strict';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** `secret`, as bcrypt. */
const PASSWORD = '$2b$08$DDbH1RCvxV/gwx0vljHhZObIrHtvi70D1ZSj0yjTy6XBy1exTtd1K';

interface Topic {
  readonly topic: string;
  readonly count: number;
  readonly sample: string;
}

/** A button that sends a topic to the classify node `c`. */
function button(id: string, topic: string): FlowNode {
  const props = [{ p: 'payload' }, { p: 'topic', vt: 'str' }];
  return { id, type: 'inject', z: 'tab', props, topic, payload: '5', payloadType: 'num', wires: [['c']] };
}

function classify(more: object = {}): FlowNode {
  return { id: 'c', type: 'wireband-classify', z: 'tab', name: '', wires: [[]], ...more };
}

function flowOf(...nodes: readonly FlowNode[]): FlowNode[] {
  return [
    { id: 'tab', type: 'tab', label: 'T' },
    button('b1', 'plant/x17'),
    button('b2', 'hall/qzx'),
    ...nodes,
  ];
}

for (const version of nodeRedVersions) {
  describe(`The list of unclassified topics in ${version.name}`, () => {
    let red: NodeRed;
    let admin: string;
    /** By user name: Node-RED refuses users who log in too often. */
    const tokens = new Map<string, Promise<string>>();

    before(async function () {
      const installation = need(this, version);
      await packThisPackage();
      const users = [
        { username: 'owner', password: PASSWORD, permissions: '*' },
        { username: 'reader', password: PASSWORD, permissions: 'read' },
        { username: 'watcher', password: PASSWORD, permissions: ['status.read'] },
      ];
      const settings = { httpAdminRoot: '/admin', adminAuth: { type: 'credentials', users } };
      red = await startNodeRed({
        red: installation,
        packageFolder: repository,
        flows: flowOf(classify()),
        settings,
      });
      admin = `${red.url}/admin`;
    });

    after(() => red?.stop());

    async function logIn(username: string): Promise<string> {
      const login = { client_id: 'node-red-editor', grant_type: 'password', username, password: 'secret' };
      const response = await fetch(`${admin}/auth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...login, scope: '' }),
      });
      const { access_token: token } = Object(await response.json());
      assert.equal(typeof token, 'string', `${username} logs in`);
      return String(token);
    }

    function tokenOf(username: string): Promise<string> {
      const token = tokens.get(username) ?? logIn(username);
      tokens.set(username, token);
      return token;
    }

    async function call(
      user: string | undefined,
      method: string,
      path: string,
      body?: unknown,
      more: Readonly<Record<string, string>> = {},
    ): Promise<Response> {
      const authorization = user === undefined ? {} : { Authorization: `Bearer ${await tokenOf(user)}` };
      return fetch(`${admin}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', ...authorization, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    }

    async function deploy(...nodes: readonly FlowNode[]): Promise<void> {
      const response = await call('owner', 'POST', '/flows', flowOf(...nodes));
      assert.ok(response.ok, `the deploy answered ${response.status}`);
    }

    /** Node-RED answers a deploy before the flow's nodes run. */
    async function press(id: string): Promise<void> {
      await until(
        `the button ${id} works`,
        async () => (await call('owner', 'POST', `/inject/${id}`, {})).ok,
      );
    }

    const LIST = '/wireband/classify/c/unclassified';

    async function list(): Promise<Topic[]> {
      const response = await call('owner', 'GET', LIST);
      assert.equal(response.status, 200);
      const { unclassified }: { unclassified: Topic[] } = await response.json();
      return unclassified.map(({ topic, count, sample }) => ({ topic, count, sample }));
    }

    async function waitForList(
      expected: readonly (readonly [topic: string, count: number])[],
    ): Promise<void> {
      let found: unknown;
      await until(
        () => `the list is ${JSON.stringify(expected)}, it is ${JSON.stringify(found)}`,
        async () => {
          found = (await list()).map(({ topic, count }) => [topic, count]);
          return JSON.stringify(found) === JSON.stringify(expected);
        },
      );
    }

    it('is served below httpAdminRoot, latest first', async () => {
      await press('b1');
      await press('b2');
      await press('b1');
      await waitForList([
        ['plant/x17', 2],
        ['hall/qzx', 1],
      ]);
      assert.equal((await list())[0]?.sample, '5');
      assert.equal((await fetch(`${red.url}${LIST}`)).status, 404);
    });

    it('is shown to users who may read flows, and cleared by users who may write them', async () => {
      for (const user of [undefined, 'watcher'])
        assert.equal((await call(user, 'GET', LIST)).status, 401, String(user));
      assert.equal((await call('reader', 'GET', LIST)).status, 200);
      for (const user of [undefined, 'watcher', 'reader'])
        assert.equal((await call(user, 'POST', `${LIST}/clear`)).status, 401, String(user));
      assert.equal((await list()).length, 2);
    });

    it('is not cleared for a page of another origin', async () => {
      const foreign = { Origin: 'http://other.example' };
      for (const more of [foreign, { 'Sec-Fetch-Site': 'cross-site' }]) {
        assert.equal((await call('owner', 'POST', `${LIST}/clear`, {}, more)).status, 403);
      }
      assert.equal((await list()).length, 2);
    });

    it('survives a deploy, even of a changed node, without the topics that are recognized now', async () => {
      await deploy(classify({ name: 'changed' }));
      await press('b2');
      await waitForList([
        ['hall/qzx', 2],
        ['plant/x17', 2],
      ]);
      await deploy(classify({ topicSymbols: [{ topic: 'plant/#', symbol: 'SENSOR_FAN' }] }));
      await press('b1');
      await waitForList([['hall/qzx', 2]]);
    });

    it('survives a period in which its node has an invalid setting', async () => {
      await deploy(classify({ fallback: 'NO_SUCH_SYMBOL' }));
      await press('b1');
      await waitForList([['hall/qzx', 2]]);
      await deploy(classify());
      await press('b2');
      await waitForList([['hall/qzx', 3]]);
    });

    it('can be cleared', async () => {
      const own = { Origin: new URL(red.url).origin };
      const response = await call('owner', 'POST', `${LIST}/clear`, {}, own);
      assert.deepEqual([response.status, await response.json()], [200, { unclassified: [] }]);
      await waitForList([]);
      await press('b1');
      await waitForList([['plant/x17', 1]]);
    });

    for (const [what, nodes] of [
      ['deleted', []],
      ['disabled', [classify({ d: true })]],
      ['deleted while its setting is invalid', undefined],
    ] as const) {
      it(`is gone once its node is ${what}`, async () => {
        await deploy(classify());
        await press('b1');
        await until('the topic is listed', async () =>
          (await list()).some(({ topic }) => topic === 'plant/x17'),
        );
        if (nodes === undefined) await deploy(classify({ fallback: 'NO_SUCH_SYMBOL' }));
        await deploy(...(nodes ?? []));
        await until('the list is gone', async () => (await call('owner', 'GET', LIST)).status === 404);
        assert.equal((await call('owner', 'POST', `${LIST}/clear`)).status, 404);
        await deploy(classify());
        await press('b2');
        await waitForList([['hall/qzx', 1]]);
      });
    }

    it('exists only for classify nodes', async () => {
      for (const id of ['b1', 'tab', '__proto__', 'constructor', '%2e%2e', '<script>']) {
        const path = `/wireband/classify/${encodeURIComponent(id)}/unclassified`;
        const response = await call('owner', 'GET', path);
        assert.equal(response.status, 404, id);
        assert.deepEqual(await response.json(), { error: 'The flow has no classify node with this ID.' });
      }
    });
  });
}

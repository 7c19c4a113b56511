import assert from 'node:assert/strict';
import { editorLogin, guardedSettings, NODES_ROOT, nodesLogin } from '../harness/nodeRed/guardedSettings';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

const PATH = '/events';

/** A button that sends, an uplink to `url`, and the http in node that is its backend. */
const flow = (url: string): FlowNode[] => [
  { id: 'tab', type: 'tab', label: 'own address' },
  {
    id: 'button',
    type: 'inject',
    z: 'tab',
    props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }],
    topic: 'hall/temperature',
    payload: '21.5',
    payloadType: 'num',
    wires: [['uplink']],
  },
  {
    id: 'uplink',
    type: 'wireband-uplink',
    z: 'tab',
    backend: 'backend',
    storage: 'memory',
    flushInterval: 0.05,
    backoffBase: 0.1,
    wires: [['report'], []],
  },
  { id: 'report', ...debugNode('$string(event) & " " & $string(payload)') },
  { id: 'backend', type: 'wireband-backend', z: 'tab', url, path: PATH },
  { id: 'in', type: 'http in', z: 'tab', url: `/base${PATH}`, method: 'post', wires: [['decode']] },
  { id: 'decode', type: 'wireband-decode', z: 'tab', output: 'each', wires: [['arrived'], ['answer']] },
  { id: 'answer', type: 'http response', z: 'tab', wires: [] },
  { id: 'arrived', ...debugNode('"arrived " & topic & " " & $string(payload)') },
];

function debugNode(expression: string) {
  return {
    type: 'debug',
    z: 'tab',
    active: true,
    tosidebar: false,
    console: true,
    complete: expression,
    targetType: 'jsonata',
    wires: [],
  };
}

for (const version of nodeRedVersions) {
  describe(`node-red://self in Node-RED ${version.version}, with logins and its own root for http in nodes`, () => {
    let red: NodeRed;

    before(async function () {
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({
        red: installation,
        packageFolder: repository,
        settings: guardedSettings,
        login: editorLogin,
        flows: flow('node-red://self/base'),
        // A proxy that does not exist: requests to this machine bypass it.
        env: {
          HTTP_PROXY: 'http://127.0.0.1:9',
          http_proxy: 'http://127.0.0.1:9',
          NO_PROXY: '',
          no_proxy: '',
        },
      });
    });
    after(async () => red?.stop());

    it('delivers events to the http in node of the same Node-RED', async () => {
      await red.inject('button');
      await red.waitForOutput(/arrived hall\/temperature 21\.5/);
      await red.waitForOutput(/delivered .*"status":200/);
    });

    it('admits nobody else without the login', async () => {
      const post = (headers: Record<string, string>) =>
        fetch(`${red.url}${NODES_ROOT}/base${PATH}`, { method: 'POST', headers, body: '{}' });
      assert.equal((await post({})).status, 401);
      const { username, password } = nodesLogin;
      const basic = Buffer.from(`${username}:${password}`).toString('base64');
      assert.equal((await post({ Authorization: `Basic ${basic}` })).status, 400);
    });

    it('works again after a deploy', async () => {
      const deliveries = () => red.output().match(/arrived hall/g)?.length ?? 0;
      const before = deliveries();
      await red.deploy(flow('node-red://self/base'));
      await until('the flow runs', () =>
        red.inject('button').then(
          () => true as const,
          () => undefined,
        ),
      );
      await until('the event arrives', () => deliveries() > before || undefined);
    });
  });
}

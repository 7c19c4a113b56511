import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

const MODULE = '@wireband/node-red-edge';

const flows: readonly FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'All' },
  { id: 'b', type: 'wireband-backend', url: 'http://127.0.0.1:1', path: '/in', format: 'json' },
  { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: '1' },
  {
    id: 'go',
    type: 'inject',
    z: 'tab',
    props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }],
    topic: 'plant/qzx',
    payload: '5',
    payloadType: 'num',
    wires: [['c']],
  },
  { id: 'c', type: 'wireband-classify', z: 'tab', wires: [['d']] },
  { id: 'd', type: 'wireband-delta', z: 'tab', mode: 'change', wires: [['u']] },
  { id: 'u', type: 'wireband-uplink', z: 'tab', name: 'Main', backend: 'b', wires: [[], []] },
  { id: 'm', type: 'wireband-mqtt-in', z: 'tab', broker: 'broker', topic: 'a/b', wires: [[]] },
];

/** A text about the flow in the answer of each of our addresses, once a message has gone through. */
const ANSWERS: Readonly<Record<string, string>> = {
  '/wireband/classify/c/unclassified': 'plant/qzx',
  '/wireband/delta/d/readings': 'plant/qzx',
  '/wireband/backend/b/sample': 'plant/qzx',
  '/wireband/mqtt-in/m': '"in_flight"',
  '/wireband/uplinks': '"name":"Main"',
  '/wireband/uplinks/u/waiting': 'plant/qzx',
  '/wireband/metrics': 'wireband_',
  '/wireband/health': '"Main"',
};

for (const version of nodeRedVersions) {
  describe(`The package, removed and reinstalled without a restart of ${version.name},`, () => {
    let red: NodeRed;
    let tarball: string;

    before(async function () {
      const installation = need(this, version);
      ({ tarball } = await packThisPackage());
      const settings = { wireband: { metrics: 'admin', health: 'public' } };
      red = await startNodeRed({ red: installation, tarball, flows: [], settings });
    });

    after(() => red?.stop());

    async function ask(path: string): Promise<string> {
      return (await fetch(`${red.url}${path}`)).text();
    }

    async function runFlow(): Promise<void> {
      await red.deploy(flows);
      await until('the button works', () =>
        red.inject('go').then(
          () => true,
          () => false,
        ),
      );
    }

    async function assertAnswers(): Promise<void> {
      for (const [path, expected] of Object.entries(ANSWERS)) {
        let found = '';
        await until(
          () => `${path} answers ${expected}; it answered ${found}`,
          async () => {
            found = await ask(path);
            return found.includes(expected);
          },
          20_000,
        );
      }
    }

    it('answers at each of its endpoints before', async () => {
      await runFlow();
      await assertAnswers();
    });

    it('answers at each endpoint with the data of the new nodes', async () => {
      await red.deploy([]);
      await until('the type is no longer in use', async () => {
        const removal = await fetch(`${red.url}/nodes/${MODULE}`, { method: 'DELETE' });
        return removal.status === 204;
      });
      assert.deepEqual(
        (await red.nodeSets()).filter(({ module }) => module === MODULE),
        [],
      );
      const form = new FormData();
      form.append('tarball', new Blob([readFileSync(tarball)]), 'package.tgz');
      const upload = await fetch(`${red.url}/nodes`, { method: 'POST', body: form });
      assert.equal(upload.status, 200, await upload.text());
      await runFlow();
      await assertAnswers();
    });
  });
}

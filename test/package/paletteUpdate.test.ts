import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { checkRepetitions } from '../harness/backend/receivedEvents';
import { Feed, feedFlow } from '../harness/gateway/feed';
import { nodeRedVersions, type RedInstallation } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { numberOf } from '../harness/numberedEvents';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

const MODULE = '@wireband/node-red-edge';
const OLD = join(repository, 'test', 'fixtures', 'package-0.1.0', 'wireband-node-red-edge-0.1.0.tgz');

/** What 0.1.0 saved for a new uplink. */
const UPLINK_OF_010 = {
  ...{
    name: '',
    storage: 'disk',
    bufferSize: 50_000,
    maxPending: 10_000,
    maxBytes: 268_435_456,
    maxAge: 604_800,
  },
  ...{ overflow: 'oldest', sync: 'interval', syncInterval: 0.2, minFreeBytes: 67_108_864, order: 'fifo' },
  ...{ alarmsFirst: true, alarmSymbols: [], flushInterval: 0.1, flushBatch: 20, maxRetries: 3 },
  ...{ backoffBase: 0.2, backoffMax: 1, parallel: 1 },
};

/** Makes the palette manager's request. */
async function update(red: NodeRed, version: string, tarball: string): Promise<void> {
  const response = await fetch(`${red.url}/nodes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ module: MODULE, version, url: tarball }),
  });
  assert.ok(response.ok, await response.text());
}

for (const version of nodeRedVersions) {
  describe(`An update from 0.1.0 with the palette manager of ${version.name}`, () => {
    let installation: RedInstallation;
    let userDir: string;
    let backend: BackendServer;
    let red: NodeRed | undefined;

    before(async function () {
      installation = need(this, version);
      userDir = mkdtempSync(join(tmpdir(), 'wireband-update-'));
      backend = await BackendServer.start();
    });
    after(async () => {
      await red?.stop();
      await backend?.close();
      if (userDir !== undefined) rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    });

    it('keeps a backlog on disk: every event that 0.1.0 accepted arrives once', async () => {
      const { tarball } = await packThisPackage();
      const { version: newest }: { version: string } = JSON.parse(
        readFileSync(join(repository, 'package.json'), 'utf8'),
      );
      const flows = feedFlow({ backendUrl: backend.url, uplink: UPLINK_OF_010 }).filter(
        ({ type }) => type !== 'test-probe',
      );
      red = await startNodeRed({ red: installation, userDir, tarball: OLD, flows });
      const feed = new Feed();
      feed.start({ red });
      await until('some events are delivered', () => backend.taken.length > 100);
      backend.behave({ onBatch: () => ({ status: 503 }) });
      const delivered = backend.taken.length;
      await until('a backlog', () => feed.promised.size > delivered + 300);

      await update(red, newest, tarball);
      const promised = feed.promised.size;
      await until('0.1.0 keeps running until the restart', () => feed.promised.size > promised + 50);
      await feed.stop();
      await red.stop();
      assert.ok(backend.taken.length < feed.promised.size - 300, 'the backlog waits');

      red = await startNodeRed({ red: installation, userDir });
      const sets = (await red.nodeSets()).filter(({ module }) => module === MODULE);
      assert.deepEqual([...new Set(sets.map((set) => Reflect.get(set, 'version')))], [newest]);
      backend.behave();
      await until(
        () => `all have arrived: ${backend.taken.length} of ${feed.promised.size}`,
        () => {
          const arrived = new Set(backend.taken.map(numberOf));
          return [...feed.promised].every((number) => arrived.has(number));
        },
      );
      checkRepetitions(backend);
      assert.equal(new Set(backend.taken.map(numberOf)).size, backend.taken.length, 'none arrived twice');
    });
  });
}

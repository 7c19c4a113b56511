import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { checkArrived, checkRepetitions } from '../harness/backend/receivedEvents';
import { SmallDisk } from '../harness/disk/smallDisk';
import { Feed, feedFlow } from '../harness/gateway/feed';
import { Gateway } from '../harness/gateway/gateway';
import { bundlePrograms } from '../harness/kill/killableLife';
import { until } from '../harness/until';

const QUICK = { flushInterval: 0.05, flushBatch: 50, backoffBase: 0.05, backoffMax: 0.3 };

const DISK_BYTES = 1024 * 1024;

describe('Node-RED with a disk that fails under the uplink', () => {
  let userDir: string;
  let backend: BackendServer;
  let feed: Feed;
  let gateway: Gateway | undefined;
  let disk: SmallDisk | undefined;
  beforeEach(async () => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
    backend = await BackendServer.start();
    feed = new Feed();
  });
  afterEach(async () => {
    await feed.stop();
    await gateway?.stop();
    disk?.unmount();
    disk = undefined;
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    await backend.close();
  });

  const deploy = (red: Gateway, uplink: object) =>
    red.deploy(feedFlow({ backendUrl: backend.url, uplink: { ...QUICK, storage: 'disk', ...uplink } }));

  /** Waits for a lifecycle message that tells of this state. */
  const tells = (red: Gateway, state: string) =>
    until(
      `storage ${state}`,
      async () => (await red.events<{ state: string }>('storage')).at(-1)?.state === state,
    );

  const promises = (count: number) => {
    const { size } = feed.promised;
    return until(`${count} more are promised`, () => feed.promised.size >= size + count);
  };

  const allArrived = async (red: Gateway): Promise<void> => {
    await feed.stop();
    const stats = await red.emptied('feed');
    // First what was counted, so that a loss says of itself whether it was.
    assert.equal(stats.events_dropped, 0, JSON.stringify(stats.dropped_by_reason));
    checkArrived(backend, feed.promised);
    checkRepetitions(backend);
    assert.equal(stats.events_flushed, stats.events_ingested);
  };

  it('whose directory is removed under load: it goes on, makes it again, and every message arrives once', async function () {
    gateway = await Gateway.start(this, { userDir });
    await deploy(gateway, {});
    feed.start(gateway);
    await promises(300);
    rmSync(join(userDir, 'wireband'), { recursive: true, maxRetries: 5 });
    await tells(gateway, 'disk');
    const states = (await gateway.events<{ state: string }>('storage')).map(({ state }) => state);
    assert.deepEqual(states, ['failing', 'disk']);
    await promises(300);
    await allArrived(gateway);
    assert.deepEqual(readdirSync(join(userDir, 'wireband', 'spool')), ['feed-uplink']);
  });

  it('that fills up during an outage: it keeps the rest in memory and says so; every message arrives once', async function () {
    const folder = join(userDir, 'wireband');
    disk = SmallDisk.mount(folder, DISK_BYTES);
    const programs = mkdtempSync(join(tmpdir(), 'wireband-full-'));
    if (!disk) await bundlePrograms(programs, 'disk/fullDisk');
    const env = {
      NO_PROXY: '*',
      ...(!disk && {
        NODE_OPTIONS: `--require ${join(programs, 'fullDisk.js')}`,
        WIREBAND_SMALL_DISK: folder,
        WIREBAND_SMALL_DISK_BYTES: String(DISK_BYTES),
      }),
    };
    gateway = await Gateway.start(this, { userDir, env });
    await deploy(gateway, { minFreeBytes: 0 });
    await backend.goDown();
    feed.start(gateway);
    await tells(gateway, 'failing');
    await promises(1000);
    const { buffer_depth, connected } = await gateway.stats('feed');
    assert.ok(buffer_depth >= 1000 && !connected, `${buffer_depth} wait`);
    await backend.comeBack();
    await tells(gateway, 'disk');
    await promises(100);
    await allArrived(gateway);
    rmSync(programs, { recursive: true, force: true });
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryObjects } from 'node:v8';
import { Engine } from '../../../src/engine';
import { EngineBackend } from '../../../src/engine/EngineBackend';
import { EngineUplink } from '../../../src/engine/EngineUplink';
import { HandOver } from '../../../src/engine/HandOver';
import { openThreadChannel } from '../../../src/engine/threadChannel';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { runs } from '../../harness/effort';
import { until } from '../../harness/until';
import { type Counts, countsOfThread } from '../../harness/uplink/countingThread';
import { EngineRig } from '../../harness/uplink/engineRig';

const CYCLES = runs(300);

/** Cycles before anything is counted, as code takes memory the first times it runs. */
const FIRST_CYCLES = runs(100);

/** Both ends of connections that are just opening or closing; a leak would be one file per cycle. */
const CONNECTIONS = 6;

/** Less than 300 uplinks take, and more than code takes once it has run often. */
const SLACK_BYTES = 1.5 * 1024 * 1024;

describe(`an engine after ${CYCLES} uplinks were opened and closed`, () => {
  let backend: HttpBackend;
  let folder: string;
  let engine: Engine;
  beforeEach(async () => {
    backend = await startHttpBackend();
    folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
    const entry = require.resolve('../../harness/uplink/countingThread');
    engine = new Engine({ openChannel: openThreadChannel({ entry }) });
  });
  afterEach(async () => {
    engine.kill();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rigOf = (id: string, storage: 'disk' | 'memory'): EngineRig =>
    new EngineRig({ engine, id, backendUrl: backend.url, directory: join(folder, id), storage });
  const deliver = async (rig: EngineRig): Promise<void> => {
    rig.ingest(5);
    await until('everything delivered', () => rig.uplink.stats().events_flushed === rig.ingested);
  };
  const onMainThread = () => ({
    uplinks: queryObjects(EngineUplink),
    handOvers: queryObjects(HandOver),
    backends: queryObjects(EngineBackend),
  });
  const openFiles = (): number => readdirSync('/proc/self/fd').length;

  /** In turn: successors of one node, and nodes that are deleted along with their backend. */
  const cycle = async (first: number, count: number, stays: EngineRig): Promise<void> => {
    for (let i = first; i < first + count; i++) {
      const storage = i % 2 === 0 ? 'disk' : 'memory';
      if (i % 3 === 0) {
        await stays.close(true);
        stays.open({ storage });
        continue;
      }
      const rig = rigOf(`uplink ${i}`, storage);
      if (i % 10 === 0) await deliver(rig);
      await rig.close(false);
      rig.backend.close();
    }
    await deliver(stays);
  };

  it('holds only what one uplink needs', async () => {
    const stays = rigOf('stays', 'disk');
    await cycle(0, FIRST_CYCLES, stays);
    const files = openFiles();
    const before = { thread: await countsOfThread(), main: onMainThread() };
    await cycle(FIRST_CYCLES, CYCLES, stays);
    let after: Counts | undefined;
    await until(
      () => JSON.stringify({ before: before.thread, after }),
      async () => {
        after = await countsOfThread();
        const { objects, resources } = after;
        const isMore = (now: Counts['objects'], then: Counts['objects']): boolean =>
          Object.entries(now).some(([name, count]) => count > (then[name] ?? 0));
        return !isMore(objects, before.thread.objects) && !isMore(resources, before.thread.resources);
      },
      30_000,
    );
    const growth = (after?.heapBytes ?? 0) - before.thread.heapBytes;
    assert.ok(growth < SLACK_BYTES, `the heap of the thread grew by ${growth} bytes`);
    assert.deepEqual(onMainThread(), before.main);
    const most = files + CONNECTIONS;
    assert.ok(openFiles() <= most, `${files} open files before, ${openFiles()} after`);
    await stays.end();
  });
});

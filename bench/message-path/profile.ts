import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodSink } from '../../test/harness/flood/FloodSink';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { repository } from '../../test/harness/package/packedPackage';
import { until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { table } from '../figures';
import { WHOLE } from './flows';
import { ENGINE_PARTS, MAIN_PARTS, type Part, partsOf } from './profileParts';

const RATE = 5000;

/** From the start of each thread: Node-RED is still starting at first. */
const PROFILE_AFTER_MS = { full: 40_000, quick: 10_000 } as const;
const PROFILE_MS = { full: 20_000, quick: 4000 } as const;

/** Where the time of a message goes, by part, in both threads. */
export const profileBench: Bench = {
  name: 'message-path/profile',
  title: 'The path of a message: a profile',
  run: async ({ isQuick }) => {
    const kind = isQuick ? 'quick' : 'full';
    const broker = await startBroker();
    try {
      const { main, engine } = await profile(broker.port, PROFILE_AFTER_MS[kind], PROFILE_MS[kind]);
      const messages = (RATE * PROFILE_MS[kind]) / 1000;
      return [
        `The whole pipeline at ${RATE.toLocaleString('en-US')} messages per second through ${broker.name}, by the sampling profiler of V8, which itself takes`,
        'time: compare the parts with each other. Microseconds per message, without what V8 and libuv do in threads of their own.',
        '',
        table(['main thread', 'µs/msg'], rowsOf(main, MAIN_PARTS, messages)),
        '',
        table(['thread of the engine', 'µs/msg'], rowsOf(engine, ENGINE_PARTS, messages)),
      ].join('\n');
    } finally {
      await broker.close();
    }
  },
};

function rowsOf(found: Profiler.Profile, parts: readonly Part[], messages: number): string[][] {
  const micros = partsOf(found, parts);
  const sum = [...micros.values()].reduce((all, one) => all + one, 0);
  const show = (value: number): string => (value / messages).toFixed(1);
  return [...[...micros].map(([name, value]) => [name, show(value)]), ['sum', show(sum)]];
}

async function profile(
  brokerPort: number,
  afterMs: number,
  ms: number,
): Promise<{ readonly main: Profiler.Profile; readonly engine: Profiler.Profile }> {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-profile-'));
  const sink = await FloodSink.start(0);
  const feed = await BrokerFeed.start(brokerPort);
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const starting = startNodeRed({
    red,
    flows: WHOLE.flow(brokerPort, sink.report.port),
    env: {
      NODE_OPTIONS: `--require ${join(__dirname, 'profiler.js')}`,
      PROFILE_FOLDER: folder,
      PROFILE_AFTER_MS: String(afterMs),
      PROFILE_MS: String(ms),
    },
    settings: { nodesDir: [repository] },
  });
  try {
    await feed.subscribed(await starting);
    await feed.push(afterMs + ms, { rate: RATE }, () => sink.report.events);
    const read = async (thread: string): Promise<Profiler.Profile> => {
      const file = join(folder, `${thread}.cpuprofile`);
      await until(`the profile of ${thread} is written`, () => existsSync(file));
      return JSON.parse(readFileSync(file, 'utf8'));
    };
    return { main: await read('main'), engine: await read('engine') };
  } finally {
    await (await starting.catch(() => undefined))?.stop();
    feed.close();
    sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

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
import { MAIN_PARTS, OTHER_PARTS, type Part, partsOf } from './profileParts';
import { withRelease010 } from './release010';

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
      const after = PROFILE_AFTER_MS[kind];
      const ms = PROFILE_MS[kind];
      const old = await withRelease010((folder) => profile(broker.port, folder, after, ms));
      const now = await profile(broker.port, repository, after, ms);
      const columns = [old, now].flatMap(({ main, other }) => [
        partsOf(main, MAIN_PARTS),
        partsOf(other, OTHER_PARTS),
      ]);
      return [
        `The whole pipeline at ${RATE.toLocaleString('en-US')} messages per second through ${broker.name}, by the sampling profiler of V8, which itself takes`,
        'time: compare the parts with each other. Microseconds per message, without what V8 and libuv do in threads of their own.',
        'The other thread is that of spool and delivery; in release 0.1.0 it only sends.',
        '',
        table(
          ['µs per message', '0.1.0: main thread', 'other thread', 'now: main thread', 'other thread'],
          rowsOf(columns, (RATE * ms) / 1000),
        ),
      ].join('\n');
    } finally {
      await broker.close();
    }
  },
};

type Micros = ReadonlyMap<string, number>;

function rowsOf(columns: readonly Micros[], messages: number): string[][] {
  const show = (value = 0): string => (value === 0 ? '–' : (value / messages).toFixed(1));
  const named = ({ name }: Part): string => name;
  const names = new Set([...MAIN_PARTS.map(named), ...OTHER_PARTS.map(named)]);
  for (const column of columns) for (const name of column.keys()) names.add(name);
  const sumOf = (column: Micros): number => [...column.values()].reduce((all, one) => all + one, 0);
  return [
    ...[...names].map((name) => [name, ...columns.map((column) => show(column.get(name)))]),
    ['sum', ...columns.map((column) => show(sumOf(column)))],
  ];
}

async function profile(
  brokerPort: number,
  packageFolder: string,
  afterMs: number,
  ms: number,
): Promise<{ readonly main: Profiler.Profile; readonly other: Profiler.Profile }> {
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
    settings: { nodesDir: [packageFolder] },
  });
  try {
    await feed.subscribed(await starting);
    await feed.push(afterMs + ms, { rate: RATE }, () => sink.report.events);
    const read = async (thread: string): Promise<Profiler.Profile> => {
      const file = join(folder, `${thread}.cpuprofile`);
      await until(`the profile of ${thread} is written`, () => existsSync(file));
      return JSON.parse(readFileSync(file, 'utf8'));
    };
    return { main: await read('main'), other: await read('other') };
  } finally {
    await (await starting.catch(() => undefined))?.stop();
    feed.close();
    sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

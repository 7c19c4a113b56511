import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mostAtOnce, SlowSyncs } from '../../test/harness/disk/SlowSyncs';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { manyUplinksFlow } from '../../test/harness/flood/manyUplinksFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, percentile, table } from '../figures';
import { folderOnDisk } from '../workers';

const UPLINKS = 10;
const FLOW = { backends: 1, uplinks: Array.from({ length: UPLINKS }, () => ({ storage: 'disk' })) };

/** Messages per second, for all uplinks together. */
const RATE = 1000;

/** How long messages keep coming in once Node-RED is told to end. */
const END_PUSH_MS = 2000;

const AIM_READ_MS = 20;
const AIM_SYNCS = 2;

interface Case {
  readonly name: string;
  /** How much longer a sync takes, milliseconds. */
  readonly syncMs: number;
  readonly aimEndMs: number | undefined;
}

const CASES: readonly Case[] = [
  { name: 'its usual time', syncMs: 0, aimEndMs: undefined },
  { name: '150 ms longer', syncMs: 150, aimEndMs: 2000 },
  { name: '1.5 s longer', syncMs: 1500, aimEndMs: 5000 },
];

interface Measured {
  /** Milliseconds for each read of a small file. */
  readonly reads: readonly number[];
  readonly delayP99Ms: number;
  readonly syncsAtOnce: number;
  readonly syncs: number;
  /** Time from SIGTERM to the end of Node-RED while messages came in, and the syncs that ended meanwhile. */
  readonly endMs: number;
  readonly endSyncs: number;
}

/** How much uplinks on a slow card slow down other flows, and how soon Node-RED ends on it. */
export const manyUplinks: Bench = {
  name: 'durable-spool/many-uplinks',
  title: 'Durable spool: ten uplinks on a slow disk',
  async run({ isQuick }) {
    const rounds = isQuick ? 1 : 3;
    const seconds = isQuick ? 4 : 15;
    const broker = await startBroker();
    const rows = CASES.map((one) => ({ one, measured: [] as Measured[] }));
    try {
      for (let round = 0; round < rounds; round++) {
        for (const { one, measured } of rows) {
          const found = await measure(broker.port, one.syncMs, seconds);
          const { reads, ...rest } = found;
          console.error(`${one.name}: ${JSON.stringify({ ...rest, readMaxMs: Math.max(...reads) })}`);
          measured.push(found);
        }
      }
    } finally {
      await broker.close();
    }
    return [
      `${UPLINKS} uplinks in one Node-RED, which share ${count(RATE)} messages per second, each with a spool on a disk on which each fsync and`,
      'fdatasync takes longer (in the system call, on the calling thread). Meanwhile the main thread reads a file of a few',
      'bytes every 50 ms. Loop delay: by how much the timers of the main loop are late, p99; a read is delayed by that too.',
      `SIGTERM: time until Node-RED has ended, while messages come in. Medians of ${rounds} rounds of ${seconds} s; maximum read, syncs at`,
      `once and SIGTERM: the worst. Aims: a read takes at most ${AIM_READ_MS} ms, and at most ${AIM_SYNCS} syncs run at once.`,
      '',
      table(
        [
          ...['a sync takes', 'read p50 ms', 'p99 ms', 'max ms', 'loop delay ms', 'syncs at once', 'syncs/s'],
          ...['SIGTERM aim s', 'SIGTERM s', 'syncs until its end'],
        ],
        rows.map(({ one, measured }) => row(one, measured, seconds)),
      ),
    ].join('\n');
  },
};

function row({ name, aimEndMs }: Case, measured: readonly Measured[], seconds: number): string[] {
  const typical = (read: (one: Measured) => number) => median(measured.map(read));
  const worst = (read: (one: Measured) => number) => Math.max(...measured.map(read));
  return [
    name,
    typical(({ reads }) => median(reads)).toFixed(1),
    typical(({ reads }) => percentile(reads, 0.99)).toFixed(0),
    worst(({ reads }) => Math.max(...reads)).toFixed(0),
    typical(({ delayP99Ms }) => delayP99Ms).toFixed(0),
    count(worst(({ syncsAtOnce }) => syncsAtOnce)),
    typical(({ syncs }) => syncs / seconds).toFixed(1),
    aimEndMs === undefined ? '–' : (aimEndMs / 1000).toFixed(0),
    (worst(({ endMs }) => endMs) / 1000).toFixed(1),
    count(typical(({ endSyncs }) => endSyncs)),
  ];
}

async function measure(brokerPort: number, syncMs: number, seconds: number): Promise<Measured> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const syncs = new SlowSyncs(syncMs);
  const folder = folderOnDisk();
  try {
    const userDir = mkdtempSync(join(folder, 'red-'));
    const probedFile = join(folder, 'small');
    writeFileSync(probedFile, 'a few bytes');
    const feed = await BrokerFeed.start(brokerPort);
    const flow = (broker: number, backend: number) => manyUplinksFlow(broker, backend, FLOW);
    const env = syncs.environment;
    const gateway = await FloodedGateway.start({ red, flow, feed, userDir, env, probedFile });
    try {
      // These arrive only once all spools are open.
      await gateway.push(1000, { rate: RATE });
      await until('the first events arrive', () => gateway.look().sink.events >= gateway.look().sent);
      gateway.mark();
      const before = syncs.through(userDir).length;
      await gateway.push(seconds * 1000, { rate: RATE });
      const { loop } = gateway.look();
      const reads = [...gateway.reads];
      const after = syncs.through(userDir).length;
      const pushing = gateway.push(END_PUSH_MS, { rate: RATE });
      const endMs = await gateway.timeEnd();
      await pushing;
      const all = syncs.through(userDir);
      return {
        reads,
        delayP99Ms: loop.delayP99Ms,
        syncsAtOnce: mostAtOnce(all),
        syncs: after - before,
        endMs,
        endSyncs: all.length - after,
      };
    } finally {
      await gateway.stop();
    }
  } finally {
    syncs.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

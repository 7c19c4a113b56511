import { mkdtempSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { spoolDirectory } from '../../src/spool';
import { type NotedSync, SlowSyncs } from '../../test/harness/disk/SlowSyncs';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { UPLINK_ID } from '../../test/harness/flood/floodFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import { folderOnDisk } from '../workers';

const SYNC_MS = 2000;
const RATE = 1000;
const AIM_DELIVERED = 0.9;
const AIM_LATEST_MS = 4000;

/** Warm-up before measuring, so that the spool is open and the code has run. */
const WARM_UP_MS = 1000;

interface Slow {
  /** Messages sent, and how many of their events the backend had when sending ended. */
  readonly sent: number;
  readonly delivered: number;
  /** The longest time from taking in an event to its arrival at the backend, milliseconds. */
  readonly latestMs: number;
  readonly batches: number;
  readonly journalSyncs: number;
  readonly eventSyncs: number;
}

/** What a slow card costs while the backend is reachable. */
export const slowDisk: Bench = {
  name: 'durable-spool/slow-disk',
  title: 'Durable spool: a disk whose syncs take seconds',
  async run({ isQuick }) {
    const rounds = isQuick ? 1 : 3;
    const seconds = isQuick ? 6 : 30;
    const broker = await startBroker();
    const measured: Record<'slow' | 'own', Slow[]> = { slow: [], own: [] };
    try {
      for (let round = 0; round < rounds; round++) {
        for (const disk of ['slow', 'own'] as const) {
          const one = await measure(broker.port, disk === 'slow' ? SYNC_MS : 0, seconds);
          console.error(`${disk}: ${JSON.stringify(one)}`);
          measured[disk].push(one);
        }
      }
    } finally {
      await broker.close();
    }
    return [
      `${count(RATE)} events per second for ${seconds} s with sync \`interval\` (0.2 s) to a backend that answers at once, on a disk on which each`,
      `fsync and fdatasync takes ${SYNC_MS / 1000} s longer (in the system call, on the calling thread), and on the same disk unchanged.`,
      'mqtt in → classify → delta → uplink behind a broker. Delivered: the share that had arrived when the last event was sent.',
      'Latest: the maximum time from taking in an event to its arrival. Journal: the file in which batches are recorded.',
      `Medians of ${rounds} rounds; latest: the worst. Aims: at least ${AIM_DELIVERED} delivered, none later than ${AIM_LATEST_MS / 1000} s.`,
      'On the slow disk, a batch waits for one round of two syncs; when a log file is completed, for two rounds.',
      '',
      table(
        ['a sync takes', 'delivered', 'latest s', 'batches', 'syncs of the journal', 'syncs of events'],
        [row(`${SYNC_MS / 1000} s longer`, measured.slow), row('its usual time', measured.own)],
      ),
    ].join('\n');
  },
};

function row(name: string, measured: readonly Slow[]): string[] {
  const typical = (read: (one: Slow) => number) => median(measured.map(read));
  return [
    name,
    typical(({ delivered, sent }) => delivered / sent).toFixed(2),
    (Math.max(...measured.map(({ latestMs }) => latestMs)) / 1000).toFixed(1),
    count(typical(({ batches }) => batches)),
    count(typical(({ journalSyncs }) => journalSyncs)),
    count(typical(({ eventSyncs }) => eventSyncs)),
  ];
}

async function measure(brokerPort: number, syncMs: number, seconds: number): Promise<Slow> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const syncs = new SlowSyncs(syncMs);
  const folder = folderOnDisk();
  try {
    const userDir = mkdtempSync(`${folder}/red-`);
    const feed = await BrokerFeed.start(brokerPort);
    const env = syncs.environment;
    const gateway = await FloodedGateway.start({ red, uplink: { storage: 'disk' }, feed, userDir, env });
    try {
      const spool = spoolDirectory(userDir, UPLINK_ID);
      await gateway.push(WARM_UP_MS, { rate: RATE });
      await until('the first events arrive', () => gateway.look().sink.events >= gateway.look().sent);
      gateway.mark();
      const before = { ...gateway.look(), syncs: syncs.through(spool).length };
      await gateway.push(seconds * 1000, { rate: RATE });
      const after = gateway.look();
      const meanwhile = syncs.through(spool).slice(before.syncs);
      await gateway.settled();
      const ofEvents = meanwhile.filter(isOfEvents).length;
      return {
        sent: after.sent - before.sent,
        delivered: after.sink.events - before.sink.events,
        latestMs: gateway.look().sink.oldestMs,
        batches: after.sink.requests - before.sink.requests,
        journalSyncs: meanwhile.filter(isOfJournal).length,
        eventSyncs: ofEvents,
      };
    } finally {
      await gateway.stop();
    }
  } finally {
    syncs.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isOfJournal({ path }: NotedSync): boolean {
  return basename(path).startsWith('journal-');
}

function isOfEvents({ path }: NotedSync): boolean {
  return /^(ordinary|alarm)-/.test(basename(path));
}

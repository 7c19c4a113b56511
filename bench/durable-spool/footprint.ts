import { readdirSync } from 'node:fs';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { LINES } from '../../test/harness/flood/floodPackets';
import { type ManyUplinks, manyUplinksFlow } from '../../test/harness/flood/manyUplinksFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { sleep, until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import { rssOf } from '../soak/ProcessSamples';

const AIM_MIB = 60;
const AIM_THREADS = 2;

/** Messages per second, and for how long; the uplinks share them. */
const RATE = 200;
const PUSH_MS = 2000;

/** Idle time before memory is measured. */
const SETTLE_MS = 5000;

interface Footprint {
  /** MiB at rest, after a delivery. */
  readonly rss: number;
  readonly threads: number;
}

/** What idle backends and uplinks cost. Linux only. */
export const footprint: Bench = {
  name: 'durable-spool/footprint',
  title: 'Durable spool: what backends and uplinks take at rest',
  async run({ isQuick }) {
    const rounds = isQuick ? 1 : 3;
    const [backends, uplinks] = isQuick ? [10, 20] : [100, 200];
    const flows: readonly ManyUplinks[] = [fleet(1, 1), fleet(backends, uplinks)];
    const measured = flows.map((): Footprint[] => []);
    const broker = await startBroker();
    try {
      for (let round = 0; round < rounds; round++) {
        for (const [i, flow] of flows.entries()) {
          const one = await measure(broker.port, flow);
          console.error(`${nameOf(flow)}: ${JSON.stringify(one)}`);
          measured[i]?.push(one);
        }
      }
    } finally {
      await broker.close();
    }
    const figures = measured.map((rows) => ({
      rss: median(rows.map(({ rss }) => rss)),
      threads: median(rows.map(({ threads }) => threads)),
    }));
    const [one, many] = figures;
    const difference = one && many ? [many.rss - one.rss, many.threads - one.threads] : [];
    return [
      `Memory (RSS) and threads of a Node-RED in which each uplink has delivered something, after ${SETTLE_MS / 1000} s of idling. With many`,
      `uplinks, half of them store events on disk and half in memory. Medians of ${rounds} interleaved rounds.`,
      `Aim: at most ${AIM_MIB} MiB and ${AIM_THREADS} threads more than with one of each.`,
      '',
      table(
        ['', 'MiB', 'threads'],
        [
          ...figures.map(({ rss, threads }, i) => [nameOf(flows[i]), count(rss), count(threads)]),
          ['difference', ...difference.map(count)],
        ],
      ),
    ].join('\n');
  },
};

function fleet(backends: number, uplinks: number): ManyUplinks {
  const settings = Array.from({ length: uplinks }, (_, i) => ({ storage: i % 2 === 0 ? 'disk' : 'memory' }));
  return { backends, uplinks: settings };
}

function nameOf(flow: ManyUplinks | undefined): string {
  const { backends = 0, uplinks = [] } = flow ?? {};
  const plural = (amount: number, thing: string): string => `${amount} ${thing}${amount === 1 ? '' : 's'}`;
  return `${plural(backends, 'backend')}, ${plural(uplinks.length, 'uplink')}`;
}

async function measure(brokerPort: number, fleet: ManyUplinks): Promise<Footprint> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const feed = await BrokerFeed.start(brokerPort);
  const flow = (broker: number, backend: number) => manyUplinksFlow(broker, backend, fleet);
  const gateway = await FloodedGateway.start({ red, flow, feed });
  try {
    await gateway.push(PUSH_MS, { rate: RATE });
    const { sent } = gateway.look();
    // Messages are sent in groups in which every line has an equal share.
    const expected = (sent / LINES) * fleet.uplinks.length;
    await until('all is delivered', () => gateway.look().sink.events >= expected);
    await sleep(SETTLE_MS);
    return { rss: rssOf(gateway.pid), threads: readdirSync(`/proc/${gateway.pid}/task`).length };
  } finally {
    await gateway.stop();
  }
}

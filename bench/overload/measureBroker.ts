import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import type { Pace } from '../../test/harness/flood/Feed';
import { FloodedGateway, type FloodOptions } from '../../test/harness/flood/FloodedGateway';
import { brokerNode, flowNode, mqttIn } from '../../test/harness/flood/floodFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { sleep } from '../../test/harness/until';

export type Storage = 'memory' | 'disk';

/** The outcome of a flood that begins with the gateway's first message. */
export interface Flood {
  /** Events per second that the backend received in the worst five seconds, without the first three of the flood. */
  readonly leastRate: number;
  /** Requests that the backend received during the flood. */
  readonly requests: number;
  /** Share of the messages taken in by the uplink that was dropped and counted. */
  readonly droppedShare: number;
  /** Messages that did not reach the uplink: with QoS 0 a broker may drop those that a client is too slow to take. */
  readonly lostBefore: number;
  /** Messages taken in by the uplink, but neither delivered nor counted as dropped once the backlog was drained. */
  readonly unaccounted: number;
  /** Peak resident memory of the Node-RED process, MB. */
  readonly rssMb: number;
  /** By how much the main loop's timers were late during the flood, milliseconds. */
  readonly delayP99Ms: number;
}

const FLOOD_MS = 14_000;
const COUNTED_FROM_MS = 3000;
const WINDOW_MS = 5000;
const LOOK_MS = 100;

/** How far messages may be ahead of the backend in a closed loop. */
const AHEAD = 4000;

/** Events per second that a warm gateway delivers, fed with only as much. */
export async function closedLoopRate(
  brokerPort: number,
  storage: Storage,
  isQuick: boolean,
): Promise<number> {
  const gateway = await start(brokerPort, storage);
  try {
    const ms = isQuick ? WINDOW_MS : FLOOD_MS;
    const seen = await watch(gateway, ms, { ahead: AHEAD });
    return leastRateOf(
      seen.filter(({ at }) => at >= COUNTED_FROM_MS),
      ms - COUNTED_FROM_MS,
    );
  } finally {
    await gateway.stop();
  }
}

/** Floods a gateway that has done nothing before, lets it drain, and has it account for every message. */
export async function flood(brokerPort: number, storage: Storage, rate: number): Promise<Flood> {
  const gateway = await start(brokerPort, storage);
  try {
    gateway.mark();
    const seen = await watch(gateway, FLOOD_MS, { rate });
    const { loop, sink } = gateway.look();
    const { events_ingested: taken, events_dropped: dropped } = await gateway.settled();
    const { sent, sink: last } = gateway.look();
    return {
      leastRate: leastRateOf(
        seen.filter(({ at }) => at >= COUNTED_FROM_MS),
        WINDOW_MS,
      ),
      requests: sink.requests,
      droppedShare: dropped / taken,
      lostBefore: sent - taken,
      unaccounted: taken - last.events - dropped,
      rssMb: gateway.peakRss / 1e6,
      delayP99Ms: loop.delayP99Ms,
    };
  } finally {
    await gateway.stop();
  }
}

/** The same flood without this package: mqtt in and a change node that changes nothing. */
export async function floodWithout(
  brokerPort: number,
  rate: number,
): Promise<Pick<Flood, 'rssMb' | 'delayP99Ms'>> {
  const gateway = await startWith(brokerPort, {
    flow: (port) => [
      { id: 'tab', type: 'tab', label: 'without' },
      brokerNode(port),
      mqttIn('mqtt', 'plant/#', ['change']),
      flowNode('change', 'change', [[]], { rules: [] }),
    ],
  });
  try {
    gateway.mark();
    await gateway.push(FLOOD_MS, { rate });
    return { rssMb: gateway.peakRss / 1e6, delayP99Ms: gateway.look().loop.delayP99Ms };
  } finally {
    await gateway.stop();
  }
}

function start(brokerPort: number, storage: Storage): Promise<FloodedGateway> {
  return startWith(brokerPort, { uplink: { storage } });
}

async function startWith(
  brokerPort: number,
  options: Pick<FloodOptions, 'uplink' | 'flow'>,
): Promise<FloodedGateway> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  return FloodedGateway.start({ red, feed: await BrokerFeed.start(brokerPort), ...options });
}

/** What the backend had at a time, in milliseconds from the start. */
interface Seen {
  readonly at: number;
  readonly events: number;
}

async function watch(gateway: FloodedGateway, ms: number, pace: Pace): Promise<Seen[]> {
  const seen: Seen[] = [];
  const startedAt = performance.now();
  let isOver = false;
  const pushing = gateway.push(ms, pace).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    seen.push({ at: performance.now() - startedAt, events: gateway.look().sink.events });
    await sleep(LOOK_MS);
  }
  await pushing;
  return seen;
}

/** The minimum of events per second in any window of `windowMs`, or overall if that is shorter. */
function leastRateOf(seen: readonly Seen[], windowMs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const from of seen) {
    const to = seen.find(({ at }) => at >= from.at + windowMs);
    if (to) least = Math.min(least, (to.events - from.events) / ((to.at - from.at) / 1000));
  }
  const [first] = seen;
  const last = seen.at(-1);
  if (least < Number.POSITIVE_INFINITY || !first || !last) return least;
  return (last.events - first.events) / ((last.at - first.at) / 1000);
}

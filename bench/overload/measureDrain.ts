import { mkdtempSync, rmSync } from 'node:fs';
import { spoolDirectory } from '../../src/spool';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { UPLINK_ID } from '../../test/harness/flood/floodFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { useCopy } from '../durable-spool/filledSpool';

export interface DrainLoad {
  /** Events waiting on disk when the gateway starts. */
  readonly backlog: number;
  /** Messages per second that come in meanwhile. */
  readonly rate: number;
}

export interface DrainMeasurement {
  /** By how much the main loop's timers were late while the backlog drained, milliseconds. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  /** Events per second that the backend received meanwhile. */
  readonly deliveredRate: number;
  /** Time until the backend was within a second of the intake; undefined if that did not happen. */
  readonly caughtUpMs: number | undefined;
  /** Peak resident memory of the Node-RED process, MB. */
  readonly rssMb: number;
  /** Events counted as dropped. */
  readonly dropped: number;
  /** Events waiting or taken in that were neither delivered nor counted as dropped once the backlog was drained. */
  readonly unaccounted: number;
}

/** Room for the backlog, and for the messages that come in meanwhile. */
const UPLINK = { storage: 'disk', bufferSize: 2_000_000, maxBytes: 1024 ** 3 };

/** How long messages come in before the backend answers, so that the measured gateway is warm. */
const WARM_UP_MS = 4000;

const PUSH_MS = 500;
const MOST_MS = 120_000;

/** @param filled directory of a spool with the backlog, which stays unchanged. */
export async function measureDrain(
  filled: string,
  { backlog, rate }: DrainLoad,
  brokerPort: number,
): Promise<DrainMeasurement> {
  const userDir = mkdtempSync(`${filled}-red-`);
  try {
    return await useCopy(
      filled,
      () => drain(userDir, backlog, rate, brokerPort),
      spoolDirectory(userDir, UPLINK_ID),
    );
  } finally {
    rmSync(userDir, { recursive: true, force: true });
  }
}

async function drain(
  userDir: string,
  backlog: number,
  rate: number,
  brokerPort: number,
): Promise<DrainMeasurement> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const feed = await BrokerFeed.start(brokerPort);
  const gateway = await FloodedGateway.start({ red, uplink: UPLINK, feed, userDir, isHeld: true });
  try {
    await gateway.push(WARM_UP_MS, { rate });
    const before = gateway.look();
    gateway.mark();
    gateway.release();
    const hasCaughtUp = (): boolean => {
      const { sink, sent } = gateway.look();
      return sink.events >= backlog + sent - rate;
    };
    while (!hasCaughtUp() && performance.now() - before.at < MOST_MS) await gateway.push(PUSH_MS, { rate });
    const caughtUp = hasCaughtUp();
    const { at, sink, loop } = gateway.look();
    const stats = await gateway.settled();
    return {
      delayP99Ms: loop.delayP99Ms,
      delayMaxMs: loop.delayMaxMs,
      deliveredRate: ((sink.events - before.sink.events) / (at - before.at)) * 1000,
      caughtUpMs: caughtUp ? at - before.at : undefined,
      rssMb: gateway.peakRss / 1e6,
      dropped: stats.events_dropped,
      unaccounted: stats.events_ingested - gateway.look().sink.events - stats.events_dropped,
    };
  } finally {
    await gateway.stop();
  }
}

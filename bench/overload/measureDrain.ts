import { mkdtempSync, rmSync } from 'node:fs';
import { spoolDirectory } from '../../src/spool';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { UPLINK_ID } from '../../test/harness/flood/floodFlow';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { useCopy } from '../durable-spool/filledSpool';

export interface DrainLoad {
  /** Events that wait on disk when the gateway starts. */
  readonly backlog: number;
  /** Messages a second that come in meanwhile. */
  readonly rate: number;
}

export interface DrainMeasurement {
  /** By how much the main loop's timers were late while the backlog drained, milliseconds. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  /** Events a second that the backend got meanwhile. */
  readonly deliveredRate: number;
  /** Until the backend was within a second of what came in; undefined where it did not come to that. */
  readonly caughtUpMs: number | undefined;
  /** Largest resident memory of the Node-RED process, MB. */
  readonly rssMb: number;
  /** Events that were counted as dropped. */
  readonly dropped: number;
  /** Of the events that waited or were taken in: neither delivered nor counted as dropped once all had drained. */
  readonly unaccounted: number;
}

/** Room for the backlog, and for what comes in meanwhile. */
const UPLINK = { storage: 'disk', bufferSize: 2_000_000, maxBytes: 1024 ** 3 };

/** Messages come in for so long before the backend answers, so that it is no cold gateway that is measured. */
const WARM_UP_MS = 4000;

const PUSH_MS = 500;
const MOST_MS = 120_000;

/** @param filled directory of a spool with the backlog, which is left as it is. */
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

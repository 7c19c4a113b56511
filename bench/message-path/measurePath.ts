import { createServer } from 'node:net';
import { join } from 'node:path';
import { BrokerFeed } from '../../test/harness/flood/BrokerFeed';
import type { Pace } from '../../test/harness/flood/Feed';
import { FloodSink } from '../../test/harness/flood/FloodSink';
import { LoopProbe } from '../../test/harness/flood/LoopProbe';
import { listen } from '../../test/harness/network/listening';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { repository } from '../../test/harness/package/packedPackage';
import { sleep, until } from '../../test/harness/until';
import type { Stretch } from './flows';

export interface PathMeasurement {
  /** Messages per second that reached the end of the stretch: the counter, or the backend if there is an uplink. */
  readonly rate: number;
  /** CPU of the Node-RED process, microseconds per message: of all threads, and of the main thread alone. */
  readonly cpu: number;
  readonly mainCpu: number;
}

/** A gateway runs for years, so what counts is its code as V8 leaves it. At a low rate, that takes longer. */
const WARM_UP_MS = { saturated: 5000, steady: 20_000 } as const;
const MEASURE_MS = 5000;

/** Twice the interval at which the probe reports, to be sure. */
const REPORT_MS = 200;

/**
 * Runs one stretch in its own Node-RED and measures it once it is warm.
 * @param packageFolder the built package.
 * @param qos of the published messages.
 */
export async function measurePath(
  stretch: Stretch,
  brokerPort: number,
  pace: Pace,
  packageFolder: string = repository,
  qos: 0 | 1 = 0,
): Promise<PathMeasurement> {
  const counter = new MessageCounter();
  const probe = new LoopProbe();
  const sink = await FloodSink.start(0);
  const feed = await BrokerFeed.start(brokerPort, qos);
  const received = (): number => (stretch.hasUplink ? sink.report.events : counter.messages);
  const starting = startNodeRed({
    red: nodeRed4.find() ?? fail('Node-RED is not installed.'),
    flows: stretch.flow(brokerPort, sink.report.port),
    env: { ...(await probe.listen()), BENCH_PORT: String(await counter.listen()) },
    settings: { nodesDir: [packageFolder, join(__dirname, 'counter')] },
  });
  try {
    const red = await starting;
    await feed.subscribed(red);
    const push = (ms: number): Promise<void> => feed.push(ms, pace, received);
    const allReceived = async (): Promise<void> => {
      await until('all messages arrived', () => received() >= feed.messages);
      await sleep(REPORT_MS);
    };
    await push(pace !== 'open' && 'rate' in pace ? WARM_UP_MS.steady : WARM_UP_MS.saturated);
    await allReceived();
    const loop = probe.latest;
    const first = received();
    const startedAt = performance.now();
    await push(MEASURE_MS);
    const rate = (received() - first) / ((performance.now() - startedAt) / 1000);
    await allReceived();
    const micros = (ms: number): number => (ms * 1000) / (received() - first);
    return {
      rate,
      cpu: micros(probe.latest.cpuMs - loop.cpuMs),
      mainCpu: micros((probe.latest.mainCpuMs ?? Number.NaN) - (loop.mainCpuMs ?? Number.NaN)),
    };
  } finally {
    await (await starting.catch(() => undefined))?.stop();
    feed.close();
    sink.close();
    probe.close();
    counter.close();
  }
}

/** Receives from the counter of a flow how many messages it has seen. */
class MessageCounter {
  messages = 0;
  private readonly server = createServer((socket) => {
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => {
      this.messages = Math.max(this.messages, ...text.trimEnd().split('\n').slice(-1).map(Number));
    });
  });

  /** Resolves with its port. */
  listen(): Promise<number> {
    return listen(this.server);
  }

  close(): void {
    this.server.close();
  }
}

function fail(reason: string): never {
  throw new Error(reason);
}

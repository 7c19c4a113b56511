import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join, resolve } from 'node:path';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import type { Stretch } from './flows';
import { Publisher } from './publisher';

export interface PathMeasurement {
  /** Messages a second that passed. */
  readonly rate: number;
  /** CPU of the Node-RED process, all threads, microseconds a message. */
  readonly cpuPerMessage: number;
}

export type Pace = { readonly window: number } | { readonly rate: number };

const WARM_UP_MS = 2000;
const MEASURE_MS = 4000;
const SETTLE_MS = 500;

interface Report {
  count: number;
  cpuMicros: number;
}

/** Runs one stretch in a Node-RED of its own and measures it once it is warm. */
export async function measurePath(
  stretch: Stretch,
  brokerPort: number,
  pace: Pace,
): Promise<PathMeasurement> {
  const latest: Report = { count: 0, cpuMicros: 0 };
  const reports = createTcpServer((socket) => {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const [count, cpuMicros] = (text.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
      if (count !== undefined && cpuMicros !== undefined) Object.assign(latest, { count, cpuMicros });
    });
  }).listen(0, '127.0.0.1');
  await once(reports, 'listening');
  const red = await startNodeRed({
    red: nodeRed4.find() ?? fail('Node-RED is not installed'),
    flows: stretch.nodes,
    env: { BENCH_PORT: String(portOf(reports)) },
    settings: { nodesDir: [resolve(__dirname, '../..'), join(__dirname, 'counter')] },
  });
  const publisher = await Publisher.connect(brokerPort);
  try {
    await red.waitForOutput(/Connected to broker/);
    const run = (ms: number) => {
      const base = latest.count;
      return publisher.publish(ms, pace, () => latest.count - base);
    };
    await run(WARM_UP_MS);
    await sleep(SETTLE_MS);
    const before = { ...latest };
    const startedAt = performance.now();
    await run(MEASURE_MS);
    const seconds = (performance.now() - startedAt) / 1000;
    const inTime = latest.count - before.count;
    await sleep(SETTLE_MS);
    const messages = latest.count - before.count;
    return { rate: inTime / seconds, cpuPerMessage: (latest.cpuMicros - before.cpuMicros) / messages };
  } finally {
    publisher.close();
    await red.stop();
    reports.close();
  }
}

/** A backend that takes everything. */
export async function startSink(): Promise<{ port: number; close(): void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : fail('The server has no port');
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function fail(reason: string): never {
  throw new Error(reason);
}

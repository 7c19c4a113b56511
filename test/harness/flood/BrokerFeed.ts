import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { NodeRed } from '../nodeRed/nodeRed';
import { sleep } from '../until';
import type { Feed, Pace } from './Feed';
import type { PublisherOrder, PublisherReport } from './publisherProcess';

/** How long a subscription takes once Node-RED is connected: a broker does not announce it. */
const SUBSCRIBING_MS = 500;

/** How often the publisher is told how far the backend is. */
const TELL_MS = 5;

/** A publisher in its own process, and a real broker between it and the gateway. */
export class BrokerFeed implements Feed {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private latest: PublisherReport,
  ) {
    child.on('message', (report: PublisherReport) => {
      this.latest = report;
    });
  }

  /** @param port of the broker, which the caller has to close. */
  static async start(port: number, qos: 0 | 1 = 0): Promise<BrokerFeed> {
    const child = fork(join(__dirname, 'publisherProcess.ts'), [String(port), String(qos)]);
    const [report]: PublisherReport[] = await once(child, 'message');
    if (!report) throw new Error('The publisher says nothing.');
    return new BrokerFeed(child, port, report);
  }

  async subscribed(red: NodeRed): Promise<void> {
    await red.waitForOutput(/Connected to broker/);
    await sleep(SUBSCRIBING_MS);
  }

  get messages(): number {
    return this.latest.messages;
  }

  async push(ms: number, pace: Pace, received: () => number): Promise<void> {
    const tell = (order: PublisherOrder) => this.child.send(order);
    tell({ kind: 'received', messages: received() });
    const timer = setInterval(() => tell({ kind: 'received', messages: received() }), TELL_MS);
    const { pushes } = this.latest;
    const isOver = new Promise<void>((resolve) => {
      const look = (report: PublisherReport): void => {
        if (report.pushes === pushes) return;
        this.child.off('message', look);
        resolve();
      };
      this.child.on('message', look);
    });
    tell({ kind: 'push', ms, pace });
    await isOver.finally(() => clearInterval(timer));
  }

  close(): void {
    this.child.disconnect();
  }
}

import { join } from 'node:path';
import type { Stats } from '../../../src';
import type { TestBroker } from '../network/broker';
import { nodeRed4 } from '../nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../nodeRed/nodeRed';
import { packThisPackage, repository } from '../package/packedPackage';
import { need } from '../requirements';
import { until } from '../until';
import { type GatewayFlowOptions, gatewayFlow } from './gatewayFlow';

/** The folder of the probe nodes. */
export const PROBE_NODES = join(__dirname, 'probe');

/** A message as a probe node recorded it. */
export interface ProbeRecord<P = unknown> {
  /** Name of the probe. */
  readonly probe: string;
  readonly topic?: string;
  readonly payload: P;
  readonly event?: string;
  readonly error?: { readonly message: string };
  readonly status?: { readonly fill?: string; readonly shape?: string; readonly text?: string };
  readonly wireband?: Readonly<Record<string, unknown>>;
}

/** What the Node-RED process holds; see probe/test-probe.js. */
export interface Resources {
  /** Timers that wait, those included that do not keep the process alive. */
  readonly timers: number;
  /** Listening sockets. */
  readonly servers: number;
  /** Event listeners on the process and on the runtime. */
  readonly listeners: number;
}

/** Live objects of these classes. */
export interface Instances {
  readonly Uplink: number;
  readonly HandOver: number;
  readonly Backend: number;
}

/** So that no proxy of this machine comes between. */
const DIRECT = { NO_PROXY: '*', no_proxy: '*' };

const FLOWS_STARTED = /Started (modified )?(flows|nodes)/g;

/** A real Node-RED with the built package and the probe nodes, and what a test asks of it from outside. */
export class Gateway {
  private firstRecord = 0;

  private constructor(readonly red: NodeRed) {}

  static async start(
    context: Mocha.Context,
    options: {
      readonly env?: Record<string, string>;
      readonly settings?: Record<string, unknown>;
      /** One that is kept, with the flows in it. */
      readonly userDir?: string;
    } = {},
  ): Promise<Gateway> {
    await packThisPackage();
    const red = await startNodeRed({
      ...options,
      env: options.env ?? DIRECT,
      red: need(context, nodeRed4),
      ...(options.userDir === undefined && { flows: [] }),
      settings: {
        nodesDir: [repository, PROBE_NODES],
        ...options.settings,
      },
    });
    return new Gateway(red);
  }

  /** Deploys and waits until the flows run; resolves with how long the runtime took to stop the old ones, ms. */
  async deploy(flows: readonly FlowNode[], type: 'full' | 'nodes' | 'flows' = 'full'): Promise<number> {
    const startedBefore = this.timesStarted();
    const from = performance.now();
    await this.red.deploy(flows, type);
    const duration = performance.now() - from;
    await until('the flows start', () => this.timesStarted() > startedBefore);
    return duration;
  }

  /** Deploys the gateway's flow, alone, and waits until it has subscribed at the broker. */
  async run(broker: TestBroker, options: Omit<GatewayFlowOptions, 'brokerPort'>): Promise<void> {
    const subscribed = broker.subscribed();
    await this.deploy(gatewayFlow({ ...options, brokerPort: broker.port }));
    await subscribed;
    await this.forgetRecords();
  }

  /** Forgets what the probes recorded so far. */
  async forgetRecords(): Promise<void> {
    this.firstRecord = await this.get('count');
  }

  /** What the probe of this name recorded. */
  records<P>(probe: string): Promise<ProbeRecord<P>[]> {
    return this.get(`records?from=${this.firstRecord}&probe=${probe}`);
  }

  /** Payloads of the uplink's lifecycle messages of one kind. */
  async events<T>(event: string): Promise<T[]> {
    const receipts = await this.records<T>('receipts');
    return receipts.filter((record) => record.event === event).map(({ payload }) => payload);
  }

  /** The statuses that the uplink showed, such as "red ring". */
  async statuses(): Promise<string[]> {
    const records = await this.records('status');
    return records.map(({ status }) => `${status?.fill} ${status?.shape}`);
  }

  /** The uplink's statistics now. @param id of the gateway's flow. */
  async stats(id: string): Promise<Stats> {
    const before = (await this.events<Stats>('stats')).length;
    await this.red.inject(`${id}-stats`);
    return until('the uplink gives its statistics', async () => (await this.events<Stats>('stats'))[before]);
  }

  /** The uplink's statistics once its buffer is empty: a backend has a batch before the uplink hears of it. */
  emptied(id: string): Promise<Stats> {
    return until('the buffer is empty', async () => {
      const stats = await this.stats(id);
      return stats.storage !== 'opening' && stats.buffer_depth === 0 && stats;
    });
  }

  resources(): Promise<Resources> {
    return this.get('resources');
  }

  /** Counted in the whole heap, which takes seconds. */
  instances(): Promise<Instances> {
    return this.get('instances');
  }

  /** Bytes of the heap after a garbage collection. */
  heap(): Promise<number> {
    return this.get('heap');
  }

  stop(): Promise<void> {
    return this.red.stop();
  }

  /** Ends Node-RED at once, as a power cut or the out-of-memory killer does; resolves when it is over. */
  kill(): Promise<void> {
    process.kill(this.red.pid, 'SIGKILL');
    return this.red.stop();
  }

  private timesStarted(): number {
    return this.red.output().match(FLOWS_STARTED)?.length ?? 0;
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.red.url}/test-probe/${path}`);
    const found: T = JSON.parse(await response.text());
    return found;
  }
}

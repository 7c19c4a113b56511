import type { Stats } from '../../../src';
import type { RedInstallation } from '../nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../nodeRed/nodeRed';
import { repository } from '../package/packedPackage';
import { sleep, until } from '../until';
import type { Feed, Pace } from './Feed';
import { FloodFeed } from './FloodFeed';
import { FloodSink } from './FloodSink';
import { floodFlow, STATS_PATH } from './floodFlow';
import { LoopProbe, type LoopReport } from './LoopProbe';
import type { SinkReport } from './sinkProcess';

export interface FloodOptions {
  readonly red: RedInstallation;
  /** Milliseconds that the backend takes per request. */
  readonly latencyMs?: number;
  /** Where its messages come from; by default a flood from its own socket. */
  readonly feed?: Feed;
  /** Settings of the uplink besides its defaults. */
  readonly uplink?: Readonly<Record<string, unknown>>;
  /** Makes the flow, instead of floodFlow. */
  readonly flow?: (brokerPort: number, backendPort: number) => readonly FlowNode[];
  /** An existing user directory, which is kept. */
  readonly userDir?: string;
  /** Added to Node-RED's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A file that Node-RED's main thread reads over and over. */
  readonly probedFile?: string;
  /** The backend answers nothing before release(). */
  readonly isHeld?: boolean;
}

/** The figures at one moment. */
export interface FloodLook {
  /** Milliseconds. */
  readonly at: number;
  /** Messages sent since the start. */
  readonly sent: number;
  readonly sink: SinkReport;
  readonly loop: LoopReport;
}

const DRAIN_MS = 240_000;

/** If nothing has come for this long, nothing more comes. */
const SETTLE_MS = 2000;
const MOST_LOOKS = 60;

/** A real Node-RED with the built package, a feed that may deliver more than it can take, and a backend that counts. */
export class FloodedGateway {
  private constructor(
    private readonly red: NodeRed,
    private readonly feed: Feed,
    private readonly sink: FloodSink,
    private readonly probe: LoopProbe,
  ) {}

  /** The gateway closes the feed, even one that it was given. */
  static async start(options: FloodOptions): Promise<FloodedGateway> {
    const { red, latencyMs = 0, uplink = {}, userDir } = options;
    const sink = await FloodSink.start(latencyMs);
    if (options.isHeld) sink.tell('hold');
    const feed = options.feed ?? (await FloodFeed.start());
    const probe = new LoopProbe();
    const probed = await probe.listen(options.probedFile);
    const env = { ...probed, NO_PROXY: '*', no_proxy: '*', ...options.env };
    const { flow = (broker, backend) => floodFlow(broker, backend, uplink) } = options;
    const flows = flow(feed.port, sink.report.port);
    const place = userDir === undefined ? {} : { userDir };
    const started = startNodeRed({ red, flows, env, packageFolder: repository, ...place });
    try {
      const gateway = new FloodedGateway(await started, feed, sink, probe);
      await feed.subscribed(gateway.red);
      return gateway;
    } catch (error) {
      await (await started.catch(() => undefined))?.stop();
      probe.close();
      feed.close();
      sink.close();
      throw error;
    }
  }

  look(): FloodLook {
    const { sink, probe, feed } = this;
    return { at: performance.now(), sent: feed.messages, sink: { ...sink.report }, loop: probe.latest };
  }

  /** Peak resident memory so far, bytes. */
  get peakRss(): number {
    return this.probe.peakRss;
  }

  /** Process ID of Node-RED. */
  get pid(): number {
    return this.red.pid;
  }

  /** Milliseconds that each read of the probed file has taken since mark(). */
  get reads(): readonly number[] {
    return this.probe.reads;
  }

  /** From now on measures the main loop's delay, the reads and the age of events. */
  mark(): void {
    this.probe.mark();
    this.sink.tell('mark');
  }

  /** The backend answers from now on. */
  release(): void {
    this.sink.tell('release');
  }

  /** Milliseconds that Node-RED takes to end after SIGTERM. */
  async timeEnd(): Promise<number> {
    const startedAt = performance.now();
    await this.red.stop();
    return performance.now() - startedAt;
  }

  push(ms: number, pace: Pace): Promise<void> {
    return this.feed.push(ms, pace, () => this.sink.report.events);
  }

  stats(): Promise<Stats> {
    return fetch(`${this.red.url}${STATS_PATH}`).then(async (response): Promise<Stats> => response.json());
  }

  /** Waits until everything sent was taken in, and none of it is waiting any more. */
  drained(): Promise<Stats> {
    const isDrained = async () => {
      const stats = await this.stats();
      return stats.events_ingested === this.feed.messages && stats.buffer_depth === 0 && stats;
    };
    return until('the gateway has drained', isDrained, DRAIN_MS);
  }

  /**
   * The statistics once nothing more comes and nothing is waiting: for a feed whose messages may be lost.
   * @throws {Error} if that does not happen.
   */
  async settled(): Promise<Stats> {
    let ingested = -1;
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const stats = await this.stats();
      if (stats.events_ingested === ingested && stats.buffer_depth === 0) return stats;
      ingested = stats.events_ingested;
      await sleep(SETTLE_MS);
    }
    throw new Error('The gateway did not drain.');
  }

  async stop(): Promise<void> {
    await this.red.stop();
    this.probe.close();
    this.feed.close();
    this.sink.close();
  }
}

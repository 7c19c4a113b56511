import type { Stats } from '../../../src';
import type { RedInstallation } from '../nodeRed/installations';
import { type NodeRed, startNodeRed } from '../nodeRed/nodeRed';
import { repository } from '../package/packedPackage';
import { until } from '../until';
import type { Feed, Pace } from './Feed';
import { FloodFeed } from './FloodFeed';
import { FloodSink } from './FloodSink';
import { floodFlow, STATS_PATH } from './floodFlow';
import { LoopProbe, type LoopReport } from './LoopProbe';
import type { SinkReport } from './sinkProcess';

export interface FloodOptions {
  readonly red: RedInstallation;
  /** Milliseconds that the backend takes over a request. */
  readonly latencyMs?: number;
  /** Where its messages come from; a flood of its own socket where absent. */
  readonly feed?: Feed;
  /** Settings of the uplink, beside its defaults. */
  readonly uplink?: Readonly<Record<string, unknown>>;
}

/** What there is at one moment. */
export interface FloodLook {
  /** Milliseconds. */
  readonly at: number;
  /** Messages sent since the start. */
  readonly sent: number;
  readonly sink: SinkReport;
  readonly loop: LoopReport;
}

const DRAIN_MS = 240_000;

/** A real Node-RED with the built package, a feed that may give more than it can take, and a backend that counts. */
export class FloodedGateway {
  private constructor(
    private readonly red: NodeRed,
    private readonly feed: Feed,
    private readonly sink: FloodSink,
    private readonly probe: LoopProbe,
  ) {}

  /** The feed, also a given one, is the gateway's to close. */
  static async start(options: FloodOptions): Promise<FloodedGateway> {
    const { red, latencyMs = 0, uplink = {} } = options;
    const sink = await FloodSink.start(latencyMs);
    const feed = options.feed ?? (await FloodFeed.start());
    const probe = new LoopProbe();
    const env = { ...(await probe.listen()), NO_PROXY: '*', no_proxy: '*' };
    const flows = floodFlow(feed.port, sink.report.port, uplink);
    const started = startNodeRed({ red, flows, env, packageFolder: repository });
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

  /** Largest resident memory so far, bytes. */
  get peakRss(): number {
    return this.probe.peakRss;
  }

  /** The main loop's delay is measured from now on. */
  mark(): void {
    this.probe.mark();
  }

  push(ms: number, pace: Pace): Promise<void> {
    return this.feed.push(ms, pace, () => this.sink.report.events);
  }

  stats(): Promise<Stats> {
    return fetch(`${this.red.url}${STATS_PATH}`).then(async (response): Promise<Stats> => response.json());
  }

  /** Waits until all that was sent was taken in, and nothing of it waits any more. */
  drained(): Promise<Stats> {
    const isDrained = async () => {
      const stats = await this.stats();
      return stats.events_ingested === this.feed.messages && stats.buffer_depth === 0 && stats;
    };
    return until('the gateway has drained', isDrained, DRAIN_MS);
  }

  async stop(): Promise<void> {
    await this.red.stop();
    this.probe.close();
    this.feed.close();
    this.sink.close();
  }
}

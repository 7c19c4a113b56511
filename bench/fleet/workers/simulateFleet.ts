import { type BatchFormat, wholeBatch } from '../../../src/frame/BatchFormat';
import { ContentCodings, readUplinkSettings, Statistics, Uplink } from '../../../src/uplink';
import { SeededRandom } from '../../../test/harness/seededRandom';
import { readOptions, tellResult, work } from '../../workerSide';
import { CountingSpool, EVENT } from '../CountingSpool';
import { type Arrivals, type BackendModel, ModelBackend } from '../ModelBackend';
import { VirtualClock } from '../VirtualClock';

/** How gateways use randomness: `full` as in the package, `none` nowhere. */
export type Jitter = 'full' | 'none';

export interface FleetOptions {
  readonly gateways: number;
  readonly eventsPerSecond: number;
  readonly outageSeconds: number;
  readonly jitter: Jitter;
  readonly backend: BackendModel;
}

/** Loads are the work requested within a second, refused requests included, as a fraction of the backend's capacity. */
export interface FleetResult {
  /** In normal operation: the peak load, and the maximum requests in 0.1 s as a fraction of the capacity for them. */
  readonly usualPeak: number;
  readonly usualTenth: number;
  /** From the backend's return until at most two seconds' worth of events wait; null if that took too long. */
  readonly drainSeconds: number | null;
  /** In that time. */
  readonly requests: number;
  readonly refused: number;
  readonly peak: number;
  /** The loads of its first seconds, for the plot. */
  readonly loads: readonly number[];
}

/** Seconds after the backend's return that the plot shows. */
const PLOTTED_SECONDS = 120;

const WARM_UP_SECONDS = 20;
/** Always the full bound: plain exponential backoff. */
const NO_JITTER = 1 - 2 ** -32;
const MAX_DRAIN_SECONDS = 4 * 3600;

/** The model backend needs only the number of events. */
const countOnly: BatchFormat = {
  name: 'count',
  contentType: 'text/plain',
  answerTypes: [],
  encode: (events) => wholeBatch(String(events.length)),
};

interface Gateway {
  readonly uplink: Uplink;
  readonly spool: CountingSpool;
}

function makeGateway(clock: VirtualClock, backend: ModelBackend, jitter: Jitter, seed: number): Gateway {
  const chance = new SeededRandom(seed);
  const spool = new CountingSpool();
  const uplink = new Uplink(
    readUplinkSettings({}),
    {
      spool,
      statistics: new Statistics(clock.monotonic()),
      transport: backend.transport(),
      format: countOnly,
      context: { deviceId: 'simulated', envelope: 'object' },
      codings: new ContentCodings('none'),
      clock,
      ...(jitter === 'none' ? { random: () => NO_JITTER, flushPhase: 0 } : { random: () => chance.next() }),
    },
    { onEvent: () => undefined, onState: () => undefined },
  );
  uplink.start();
  return { uplink, spool };
}

const options = readOptions<FleetOptions>();

work(async () => {
  const clock = new VirtualClock();
  const backend = new ModelBackend(options.backend, clock);
  const gateways = Array.from({ length: options.gateways }, (_, i) =>
    makeGateway(clock, backend, options.jitter, i + 1),
  );
  let second = 0;
  const passSecond = async (): Promise<{ readonly arrivals: Arrivals; readonly waiting: number }> => {
    // The worst case: every sensor of the fleet is read exactly on the second.
    for (const { uplink } of gateways) {
      for (let i = 0; i < options.eventsPerSecond; i++) uplink.ingest(EVENT);
    }
    await clock.advanceTo(++second * 1000 - 1);
    const arrivals = backend.seconds[second - 1] ?? { requests: 0, refused: 0, load: 0 };
    const waiting = gateways.reduce((sum, { spool }) => sum + spool.depth, 0);
    return { arrivals, waiting };
  };

  let usualPeak = 0;
  for (let i = 0; i < WARM_UP_SECONDS; i++) {
    const { arrivals } = await passSecond();
    if (i >= WARM_UP_SECONDS / 2) usualPeak = Math.max(usualPeak, arrivals.load);
  }
  const usualTenth = backend.mostInTenth / (options.backend.requestsPerSecond / 10);
  backend.isAway = true;
  for (let i = 0; i < options.outageSeconds; i++) await passSecond();
  backend.isAway = false;
  const usual = 2 * options.gateways * options.eventsPerSecond;
  const drain: Arrivals[] = [];
  let drainSeconds: number | null = null;
  while (drain.length < MAX_DRAIN_SECONDS && drainSeconds === null) {
    const { arrivals, waiting } = await passSecond();
    drain.push(arrivals);
    if (waiting <= usual) drainSeconds = drain.length;
  }
  const sum = (read: (arrivals: Arrivals) => number): number =>
    drain.reduce((total, arrivals) => total + read(arrivals), 0);
  tellResult({
    usualPeak,
    usualTenth,
    drainSeconds,
    requests: sum(({ requests }) => requests),
    refused: sum(({ refused }) => refused),
    peak: drain.reduce((most, { load }) => Math.max(most, load), 0),
    loads: drain.slice(0, PLOTTED_SECONDS).map(({ load }) => Number(load.toFixed(3))),
  } satisfies FleetResult);
});

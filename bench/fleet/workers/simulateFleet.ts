import { type BatchFormat, wholeBatch } from '../../../src/frame/BatchFormat';
import { ContentCodings, readUplinkSettings, Statistics, Uplink } from '../../../src/uplink';
import { SeededRandom } from '../../../test/harness/seededRandom';
import { readOptions, tellResult, work } from '../../workerSide';
import { CountingSpool, EVENT } from '../CountingSpool';
import { type BackendModel, ModelBackend } from '../ModelBackend';
import { VirtualClock } from '../VirtualClock';

/** What gateways do with chance: `full` as the package does, `none` leaves it out everywhere. */
export type Jitter = 'full' | 'none';

export interface FleetOptions {
  readonly gateways: number;
  readonly eventsPerSecond: number;
  readonly outageSeconds: number;
  readonly jitter: Jitter;
  readonly backend: BackendModel;
}

export interface FleetResult {
  /** Each second from the start of the outage: requests and work asked for, refused ones, events that wait. */
  readonly seconds: readonly FleetSecond[];
  /** Most work asked for within one second before the outage, in parts of the backend's capacity. */
  readonly usualPeak: number;
  /** Most requests within 0.1 s before the outage, in parts of those that the backend can do in that time. */
  readonly usualTenth: number;
  /** Seconds from the backend's return until no more than two seconds' events wait; null if that took too long. */
  readonly drainSeconds: number | null;
}

export interface FleetSecond {
  readonly requests: number;
  readonly refused: number;
  readonly load: number;
  readonly waiting: number;
}

const WARM_UP_SECONDS = 20;
/** Of every bound all of it: plain exponential backoff. */
const NO_JITTER = 1 - 2 ** -32;
const MAX_DRAIN_SECONDS = 4 * 3600;

/** The model backend only wants to know how many events come. */
const countOnly: BatchFormat = {
  name: 'count',
  contentType: 'text/plain',
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
  const passSecond = async (): Promise<FleetSecond> => {
    // The worst case: every sensor of the fleet is read at the full second.
    for (const { uplink } of gateways) {
      for (let i = 0; i < options.eventsPerSecond; i++) uplink.ingest(EVENT);
    }
    await clock.advanceTo(++second * 1000 - 1);
    const { requests = 0, refused = 0, load = 0 } = backend.seconds[second - 1] ?? {};
    const waiting = gateways.reduce((sum, { spool }) => sum + spool.depth, 0);
    return { requests, refused, load, waiting };
  };

  let usualPeak = 0;
  for (let i = 0; i < WARM_UP_SECONDS; i++) {
    const { load } = await passSecond();
    if (i >= WARM_UP_SECONDS / 2) usualPeak = Math.max(usualPeak, load);
  }
  const usualTenth = backend.mostInTenth / (options.backend.requestsPerSecond / 10);
  backend.isAway = true;
  const seconds: FleetSecond[] = [];
  while (seconds.length < options.outageSeconds) seconds.push(await passSecond());
  backend.isAway = false;
  const usual = 2 * options.gateways * options.eventsPerSecond;
  let drainSeconds: number | null = null;
  for (let i = 1; i <= MAX_DRAIN_SECONDS && drainSeconds === null; i++) {
    const passed = await passSecond();
    seconds.push(passed);
    if (passed.waiting <= usual) drainSeconds = i;
  }
  for (let i = 0; i < 60; i++) seconds.push(await passSecond());
  tellResult({
    seconds,
    usualPeak,
    usualTenth,
    drainSeconds,
  } satisfies FleetResult);
});

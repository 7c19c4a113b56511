/** Events through a spool, or through an uplink, as fast as they are taken off: what does one cost in CPU? */
import type { Spool } from '../../../src/spool';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { BURST, fill, LIMITS, makeSpool, nextTurn, open, SETTINGS } from './benchSpool';
import { makeUplink } from './benchUplink';
import { NullTransport } from './NullTransport';

export interface ThroughputOptions {
  /** Absent for storage in memory. */
  readonly directory?: string;
  readonly through: 'spool' | 'uplink';
  /** Events that wait all the time before those that come. */
  readonly backlog: number;
  readonly events: number;
}

export interface Throughput {
  /** All threads, microseconds an event. */
  readonly cpuPerEvent: number;
  readonly eventsPerSecond: number;
}

/** Events on their way at once, beyond the backlog. */
const WINDOW = 4000;

/** Part of the events that only warm up. */
const WARM_UP = 0.25;

const { directory, through, backlog, events } = readOptions<ThroughputOptions>();

/** Counts deliveries, and measures from the end of the warming up to the end. */
class Meter {
  delivered = 0;
  readonly done: Promise<void>;
  private finish = (): void => undefined;
  private begun: { cpu: NodeJS.CpuUsage; at: number; delivered: number } | undefined;

  constructor() {
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  add(count: number): void {
    this.delivered += count;
    const { delivered } = this;
    if (!this.begun && delivered >= events * WARM_UP) {
      this.begun = { cpu: process.cpuUsage(), at: performance.now(), delivered };
    }
    if (delivered >= events) this.finish();
  }

  read(): Throughput {
    if (!this.begun) throw new Error('Nothing was delivered.');
    const { cpu, at, delivered } = this.begun;
    const { user, system } = process.cpuUsage(cpu);
    const counted = this.delivered - delivered;
    return {
      cpuPerEvent: (user + system) / counted,
      eventsPerSecond: (counted / (performance.now() - at)) * 1000,
    };
  }
}

/** Hands events over, BURST in a turn, while fewer than WINDOW are on their way. */
async function produce(meter: Meter, take: (i: number) => void): Promise<void> {
  for (let i = 0; meter.delivered < events; await nextTurn()) {
    for (let k = 0; k < BURST && i - meter.delivered < WINDOW; k++) take(i++);
  }
}

async function throughSpool(spool: Spool, meter: Meter): Promise<void> {
  const nothing = (): void => undefined;
  const consume = async (): Promise<void> => {
    while (meter.delivered < events) {
      const batch = spool.heldBack > 0 || spool.waiting >= LIMITS.events ? await spool.next(LIMITS) : undefined;
      if (!batch) {
        await nextTurn();
        continue;
      }
      void spool.delivered(batch);
      meter.add(batch.events.length);
    }
  };
  await Promise.all([consume(), produce(meter, (i) => spool.append(benchEvent(i), nothing))]);
}

async function throughUplink(spool: Spool, meter: Meter): Promise<void> {
  const uplink = makeUplink(spool, new NullTransport(), SETTINGS, (count) => meter.add(count));
  uplink.start();
  await Promise.all([meter.done, produce(meter, (i) => uplink.ingest(benchEvent(i)))]);
}

work(async () => {
  const spool = makeSpool(directory);
  await open(spool);
  await fill(spool, backlog);
  const meter = new Meter();
  await (through === 'spool' ? throughSpool(spool, meter) : throughUplink(spool, meter));
  tellResult(meter.read());
  process.exit();
});

/** Passes events through a spool, or an uplink, as fast as they are taken off: the CPU cost of an event. */
import type { Spool } from '../../../src/spool';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { BURST, fill, LIMITS, makeSpool, nextTurn, open, SETTINGS } from './benchSpool';
import { makeUplink } from './benchUplink';
import { NullTransport } from './NullTransport';
import { Signal } from './Signal';

export interface ThroughputOptions {
  /** Absent for storage in memory. */
  readonly directory?: string;
  readonly through: 'spool' | 'uplink';
  /** Events waiting throughout, ahead of the new ones. */
  readonly backlog: number;
  readonly events: number;
}

export interface Throughput {
  /** All threads, microseconds per event. */
  readonly cpuPerEvent: number;
  readonly eventsPerSecond: number;
}

/** Events in flight, beyond the backlog. */
const WINDOW = 4000;

/** Share of the events that are only warm-up: compilation happens once. */
const WARM_UP = 1 / 2;

const { directory, through, backlog, events } = readOptions<ThroughputOptions>();

/** Counts deliveries, and measures from the end of the warm-up to the end. */
class Meter {
  delivered = 0;
  readonly progress = new Signal();
  private begun: { cpu: NodeJS.CpuUsage; at: number; delivered: number } | undefined;

  get isDone(): boolean {
    return this.delivered >= events;
  }

  add(count: number): void {
    this.delivered += count;
    const { delivered } = this;
    if (!this.begun && delivered >= events * WARM_UP) {
      this.begun = { cpu: process.cpuUsage(), at: performance.now(), delivered };
    }
    this.progress.fire();
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

/** Hands over events, BURST per turn, with at most WINDOW not stored yet, or not offset by a delivery. */
async function produce(meter: Meter, take: (i: number, onStored: () => void) => void): Promise<void> {
  let stored = 0;
  const onStored = (): void => {
    stored++;
    if (stored % BURST === 0) meter.progress.fire();
  };
  for (let i = 0; !meter.isDone; ) {
    while (!meter.isDone && i - Math.min(stored, meter.delivered) > WINDOW - BURST)
      await meter.progress.wait();
    for (let k = 0; k < BURST; k++) take(i++, onStored);
    await nextTurn();
  }
}

async function throughSpool(spool: Spool, meter: Meter): Promise<void> {
  const arrival = new Signal();
  const consume = async (): Promise<void> => {
    while (!meter.isDone) {
      while (spool.heldBack === 0 && spool.waiting < LIMITS.events) await arrival.wait();
      const batch = await spool.next(LIMITS);
      if (!batch) throw new Error('There is no batch.');
      void spool.delivered(batch);
      meter.add(batch.events.length);
      await nextTurn();
    }
  };
  const take = (i: number, onStored: () => void): void => {
    spool.append(benchEvent(i), onStored);
    if (spool.waiting >= LIMITS.events) arrival.fire();
  };
  await Promise.all([consume(), produce(meter, take)]);
}

async function throughUplink(spool: Spool, meter: Meter): Promise<void> {
  const uplink = makeUplink(spool, new NullTransport(), SETTINGS, (count) => meter.add(count));
  uplink.start();
  await produce(meter, (i, onStored) => uplink.ingest(benchEvent(i), onStored));
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

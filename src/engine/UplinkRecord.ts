import { type Clock, systemClock } from '../clock';
import { HandOver, type HandOverLimits } from './HandOver';
import type { FromEngine, Snapshot, UplinkPlan } from './messages';

/** What is kept of an uplink across deploys and engines. */
export class UplinkRecord {
  readonly handOver: HandOver;
  /** The last one from the engine. */
  snapshot: Snapshot | undefined;
  /** When it came; monotonic. */
  snapshotAt = 0;
  orderBase: number | undefined;
  /** Number of the engine that knows this uplink; 0 if none does. */
  life = 0;
  isPaused = false;
  /** Whether another engine still has to release it. */
  isArriving = false;

  constructor(
    readonly id: string,
    plan: UplinkPlan,
    readonly clock: Clock = systemClock,
    /** Monotonic. */
    readonly startedAt = clock.monotonic(),
  ) {
    this.handOver = new HandOver(limitsOf(plan), clock);
  }

  /** Takes a message of the engine about what became of the events. */
  take(message: OfRecord): void {
    const { handOver } = this;
    switch (message.kind) {
      case 'numbered':
        this.orderBase = message.orderBase;
        return;
      case 'stored':
        handOver.onStored(message.id);
        return;
      case 'in-memory':
        handOver.onInMemory(message.id, message.except);
        return;
      case 'snapshot':
        this.snapshot = message.snapshot;
        this.snapshotAt = this.clock.monotonic();
        handOver.onRefused(message.refused);
        return;
      case 'restamped':
        handOver.onRestamped(message.sequence, message.time);
        return;
      case 'batch':
        handOver.copy.onBatch(message.id, message.sequences);
        return;
      case 'put-aside':
        handOver.copy.onQuarantined(message.sequence, message.error);
        return;
      case 'settled':
        handOver.copy.onSettled(message.sequences);
        return;
    }
  }
}

const OF_RECORD = [
  ...(['numbered', 'stored', 'in-memory', 'snapshot'] as const),
  ...(['restamped', 'batch', 'put-aside', 'settled'] as const),
] as const;

/** Messages about the events of an uplink, whether or not a node has the uplink at the moment. */
export type OfRecord = Extract<FromEngine, { readonly kind: (typeof OF_RECORD)[number] }>;

export function isOfRecord(message: FromEngine): message is OfRecord {
  return OF_RECORD.some((kind) => kind === message.kind);
}

export function limitsOf({
  spool: { maxPending, overflow, sync, maxBytes, intake },
}: UplinkPlan): HandOverLimits {
  return { maxPending, overflow, sync: intake === 'disk' ? sync : 'interval', maxBytes };
}

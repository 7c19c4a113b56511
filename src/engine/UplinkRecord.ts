import { type Clock, systemClock } from '../clock';
import { HandOver, type HandOverLimits } from './HandOver';
import type { FromEngine, Snapshot, UplinkPlan } from './messages';

/** What is kept of an uplink over deploys and engines, by its id. */
export class UplinkRecord {
  readonly handOver: HandOver;
  /** As the engine told last. */
  snapshot: Snapshot | undefined;
  /** When it did; monotonic. */
  snapshotAt = 0;
  orderBase: number | undefined;
  /** The engine that knows it: its number; 0 for none. */
  life = 0;
  isPaused = false;
  /** Whether another engine still has to let it go. */
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

  /** The engine tells what has become of its events. */
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

/** What the engine tells of the events of an uplink, whether or not there is a node that has it just now. */
export type OfRecord = Extract<FromEngine, { readonly kind: (typeof OF_RECORD)[number] }>;

export function isOfRecord(message: FromEngine): message is OfRecord {
  return OF_RECORD.some((kind) => kind === message.kind);
}

export function limitsOf({
  spool: { maxPending, overflow, sync, maxBytes, intake },
}: UplinkPlan): HandOverLimits {
  return { maxPending, overflow, sync: intake === 'disk' ? sync : 'interval', maxBytes };
}

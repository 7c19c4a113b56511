import { type Clock, systemClock } from '../clock';
import { HandOver, type HandOverLimits } from './HandOver';
import type { Snapshot, UplinkPlan } from './messages';

/** What is kept of an uplink over deploys and engines, by its id. */
export class UplinkRecord {
  readonly handOver: HandOver;
  /** As the engine told last. */
  snapshot: Snapshot | undefined;
  orderBase: number | undefined;
  /** The engine that knows it: its number; 0 for none. */
  life = 0;
  isPaused = false;

  constructor(
    readonly id: string,
    plan: UplinkPlan,
    readonly clock: Clock = systemClock,
    /** Monotonic. */
    readonly startedAt = clock.monotonic(),
  ) {
    this.handOver = new HandOver(limitsOf(plan), clock);
  }
}

export function limitsOf({
  spool: { maxPending, overflow, sync, maxBytes, intake },
}: UplinkPlan): HandOverLimits {
  return { maxPending, overflow, sync: intake === 'disk' ? sync : 'interval', maxBytes };
}

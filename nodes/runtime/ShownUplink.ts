import type { Node, NodeAPI } from 'node-red';
import type { EngineUplink } from '../../src/engine';
import type { DropReason } from '../../src/spool';
import { AsideEvents, DrainEstimate, type LinkState, type UplinkEvent } from '../../src/uplink';
import { StatusReporter } from './StatusReporter';
import { uplinkStatus } from './uplinkStatus';

/** How often to refresh what changes by itself: the time until the next attempt. */
const REFRESH_MS = 5000;

/** If nothing is delivered for this long beyond the flush interval, something is wrong. */
const LATE_MS = 10_000;

/** Dropping is over once nothing has been dropped for this long. */
const DROPPING_MS = 10_000;

/** Drops that are not a sign of trouble: by a command, or because the format cannot carry the event. */
const NO_TROUBLE: readonly DropReason[] = ['cleared', 'not_carried'];

/** Shows the state of an uplink under its node. */
export class ShownUplink {
  private link: LinkState = { kind: 'connecting' };
  private readonly drain = new DrainEstimate();
  private readonly aside = new AsideEvents();
  private readonly reporter: StatusReporter;
  private readonly refresh: NodeJS.Timeout;
  private dropped = 0;
  /** Monotonic, like the next one. */
  private droppedAt = 0;
  private progressAt = performance.now();
  private flushed = 0;

  /** @param uplink called only once the uplink exists. */
  constructor(
    private readonly RED: NodeAPI,
    node: Node,
    private readonly uplink: () => EngineUplink,
    private readonly delivery: { readonly flushBatch: number; readonly flushIntervalMs: number },
  ) {
    this.reporter = new StatusReporter(node);
    this.refresh = setInterval(() => this.show(), REFRESH_MS);
    this.refresh.unref();
  }

  onState(link: LinkState): void {
    this.link = link;
    this.progressAt = performance.now();
    this.show();
  }

  onEvent(event: UplinkEvent): void {
    if (event.event !== 'dropped' || event.payload.recovered) return;
    if (NO_TROUBLE.includes(event.payload.reason)) return;
    this.dropped += event.payload.events;
    this.droppedAt = performance.now();
    this.show();
  }

  /** To be called when figures have changed. */
  show(): void {
    this.note();
    this.reporter.update(() => this.status());
  }

  close(): void {
    clearInterval(this.refresh);
    this.reporter.close();
  }

  private note(): void {
    const { depth, flushed, waitingAside } = this.uplink();
    const now = performance.now();
    const isDraining = this.link.kind === 'online' && depth > 2 * this.delivery.flushBatch;
    if (isDraining) this.drain.note(depth, now);
    else this.drain.reset();
    if (this.link.kind === 'online') this.aside.note(waitingAside, depth, now);
    if (flushed !== this.flushed || depth === 0) this.progressAt = now;
    this.flushed = flushed;
    const isOver = this.link.kind === 'online' && !isDraining && now - this.droppedAt > DROPPING_MS;
    if (isOver) this.dropped = 0;
  }

  private status() {
    const { storage, depth, waitMs, isFailing, lastError, oldestMs, quarantined } = this.uplink();
    const { flushBatch, flushIntervalMs } = this.delivery;
    const lateMs = flushIntervalMs + LATE_MS;
    return uplinkStatus(this.RED, {
      link: this.link,
      storage,
      depth,
      flushBatch,
      waitMs,
      failure: isFailing ? (lastError ?? '') : undefined,
      isLate: depth > 0 && oldestMs > lateMs && performance.now() - this.progressAt > lateMs,
      drainMs: this.drain.remainingMs,
      quarantined,
      aside: this.aside.events,
      dropped: this.dropped,
    });
  }
}

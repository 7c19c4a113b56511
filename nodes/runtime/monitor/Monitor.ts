import type { NodeAPI, NodeStatus } from 'node-red';
import type { UplinkRow } from '../../../src/monitor';
import { runningUplink, runningUplinks, watchOf } from '../runningUplinks';

/** What is sent to the tabs that are open. */
export const MONITOR_TOPIC = 'wireband/monitor';

/** How often the figures are taken while somebody looks, and else, milliseconds: no slot of the history stays empty. */
const WATCHED_MS = 1000;
const UNWATCHED_MS = 4000;

/** A tab says so often that it is open; it counts as closed when it has not for so long. */
export const WATCH_LASTS_MS = 15_000;

/** Ends the one of an earlier registration, as a palette that is installed anew makes one: two would count twice. */
let endBefore = (): void => undefined;

/** Takes the figures of all uplinks, and sends them to the editor while somebody looks. */
export class Monitor {
  private rows: readonly UplinkRow[] = [];
  private watchedUntil = Number.NEGATIVE_INFINITY;
  private readonly statuses = new Map<string, NodeStatus>();
  private timer: NodeJS.Timeout | undefined;
  private isEnded = false;

  constructor(private readonly RED: NodeAPI) {
    endBefore();
    const note = ({ id, status }: { id: string; status: NodeStatus }): void => {
      if (runningUplink(id)) this.statuses.set(id, status);
    };
    RED.events.on('node-status', note);
    endBefore = () => {
      RED.events.off('node-status', note);
      this.isEnded = true;
      clearTimeout(this.timer);
    };
    this.schedule();
  }

  get isWatched(): boolean {
    return performance.now() < this.watchedUntil;
  }

  /** Somebody looks. @returns the latest rows. */
  watch(): readonly UplinkRow[] {
    const wasWatched = this.isWatched;
    this.watchedUntil = performance.now() + WATCH_LASTS_MS;
    if (!wasWatched) {
      this.take();
      this.schedule();
    }
    return this.rows;
  }

  /** After something was done that the rows should show at once. */
  refresh(): readonly UplinkRow[] {
    this.take();
    return this.rows;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.isEnded) return;
    this.timer = setTimeout(
      () => {
        this.take();
        if (this.isWatched) this.RED.comms.publish(MONITOR_TOPIC, { rows: this.rows }, false);
        this.schedule();
      },
      this.isWatched ? WATCHED_MS : UNWATCHED_MS,
    );
    this.timer.unref();
  }

  private take(): void {
    const [at, now] = [performance.now(), Date.now()];
    const running = runningUplinks();
    this.rows = running.map(({ id, name, uplink }) => {
      const { capacity, maxBytes } = uplink.plan.spool;
      const sample = {
        stats: uplink.stats(),
        latencies: uplink.latencies,
        limits: { events: capacity, bytes: maxBytes },
      };
      const figures = watchOf(id).take(sample, at, now);
      return { id, name, status: this.statuses.get(id) ?? {}, isPaused: uplink.isPaused, ...figures };
    });
    for (const id of this.statuses.keys()) if (!runningUplink(id)) this.statuses.delete(id);
  }
}

import type { NodeAPI, NodeStatus } from 'node-red';
import type { UplinkRow } from '../../../src/monitor';
import { areTopicsWatched, incomingTopics } from '../incomingTopics';
import { runningUplink, runningUplinks, watchOf } from '../runningUplinks';

/** Topic of the figures sent to open tabs. */
export const MONITOR_TOPIC = 'wireband/monitor';

/** Milliseconds between figures while someone is watching, and otherwise: often enough to fill every history slot. */
const WATCHED_MS = 1000;
const UNWATCHED_MS = 4000;

/** A tab regularly reports that it is open; it counts as closed after this many milliseconds without a report. */
export const WATCH_LASTS_MS = 15_000;

/** Ends the monitor of an earlier registration, as after reinstalling the package: two would count twice. */
let endBefore = (): void => undefined;

/** Takes the figures of all uplinks, and sends them to the editor while someone is watching. */
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

  /** Someone is watching. @returns the latest rows. */
  watch(): readonly UplinkRow[] {
    const wasWatched = this.isWatched;
    this.watchedUntil = performance.now() + WATCH_LASTS_MS;
    if (!wasWatched) {
      this.take();
      this.schedule();
    }
    return this.rows;
  }

  /** To be called after an action whose effect the rows should show at once. */
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
        if (this.isWatched) this.publish();
        this.schedule();
      },
      this.isWatched ? WATCHED_MS : UNWATCHED_MS,
    );
    this.timer.unref();
  }

  private publish(): void {
    const topics = areTopicsWatched() ? { topics: incomingTopics() } : {};
    this.RED.comms.publish(MONITOR_TOPIC, { rows: this.rows, ...topics }, false);
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

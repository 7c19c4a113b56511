import type { Clock } from '../../src/clock';
import type { BatchRequest, Exchange, Transport } from '../../src/uplink';

export interface BackendModel {
  /** Capacity of the backend per second: this many requests without events, or this many events without requests. */
  readonly requestsPerSecond: number;
  readonly eventsPerSecond: number;
  /** Work that may wait; beyond it, the backend answers 503. */
  readonly queueMs: number;
}

/** There and back. */
const ROUND_TRIP_MS = 40;

/** What came in one second of the simulation. `load`: the work requested, as a fraction of the backend's capacity. */
export interface Arrivals {
  requests: number;
  refused: number;
  load: number;
}

/** A backend of fixed capacity with one bounded queue, or one that is unreachable. */
export class ModelBackend {
  isAway = false;
  readonly seconds: Arrivals[] = [];
  /** Maximum number of requests within a tenth of a second. */
  mostInTenth = 0;
  private readonly tenths: { index: number; requests: number } = { index: -1, requests: 0 };
  private busyUntil = 0;

  constructor(
    private readonly model: BackendModel,
    private readonly clock: Clock,
  ) {}

  transport(): Transport {
    return {
      url: 'model:',
      post: (request) => this.post(request),
      close: () => undefined,
    };
  }

  private async post(request: BatchRequest): Promise<Exchange> {
    const cost = this.costMs(Number(request.text));
    const now = this.clock.monotonic();
    if (this.isAway) {
      await this.pass(ROUND_TRIP_MS);
      return { answer: { kind: 'unreachable', error: 'ECONNREFUSED' }, bytes: 0, durationMs: ROUND_TRIP_MS };
    }
    const isRefused = this.busyUntil - now > this.model.queueMs;
    this.note(now, cost, isRefused);
    if (isRefused) {
      await this.pass(ROUND_TRIP_MS);
      return { answer: { kind: 'answered', status: 503, text: '' }, bytes: 0, durationMs: ROUND_TRIP_MS };
    }
    this.busyUntil = Math.max(this.busyUntil, now) + cost;
    const durationMs = this.busyUntil - now + ROUND_TRIP_MS;
    await this.pass(durationMs);
    return { answer: { kind: 'answered', status: 200, text: '' }, bytes: 0, durationMs };
  }

  private costMs(events: number): number {
    return 1000 / this.model.requestsPerSecond + (1000 * events) / this.model.eventsPerSecond;
  }

  private note(now: number, cost: number, isRefused: boolean): void {
    const index = Math.floor(now / 1000);
    const second = this.seconds[index] ?? { requests: 0, refused: 0, load: 0 };
    this.seconds[index] = second;
    second.requests++;
    second.load += cost / 1000;
    if (isRefused) second.refused++;
    const tenth = Math.floor(now / 100);
    if (this.tenths.index !== tenth) {
      this.tenths.index = tenth;
      this.tenths.requests = 0;
    }
    this.mostInTenth = Math.max(this.mostInTenth, ++this.tenths.requests);
  }

  private pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }
}

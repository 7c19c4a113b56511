import type { Clock } from './Clock';
import type { UplinkListener } from './guardListener';
import { type RetryPolicy, retryDelayMs } from './retryDelay';
import type { LinkState } from './UplinkEvent';

export interface LinkParts {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Events that wait for delivery, for the reports. */
  readonly depth: () => number;
  readonly listener: UplinkListener;
}

/** How things stand with the backend: what it last said, how long to wait for the next request, and who is told. */
export class Link {
  private current: LinkState = { kind: 'connecting' };
  private failuresInARow = 0;
  /** No request before this time. */
  private retryAt = 0;

  constructor(private readonly parts: LinkParts) {}

  get state(): LinkState {
    return this.current;
  }

  /** Whether the last request failed, so that the next one is a probe. */
  get isFailing(): boolean {
    return this.failuresInARow > 0;
  }

  get isPaused(): boolean {
    return this.current.kind === 'paused';
  }

  /** Milliseconds until the next request may go. */
  get waitMs(): number {
    return Math.max(0, this.retryAt - this.parts.clock.now());
  }

  /** No answer, or one that says later. @param retryAfterMs what the backend asked for. */
  failed(error: string, status: number | undefined, retryAfterMs: number): void {
    this.failuresInARow++;
    const { policy, random } = this.parts;
    const delay = Math.max(retryAfterMs, retryDelayMs(this.failuresInARow, policy, random()));
    this.waitAtLeast(delay);
    if (this.failuresInARow <= policy.maxRetries || this.current.kind === 'offline' || this.isPaused) return;
    this.become({ kind: 'offline', since: this.outageStart(), error });
    this.reportOffline(error, status, delay);
  }

  /** The backend refuses us as such: ask again at the slowest pace. */
  refused(error: string, status: number, retryAfterMs: number): void {
    this.failuresInARow++;
    const { policy, random } = this.parts;
    const delay = Math.max(retryAfterMs, policy.backoffMaxMs * (0.5 + random() / 2));
    this.waitAtLeast(delay);
    if (this.current.kind === 'refused' || this.isPaused) return;
    this.become({ kind: 'refused', since: this.outageStart(), error, status });
    this.reportOffline(error, status, delay);
  }

  /** The backend answered and takes what we send. */
  recovered(): void {
    this.failuresInARow = 0;
    this.retryAt = 0;
    const before = this.current;
    if (before.kind === 'online' || this.isPaused) return;
    this.become({ kind: 'online' });
    const offlineMs = 'since' in before ? this.parts.clock.now() - before.since : 0;
    const payload = { buffer_depth: this.parts.depth(), offline_seconds: offlineMs / 1000 };
    this.parts.listener.onEvent({ event: 'online', payload });
  }

  pause(): void {
    this.become({ kind: 'paused' });
  }

  resume(): void {
    if (this.isPaused) this.become({ kind: 'connecting' });
  }

  /** The next request may go at once. */
  skipWait(): void {
    this.retryAt = 0;
  }

  /** Requests under way together may fail one after the other: the longest of their waits holds. */
  private waitAtLeast(delayMs: number): void {
    this.retryAt = Math.max(this.retryAt, this.parts.clock.now() + delayMs);
  }

  private outageStart(): number {
    return 'since' in this.current ? this.current.since : this.parts.clock.now();
  }

  private reportOffline(error: string, status: number | undefined, delayMs: number): void {
    const report = { error, buffer_depth: this.parts.depth(), retry_in: delayMs / 1000 };
    this.parts.listener.onEvent({
      event: 'offline',
      payload: status === undefined ? report : { ...report, status },
    });
  }

  private become(state: LinkState): void {
    this.current = state;
    this.parts.listener.onState(state);
  }
}

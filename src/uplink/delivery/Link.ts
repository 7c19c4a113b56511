import type { Clock } from '../../clock';
import type { UplinkListener } from '../reports/guardListener';
import type { LinkState } from '../reports/UplinkEvent';
import type { RetryPolicy } from '../settings/uplinkSettings';
import { Overload } from './Overload';
import { retryDelayMs } from './retryDelay';

export interface LinkParts {
  readonly policy: RetryPolicy;
  /** Requests under way at once, when all is well. */
  readonly parallel: number;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Events that wait for delivery, for the reports. */
  readonly depth: () => number;
  /** An outage is over; called before it is told. */
  readonly onOutageOver: () => void;
  readonly listener: Pick<UplinkListener, 'onEvent' | 'onState'>;
}

/** A request that failed, or the answer to it. */
export interface Failure {
  readonly error: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** What the backend asked for, 0 where it asked for nothing. */
  readonly retryAfterMs: number;
  /** The link's era when the request began. */
  readonly era: number;
}

/**
 * How things stand with the backend: what it last said, how long to wait for the next request, how many may be
 * under way, and who is told. Waits and durations go by the monotonic clock.
 */
export class Link {
  private current: LinkState = { kind: 'connecting' };
  private failuresInARow = 0;
  /** Goes up with each failure that counts: requests that began before it tell nothing new about the backend. */
  private currentEra = 0;
  /** No request before this monotonic time; 0 for no wait. */
  private retryAt = 0;
  private outageBegan: number | undefined;
  private allowed = 1;
  private readonly overload = new Overload();

  constructor(private readonly parts: LinkParts) {}

  get state(): LinkState {
    return this.current;
  }

  /** Whether the last request failed, or its outcome is not known, so that the next one is a probe. */
  get isFailing(): boolean {
    return this.failuresInARow > 0;
  }

  /** Whether it is failing only because nobody knows better. */
  get isInDoubt(): boolean {
    return this.isFailing && this.currentEra === 0;
  }

  get isPaused(): boolean {
    return this.current.kind === 'paused';
  }

  /** Milliseconds until the next request may go. */
  get waitMs(): number {
    return this.retryAt === 0 ? 0 : Math.max(0, this.retryAt - this.parts.clock.monotonic());
  }

  /** Requests that may be under way at once: one to begin with and after a failure, twice as many after each success. */
  get concurrency(): number {
    return this.allowed;
  }

  get era(): number {
    return this.currentEra;
  }

  /**
   * Nobody knows what became of the last requests, as after a restart with batches that were perhaps sent: begin as
   * after a failure, so that a gateway that restarts again and again does not flood a backend that is away.
   */
  doubt(): void {
    if (this.failuresInARow > 0) return;
    this.failuresInARow = this.parts.policy.maxRetries + 1;
    this.waitAtLeast(this.ownDelay());
  }

  /** No answer, or one that says later. */
  failed(failure: Failure): void {
    const counts = this.count(failure);
    if (counts && this.overload.note(failure.status)) {
      this.failuresInARow = Math.max(this.failuresInARow, this.overload.answers);
    }
    const delay = Math.max(this.askedDelay(failure), counts ? this.ownDelay() : 0);
    this.waitAtLeast(delay);
    const { maxRetries, backoffBaseMs } = this.parts.policy;
    const isOutage = this.failuresInARow > maxRetries || failure.retryAfterMs > backoffBaseMs;
    if (!isOutage || this.isPaused || this.current.kind === 'offline') return;
    // An older request that fails after the backend refused us does not make the refusal a passing fault.
    if (!counts && this.current.kind === 'refused') return;
    this.become({ kind: 'offline', since: this.outageStart(), error: failure.error });
    this.reportOffline(failure, delay);
  }

  /** The backend refuses us as such: ask again at the slowest pace. */
  refused(failure: Failure & { readonly status: number }): void {
    this.count(failure);
    const { policy, random } = this.parts;
    const delay = Math.max(this.askedDelay(failure), policy.backoffMaxMs * (0.5 + random() / 2));
    this.waitAtLeast(delay);
    if (this.current.kind === 'refused' || this.isPaused) return;
    const { error, status } = failure;
    this.become({ kind: 'refused', since: this.outageStart(), error, status });
    this.reportOffline(failure, delay);
  }

  /** The backend answered and takes what we send. @param era the link's era when the request began. */
  succeeded(era: number): void {
    if (era !== this.currentEra) return;
    this.overload.onArrived();
    this.failuresInARow = 0;
    this.retryAt = 0;
    this.allowed = Math.min(this.allowed * 2, this.parts.parallel);
    const before = this.current;
    if (before.kind === 'online' || this.isPaused) return;
    this.become({ kind: 'online' });
    const { clock, depth, listener, onOutageOver } = this.parts;
    const offlineMs = this.outageBegan === undefined ? 0 : clock.monotonic() - this.outageBegan;
    if (this.outageBegan !== undefined) {
      this.overload.expect(this.parts.policy.maxRetries);
      onOutageOver();
    }
    this.outageBegan = undefined;
    listener.onEvent({
      event: 'online',
      payload: { buffer_depth: depth(), offline_seconds: offlineMs / 1000 },
    });
  }

  pause(): void {
    this.outageBegan = undefined;
    this.become({ kind: 'paused' });
  }

  resume(): void {
    if (this.isPaused) this.become({ kind: 'connecting' });
  }

  /** The next request may go at once. */
  skipWait(): void {
    this.retryAt = 0;
  }

  /** Requests that were under way together and fail one after the other count as one failure. */
  private count({ era }: Failure): boolean {
    if (era !== this.currentEra) return false;
    this.currentEra++;
    this.failuresInARow++;
    this.allowed = 1;
    return true;
  }

  /** What the backend asked for and up to half more, so that all whom it told the same do not come at once. */
  private askedDelay({ retryAfterMs }: Failure): number {
    return retryAfterMs === 0 ? 0 : retryAfterMs * (1 + this.parts.random() / 2);
  }

  private ownDelay(): number {
    const { policy, random } = this.parts;
    return retryDelayMs(this.failuresInARow, policy, random());
  }

  /** Of several waits the longest holds. */
  private waitAtLeast(delayMs: number): void {
    if (delayMs > 0) this.retryAt = Math.max(this.retryAt, this.parts.clock.monotonic() + delayMs);
  }

  private outageStart(): number {
    this.outageBegan ??= this.parts.clock.monotonic();
    return 'since' in this.current ? this.current.since : this.parts.clock.now();
  }

  private reportOffline({ error, status }: Failure, delayMs: number): void {
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

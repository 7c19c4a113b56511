import type { Clock } from '../../clock';
import type { Spool } from '../../spool';
import { rounded } from '../reports/rounded';
import type { LinkState, RefusedCause } from '../reports/UplinkEvent';
import type { UplinkListener } from '../reports/UplinkListener';
import type { RetryPolicy } from '../settings/uplinkSettings';
import { Overload } from './Overload';
import { retryDelayMs } from './retryDelay';

export interface LinkParts {
  readonly policy: RetryPolicy;
  /** Maximum requests in flight at once, when all is well. */
  readonly parallel: number;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** For the reports, which include the number of waiting events. */
  readonly spool: Pick<Spool, 'depth'>;
  /** Called when an outage is over, before the listener is told. */
  readonly onOutageOver: () => void;
  readonly listener: Pick<UplinkListener, 'onEvent' | 'onState'>;
}

/** A request that failed. */
export interface Failure {
  readonly error: string;
  /** HTTP status; undefined if there was no response. */
  readonly status: number | undefined;
  /** The delay that the backend asked for; 0 if it asked for none. */
  readonly retryAfterMs: number;
  /** The era of the link in which the request was sent. */
  readonly era: number;
  /** Why a response is not a success, if its status does not say so. */
  readonly cause?: RefusedCause;
  /** Whether the backend may store requests although it fails to answer them: each retry may be stored again. */
  readonly mayBeStored?: boolean;
}

/**
 * The state of the connection to the backend: what the last response meant, how long to wait before the next request,
 * and how many requests may be in flight. Tells the listener when the state changes. Delays and durations use the
 * monotonic clock.
 *
 * Each failure that counts ends an era. The outcome of a request sent in an earlier era says nothing new: its failure
 * belongs to one that was counted, and its success does not end the backoff.
 */
export class Link {
  private current: LinkState = { kind: 'connecting' };
  private failuresInARow = 0;
  /** How many eras have ended. */
  private currentEra = 0;
  /** No request before this monotonic time; 0 for no delay. */
  private retryAt = 0;
  private outageBegan: number | undefined;
  private allowed = 1;
  private isQuarantineFull = false;
  private readonly overload = new Overload();

  constructor(private readonly parts: LinkParts) {}

  get state(): LinkState {
    return this.current;
  }

  /** Whether the last request failed or its outcome is unknown, so that the next one is a probe. */
  get isFailing(): boolean {
    return this.failuresInARow > 0;
  }

  /** Whether it counts as failing only because the outcome of earlier requests is unknown: nothing has failed yet. */
  get isInDoubt(): boolean {
    return this.isFailing && this.currentEra === 0;
  }

  get isPaused(): boolean {
    return this.current.kind === 'paused';
  }

  /** Milliseconds until the next request may be sent. */
  get waitMs(): number {
    return this.retryAt === 0 ? 0 : Math.max(0, this.retryAt - this.parts.clock.monotonic());
  }

  /** Maximum requests in flight at once: one at first and after a failure, twice as many after each success. */
  get concurrency(): number {
    return this.allowed;
  }

  get era(): number {
    return this.currentEra;
  }

  /**
   * The outcome of earlier requests is unknown, as after a restart with batches that may have been sent. Starts as
   * after a failure, so that a gateway that keeps restarting does not flood a backend that is down.
   */
  doubt(): void {
    if (this.failuresInARow > 0) return;
    this.failuresInARow = this.parts.policy.maxRetries + 1;
    this.waitAtLeast(this.ownDelay());
  }

  /** There was no response, or one that asks for a retry later. @param mostMs maximum of the link's own delay. */
  failed(failure: Failure, mostMs = Number.POSITIVE_INFINITY): void {
    const counts = this.count(failure);
    if (counts && this.overload.note(failure.status)) {
      this.failuresInARow = Math.max(this.failuresInARow, this.overload.answers);
    }
    const ownDelay = failure.mayBeStored ? this.slowDelay() : this.ownDelay();
    const delay = Math.max(this.askedDelay(failure), counts ? Math.min(ownDelay, mostMs) : 0);
    this.waitAtLeast(delay);
    const { maxRetries, backoffBaseMs } = this.parts.policy;
    const isLong = failure.mayBeStored || failure.retryAfterMs > backoffBaseMs;
    const isOutage = this.failuresInARow > maxRetries || isLong;
    const { error } = failure;
    if (this.current.kind === 'offline' && this.current.error !== error) {
      this.become({ ...this.current, error });
    }
    if (!isOutage || this.isPaused || this.current.kind === 'offline') return;
    // A failed request from an earlier era does not turn a refusal into an outage.
    if (!counts && this.current.kind === 'refused') return;
    this.become({ kind: 'offline', since: this.outageStart(), error });
    this.reportOffline(failure, delay);
  }

  /** The backend rejected a batch. The next request, alone and at once, shows whether it accepts anything. */
  rejected(failure: Failure): void {
    this.count(failure);
  }

  /**
   * The backend refuses this gateway altogether: retry at the slowest pace.
   * @param before how many slow attempts came before, while the delays still grow to that pace.
   */
  refused(failure: Failure & { readonly status: number }, before = Number.POSITIVE_INFINITY): void {
    this.count(failure);
    const growing = (this.parts.policy.backoffBaseMs / 4) * 2 ** before;
    const delay = Math.max(this.askedDelay(failure), Math.min(growing, this.slowDelay()));
    this.waitAtLeast(delay);
    if (this.isPaused) return;
    const { error, status, cause } = failure;
    const { current } = this;
    if (current.kind === 'refused' && current.status === status && current.cause === cause) return;
    const refused = { kind: 'refused', since: this.outageStart(), error, status } as const;
    this.become(cause === undefined ? refused : { ...refused, cause });
    if (current.kind !== 'refused') this.reportOffline(failure, delay);
  }

  /** The backend accepted a request. @param era the era in which the request was sent. */
  succeeded(era: number): void {
    if (era !== this.currentEra) return;
    this.overload.onArrived();
    this.failuresInARow = 0;
    this.retryAt = 0;
    this.allowed = Math.min(this.allowed * 2, this.parts.parallel);
    const before = this.current;
    if (before.kind === 'online' || this.isPaused) return;
    this.become(this.online);
    const { clock, spool, listener, onOutageOver } = this.parts;
    const offlineMs = this.outageBegan === undefined ? 0 : clock.monotonic() - this.outageBegan;
    if (this.outageBegan !== undefined) {
      this.overload.expect(this.parts.policy.maxRetries);
      onOutageOver();
    }
    this.outageBegan = undefined;
    listener.onEvent({
      event: 'online',
      payload: { buffer_depth: spool.depth, offline_seconds: rounded(offlineMs / 1000, 3) },
    });
  }

  /** Quarantine has no room for a rejected event, or has room again. */
  setQuarantineFull(isFull: boolean): void {
    if (isFull === this.isQuarantineFull) return;
    this.isQuarantineFull = isFull;
    if (this.current.kind === 'online') this.become(this.online);
  }

  pause(): void {
    this.outageBegan = undefined;
    this.become({ kind: 'paused' });
  }

  resume(): void {
    if (this.isPaused) this.become({ kind: 'connecting' });
  }

  /** The next request may be sent at once. */
  skipWait(): void {
    this.retryAt = 0;
  }

  private get online(): LinkState {
    return this.isQuarantineFull ? { kind: 'online', isQuarantineFull: true } : { kind: 'online' };
  }

  /** Requests that were in flight together and fail one after the other count as one failure. */
  private count({ era }: Failure): boolean {
    if (era !== this.currentEra) return false;
    this.currentEra++;
    this.failuresInARow++;
    this.allowed = 1;
    return true;
  }

  /** The delay that the backend asked for plus up to half, so that gateways told the same do not all come at once. */
  private askedDelay({ retryAfterMs }: Failure): number {
    return retryAfterMs === 0 ? 0 : retryAfterMs * (1 + this.parts.random() / 2);
  }

  private ownDelay(): number {
    const { policy, random } = this.parts;
    return retryDelayMs(this.failuresInARow, policy, random());
  }

  /** The slowest pace. */
  private slowDelay(): number {
    const { policy, random } = this.parts;
    return policy.backoffMaxMs * (0.5 + random() / 2);
  }

  /** The longest of several delays counts. */
  private waitAtLeast(delayMs: number): void {
    if (delayMs > 0) this.retryAt = Math.max(this.retryAt, this.parts.clock.monotonic() + delayMs);
  }

  private outageStart(): number {
    this.outageBegan ??= this.parts.clock.monotonic();
    return 'since' in this.current ? this.current.since : this.parts.clock.now();
  }

  private reportOffline({ error, status }: Failure, delayMs: number): void {
    const report = { error, buffer_depth: this.parts.spool.depth, retry_in: rounded(delayMs / 1000, 3) };
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

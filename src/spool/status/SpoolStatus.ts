import { type Clock, ClockSteps } from '../../clock';
import type { DiskSpoolOptions } from '../diskSpoolOptions';
import type { Drop, Recovered, SpoolListener, SpoolWatch, StorageState } from '../Spool';
import { ArrivalClock } from './ArrivalClock';

/** The status of a spool on disk: its options, whether its disk works, and its listener. */
export class SpoolStatus {
  arrivals: ArrivalClock;
  readonly steps: ClockSteps;
  current: StorageState = { kind: 'opening' };
  isClosed = false;
  private listener: SpoolListener | undefined;
  private untold: { readonly recovered: Recovered; readonly lost: readonly Drop[] } | undefined;
  private readonly failureHandlers: (() => void)[] = [];

  constructor(
    readonly directory: string,
    public options: DiskSpoolOptions,
    readonly clock: Clock,
    readonly watch?: SpoolWatch,
  ) {
    this.arrivals = new ArrivalClock(clock, 0);
    this.steps = new ClockSteps(clock);
  }

  get isFailing(): boolean {
    return this.current.kind === 'failing';
  }

  /** Whether new events stay in memory, by choice or because the disk fails. */
  get isMemory(): boolean {
    return this.isFailing || (this.options.intake === 'memory' && this.current.kind !== 'opening');
  }

  /** Whether an event with this arrival has waited too long. */
  readonly isExpired = (arrival: number | undefined): boolean =>
    arrival !== undefined &&
    this.options.maxAgeMs > 0 &&
    this.arrivals.ageOf(arrival) > this.options.maxAgeMs;

  /** @param unreported returns the drops that nobody has heard of, for a listener that follows another. */
  listen(listener: SpoolListener, unreported: () => readonly Drop[]): void {
    this.listener = listener;
    const { untold } = this;
    this.untold = undefined;
    if (untold) this.tellReady(untold.recovered, untold.lost);
    else if (this.current.kind !== 'opening') {
      this.tellReady({ events: 0, unreported: unreported(), findings: [] }, []);
    }
  }

  tellReady(recovered: Recovered, lost: readonly Drop[]): void {
    if (!this.listener) {
      this.untold = { recovered, lost };
      return;
    }
    this.listener.onReady(recovered);
    for (const drop of lost) this.listener.onDropped(drop);
  }

  /** How far the clock is ahead of the spool's count of time, milliseconds. */
  get clockAhead(): number {
    return this.clock.now() - this.arrivals.now();
  }

  /** The clock was set. @param events number of waiting events; our own stamps on them are corrected. */
  tellStep(by: number, events: number): void {
    this.listener?.onClockStep?.(by, events);
  }

  /** Stamps of our own were corrected. */
  tellRestamped(events: number): void {
    this.listener?.onRestamped?.(events);
  }

  /** Tells of a change of the spool's device. @param former its previous device. @param events waiting in it. */
  tellDevice(former: string | undefined, events: number): void {
    const { device } = this.options;
    if (former === undefined || device === undefined || former === device) return;
    this.tellFindings([
      `The spool belonged to device "${former}" and now belongs to "${device}": ${events} events in it are delivered under the former ` +
        'name. If the name comes from a container that is recreated, give the container a fixed host name (docs/fleet.md).',
    ]);
  }

  tellFindings(more: readonly string[]): void {
    const { listener, untold } = this;
    if (listener) listener.onFindings?.(more);
    else if (untold) {
      const findings = [...untold.recovered.findings, ...more];
      this.untold = { ...untold, recovered: { ...untold.recovered, findings } };
    }
  }

  tellDropped(drop: Drop): void {
    this.listener?.onDropped(drop);
  }

  become(state: StorageState): void {
    this.current = state;
    this.listener?.onStorage(state);
  }

  /** @param handler called each time the disk fails, before the listener is told. */
  onFailure(handler: () => void): void {
    this.failureHandlers.push(handler);
  }

  /** The disk failed: from here on events stay in memory, until the disk is retried. */
  fail(error: unknown): void {
    if (this.isClosed) return;
    const before = this.current;
    const text = error instanceof Error ? error.message : String(error);
    const since = before.kind === 'failing' ? before.since : this.clock.now();
    this.current = { kind: 'failing', error: text, since };
    for (const handle of this.failureHandlers) handle();
    if (before.kind !== 'failing') this.listener?.onStorage(this.current);
  }

  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }
}

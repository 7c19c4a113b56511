import { LOGS, type LogName } from '../format/segmentFile';
import type { SpoolHeads } from '../head/SpoolHeads';
import type { DropReason } from '../Spool';
import { dropOf } from '../shared/DropsBySeries';
import type { SpoolBatches } from './SpoolBatches';
import type { SpoolContext } from './SpoolContext';

/** Keeps a spool on disk within its bounds: events, bytes, age; and empties it when asked. */
export class SpoolBounds {
  private makingRoom: Promise<void> | undefined;

  /** @param batches asked for only when something is to be dropped. */
  constructor(
    private readonly context: SpoolContext,
    private readonly heads: SpoolHeads,
    private readonly batches: () => SpoolBatches,
  ) {}

  /** Drops until the spool is within its bounds: by the overflow rule, alarms last. */
  async makeRoom(): Promise<void> {
    if (!this.isOver) return;
    this.makingRoom ??= this.context.headTasks.run(() => this.dropExcess());
    await this.makingRoom;
    this.context.reclaim();
  }

  /** Drops what is too old, when nothing else is done at the old end. */
  async dropExpired(): Promise<void> {
    await this.context.headTasks.run(() => this.expire());
    this.context.reclaim();
  }

  /** The same, for who works at the old end already. */
  async expire(): Promise<void> {
    const { isExpired } = this;
    if (this.context.options.maxAgeMs === 0) return;
    this.expirePending();
    const kept = this.context.ledger.state.replay.findIndex(({ arrival }) => !isExpired(arrival));
    await this.dropReplayed(kept < 0 ? Number.POSITIVE_INFINITY : kept, 'expired');
    if (isExpired(this.batches().unseen[0]?.arrival)) await this.batches().unseal();
    for (const log of LOGS) {
      while (isExpired(await this.heads.oldestArrival(log))) {
        const { events } = await this.heads.dropWhile(log, 'expired', isExpired);
        if (events === 0) break;
      }
    }
  }

  /** Drops what is too old in memory, whether or not there is a disk. */
  expirePending(): void {
    if (this.context.options.maxAgeMs > 0) this.context.intake.expire(this.isExpired);
  }

  /** Throws everything away that is not under way. @returns how many events. */
  async discard(): Promise<number> {
    const { ledger, intake, headTasks } = this.context;
    const count = (): number => this.context.depth + ledger.state.quarantine.length;
    const before = count();
    await headTasks.run(async () => {
      while (intake.dropPending('cleared')) {
        // Until nothing is pending.
      }
      for (const log of LOGS) {
        while ((await this.heads.dropWhile(log, 'cleared', () => true)).events > 0) {
          // One range after the other.
        }
      }
      for (const { id, count: events } of [...ledger.state.batches]) {
        if (this.batches().isHeld(id)) continue;
        const drops = [{ reason: 'cleared', events } as const];
        await ledger.record({ kind: 'dropped', span: null, replayed: 0, drops });
        await ledger.record({ kind: 'delivered', id });
      }
    });
    this.context.reclaim();
    return before - count();
  }

  private async dropExcess(): Promise<void> {
    try {
      if (!this.heads.takeJustSealed()) await this.batches().unseal();
      while (this.isOver) {
        // Nothing that can still be dropped may stay in a batch while an alarm goes.
        if (!this.hasOrdinary) await this.batches().unseal();
        if (!(await this.dropSome())) break;
      }
    } finally {
      this.makingRoom = undefined;
    }
  }

  private readonly isExpired = (arrival: number | undefined): boolean =>
    arrival !== undefined && this.context.arrivals.ageOf(arrival) > this.context.options.maxAgeMs;

  private get excess(): { readonly events: number; readonly bytes: number } {
    const { depth, bytes, options } = this.context;
    return { events: depth - options.capacity, bytes: bytes - options.maxBytes };
  }

  private get isOver(): boolean {
    const { events, bytes } = this.excess;
    return events > 0 || bytes > 0;
  }

  private get hasOrdinary(): boolean {
    const { ledger, intake } = this.context;
    return ledger.state.waitingIn('ordinary') + intake.pending.count('ordinary') > 0;
  }

  /** Drops something of what is to go first. @returns false when there is nothing. */
  private async dropSome(): Promise<boolean> {
    const { intake, ledger, options } = this.context;
    const { pending } = intake;
    const isNewest = options.overflow === 'newest';
    const waitsOnDisk = (log: LogName): boolean => ledger.state.waitingIn(log) > 0;
    const refuses = isNewest && pending.count('ordinary') > 0;
    if (!refuses && waitsOnDisk('ordinary') && (await this.dropOldest('ordinary'))) return true;
    if (pending.count('ordinary') > 0) return intake.dropPending('overflow');
    if (isNewest && pending.count('alarm') > 0) return intake.dropPending('overflow');
    if (waitsOnDisk('alarm') && (await this.dropOldest('alarm'))) return true;
    return (
      intake.dropPending('overflow') || (await this.dropReplayed(Math.max(1, this.excess.events), 'overflow'))
    );
  }

  /** Drops the oldest of what waits again out of quarantine. @returns false when there was none. */
  private async dropReplayed(most: number, reason: DropReason): Promise<boolean> {
    const { ledger } = this.context;
    const dropped = ledger.state.replay.slice(0, Math.max(0, most));
    if (dropped.length === 0) return false;
    const drops = dropped.map(({ event }) => dropOf(event, reason));
    await ledger.record({ kind: 'dropped', span: null, replayed: dropped.length, drops });
    return true;
  }

  /** Drops as many of the oldest events of a log as are too many. @returns false when there was none. */
  private async dropOldest(log: LogName): Promise<boolean> {
    const { excess } = this;
    const { events } = await this.heads.dropWhile(
      log,
      'overflow',
      (_, dropped, bytes) => dropped < excess.events || bytes < excess.bytes,
    );
    return events > 0;
  }
}

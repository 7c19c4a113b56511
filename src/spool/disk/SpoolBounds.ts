import { LOGS, type LogName } from '../format/segmentFile';
import type { LogHead } from '../head/LogHead';
import type { Intake } from '../intake/Intake';
import type { SpoolStatus } from '../status/SpoolStatus';

/** Keeps a spool on disk within its bounds (events, bytes, age), and empties it on request. */
export class SpoolBounds {
  private makingRoom: Promise<void> | undefined;

  constructor(
    private readonly status: SpoolStatus,
    private readonly head: LogHead,
    private readonly intake: Intake,
  ) {}

  /** Drops events by the overflow rule, alarms last, until the spool is within its bounds. */
  async makeRoom(): Promise<void> {
    if (!this.isOver) return;
    this.makingRoom ??= this.head.run(() => this.dropExcess());
    await this.makingRoom;
    this.head.reclaim();
  }

  /** Checks whether the clock was set. Call it only from a task at the old end. */
  async onClock(): Promise<void> {
    const { status, head, intake } = this;
    const by = status.steps.take();
    if (by === 0) return;
    const waiting = head.waiting + intake.events;
    await head.addStep(by);
    status.tellStep(by, waiting);
  }

  /** Drops events that are too old, once no other task runs at the old end. */
  async dropExpired(): Promise<void> {
    await this.head.run(() => this.expire());
    this.head.reclaim();
  }

  /** The same, but called from a task at the old end. */
  async expire(): Promise<void> {
    const { head } = this;
    const { isExpired, options } = this.status;
    if (options.maxAgeMs === 0) return;
    this.expirePending();
    await head.dropReplayedWhile('expired', isExpired);
    if (isExpired(head.batches.oldestUnseen)) await head.batches.unseal();
    for (const log of LOGS) {
      while (isExpired(await head.oldestArrivalIn(log))) {
        if ((await head.dropWhile(log, 'expired', isExpired)) === 0) break;
      }
    }
  }

  /** Drops events in memory that are too old, whether or not there is a disk. */
  expirePending(): void {
    const { isExpired, options } = this.status;
    if (options.maxAgeMs > 0) this.intake.expire(isExpired);
  }

  /** Discards everything that is not being delivered. @returns how many events. */
  async discard(): Promise<number> {
    const { head, intake } = this;
    const count = (): number => head.events + intake.events + head.quarantine.length;
    const before = count();
    await head.run(async () => {
      while (intake.dropPending('cleared')) {
        // Until no event is pending.
      }
      for (const log of LOGS) {
        while ((await head.dropWhile(log, 'cleared', () => true)) > 0) {
          // One range after the other.
        }
      }
      await head.batches.dropFree('cleared');
    });
    head.reclaim();
    return before - count();
  }

  private async dropExcess(): Promise<void> {
    try {
      await this.head.batches.unsealForRoom();
      while (this.isOver) {
        // No event that can still be dropped may stay in a batch while an alarm is dropped.
        if (!this.hasOrdinary) await this.head.batches.unseal();
        if (!(await this.dropSome())) break;
      }
    } finally {
      this.makingRoom = undefined;
    }
  }

  private get excess(): { readonly events: number; readonly bytes: number } {
    const { head, intake } = this;
    const { capacity, maxBytes } = this.status.options;
    return {
      events: head.events + intake.events - capacity,
      bytes: head.bytes + intake.bytes - maxBytes,
    };
  }

  private get isOver(): boolean {
    const { events, bytes } = this.excess;
    return events > 0 || bytes > 0;
  }

  private get hasOrdinary(): boolean {
    return this.head.waitingIn('ordinary') + this.intake.pending.count('ordinary') > 0;
  }

  /** Drops some of the events that should go first. @returns false if there is nothing to drop. */
  private async dropSome(): Promise<boolean> {
    const { head, intake } = this;
    const { pending } = intake;
    const isNewest = this.status.options.overflow === 'newest';
    const refuses = isNewest && pending.count('ordinary') > 0;
    if (!refuses && (await this.dropOldest('ordinary'))) return true;
    if (pending.count('ordinary') > 0) return intake.dropPending('overflow');
    const most = Math.max(1, this.excess.events);
    const replayed = await head.dropReplayedWhile(
      'overflow',
      (_, dropped, isAlarm) => dropped < most && !isAlarm,
    );
    if (replayed > 0) return true;
    if (isNewest && pending.count('alarm') > 0) return intake.dropPending('overflow');
    if (await this.dropOldest('alarm')) return true;
    if (intake.dropPending('overflow')) return true;
    return (await head.dropReplayedWhile('overflow', (_, dropped) => dropped < most)) > 0;
  }

  /** Drops the excess from the oldest events of a log. @returns false if nothing was dropped. */
  private async dropOldest(log: LogName): Promise<boolean> {
    if (this.head.waitingIn(log) === 0) return false;
    const { excess } = this;
    const dropped = await this.head.dropWhile(
      log,
      'overflow',
      (_, events, bytes) => events < excess.events || bytes < excess.bytes,
    );
    return dropped > 0;
  }
}

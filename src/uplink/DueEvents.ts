import type { Priority, Spool } from '../spool';

/** Which waiting events are due: by time, because they fill a request, or because a flush was asked for. */
export class DueEvents {
  /** The latest events, that came since everything that waited was due. All before them are due. */
  private fresh = 0;
  private alarmsHeldBack = false;

  /** @param flushBatch events that fill a request. */
  constructor(
    private readonly spool: Spool,
    private readonly flushBatch: number,
  ) {}

  /** Whether there are events whose time is still to come. */
  get hasFresh(): boolean {
    return this.fresh > 0;
  }

  /** An event was taken in. An alarm is due at once, and where it must not overtake, so is all before it. */
  onIngested(isAlarm: boolean): void {
    if (!isAlarm) this.fresh++;
    else if (this.spool.waitingAlarms === 0) this.fresh = 0;
  }

  makeAllDue(): void {
    this.fresh = 0;
  }

  /** Batches of alarms may be among those that the spool holds back. */
  onAlarmsHeldBack(): void {
    this.alarmsHeldBack = true;
  }

  /** The spool was asked for a batch. */
  onTaken(priority: Priority, isEmpty: boolean): void {
    if (priority === 'alarms' && isEmpty) this.alarmsHeldBack = false;
    this.fresh = Math.min(this.fresh, this.ordinary);
  }

  isDue(priority: Priority): boolean {
    switch (priority) {
      case 'alarms':
        return this.spool.waitingAlarms > 0 || this.alarmsHeldBack;
      case 'live':
        return this.hasDue(this.spool.waitingLive);
      case 'any':
        // The batches that are held back come first, and those of alarms are not for this priority.
        return !this.alarmsHeldBack && (this.hasDue(this.ordinary) || this.spool.heldBack > 0);
    }
  }

  /** Whether there is an ordinary batch that will not get larger by waiting. */
  get isFull(): boolean {
    return this.ordinary >= this.flushBatch || this.spool.heldBack > 0;
  }

  private hasDue(waiting: number): boolean {
    return waiting >= this.flushBatch || waiting > this.fresh;
  }

  private get ordinary(): number {
    return this.spool.waiting - this.spool.waitingAlarms;
  }
}

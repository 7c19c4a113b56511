import type { Priority, Spool } from '../../spool';

/** Which waiting events are due: because of their age, because they fill a request, or because of a flush. */
export class DueEvents {
  /** How many of the latest events are not due by age yet. All events before them are due. */
  private fresh = 0;
  private alarmsHeldBack = false;

  /** @param flushBatch how many events fill a request. */
  constructor(
    private readonly spool: Spool,
    private readonly flushBatch: number,
  ) {}

  get hasFresh(): boolean {
    return this.fresh > 0;
  }

  /** An event was taken in. An alarm is due at once; if alarms may not overtake, so is every event before it. */
  onIngested(isAlarm: boolean): void {
    if (!isAlarm) this.fresh++;
    else if (this.spool.waitingAlarms === 0) this.fresh = 0;
  }

  makeAllDue(): void {
    this.fresh = 0;
  }

  /** There may be batches of alarms among those that the spool holds back. */
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
        // The spool hands out the batches it holds back first, and those with alarms belong in the alarm queue.
        return !this.alarmsHeldBack && (this.hasDue(this.ordinary) || this.spool.heldBack > 0);
    }
  }

  /** Whether waiting would not make the next ordinary batch any larger. */
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

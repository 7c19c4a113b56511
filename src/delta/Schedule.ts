import { Deadlines } from './Deadlines';
import type { SeriesStore } from './SeriesStore';
import { SteadyTime } from './SteadyTime';
import { SERIES_FLAGS, SERIES_TIMES } from './seriesMarks';

/** What is due for a slot. */
export interface DueSlot {
  readonly slot: number;
  readonly what: 'held' | 'stale';
  /** Seconds since the last message. */
  readonly silentFor: number;
  /** Milliseconds since the epoch. */
  readonly lastSeen: number;
}

/**
 * If a check is overdue by more, the process was suspended or the clock was set. Messages that were not received
 * meanwhile do not mean that a sensor is silent. Milliseconds.
 */
const OVERDUE = 60_000;

/** Outdated entries are cleared away once there are this many more than four per series. */
const SPARE_ENTRIES = 1000;

/**
 * When series have something to do without a message: at the end of `minInterval`, at the end of `maxSilence` while
 * something is held, or to be reported stale.
 */
export class Schedule<Ref> {
  private readonly deadlines = new Deadlines();
  private readonly steady = new SteadyTime();

  constructor(private readonly store: SeriesStore<Ref>) {}

  /** When take() may have something, ms since the epoch. */
  get next(): number | undefined {
    const { next } = this.deadlines;
    return next === undefined ? undefined : this.steady.toWall(next);
  }

  /** A message of a series arrived. @param now ms since the epoch. @param staleAfter ms; 0 for never. */
  seen(slot: number, now: number, staleAfter: number): void {
    const steady = this.steady.at(now);
    this.store.setTime(slot, SERIES_TIMES.seen, steady);
    if (staleAfter === 0 || !Number.isNaN(this.store.time(slot, SERIES_TIMES.staleCheck))) return;
    this.set(slot, SERIES_TIMES.staleCheck, steady + staleAfter);
  }

  /** What a series holds is due after this many milliseconds. */
  holdFor(slot: number, now: number, ms: number): void {
    this.set(slot, SERIES_TIMES.due, this.steady.at(now) + ms);
  }

  /**
   * What a series holds is due once nothing has been forwarded for `maxSilence`.
   * @param elapsed ms since the last forwarded sample was measured; NaN if unknown.
   */
  holdUntilSilent(slot: number, now: number, elapsed: number, maxSilence: number): void {
    if (!Number.isNaN(this.store.time(slot, SERIES_TIMES.due))) return;
    const left = Number.isNaN(elapsed) ? maxSilence : maxSilence - elapsed;
    this.holdFor(slot, now, Math.min(Math.max(left, 0), maxSilence));
  }

  /** What a series held has been forwarded, or is obsolete. */
  clearDue(slot: number): void {
    this.store.setTime(slot, SERIES_TIMES.due, Number.NaN);
  }

  /** Takes what is due, one by one. @param staleAfterOf of a slot, ms. */
  take(now: number, staleAfterOf: (slot: number) => number): DueSlot | undefined {
    const steady = this.steady.at(now);
    for (;;) {
      const deadline = this.deadlines.takeUntil(steady);
      if (!deadline) return undefined;
      const { slot, at } = deadline;
      const lastSeen = this.store.time(slot, SERIES_TIMES.seen);
      const due = (what: DueSlot['what']): DueSlot => ({
        slot,
        what,
        silentFor: (steady - lastSeen) / 1000,
        lastSeen: this.steady.toWall(lastSeen),
      });
      if (this.store.time(slot, SERIES_TIMES.due) === at) {
        this.clearDue(slot);
        return due('held');
      }
      if (this.store.time(slot, SERIES_TIMES.staleCheck) !== at) continue;
      this.store.setTime(slot, SERIES_TIMES.staleCheck, Number.NaN);
      const staleAfter = staleAfterOf(slot);
      const isMissed = steady - at > Math.max(OVERDUE, staleAfter);
      if (staleAfter === 0) continue;
      if (isMissed) this.set(slot, SERIES_TIMES.staleCheck, steady + staleAfter);
      else if (lastSeen + staleAfter > steady) this.set(slot, SERIES_TIMES.staleCheck, lastSeen + staleAfter);
      else return due('stale');
    }
  }

  /** Starts over from what the store knows, as after a deploy or a restart. */
  restore(now: number, staleAfterOf: (slot: number) => number): void {
    const steady = this.steady.at(now);
    const { store } = this;
    this.deadlines.clear();
    for (const slot of store.allSlots()) {
      const due = store.time(slot, SERIES_TIMES.due);
      const isHeld = !Number.isNaN(store.held.time(slot));
      if (isHeld) this.set(slot, SERIES_TIMES.due, due > steady ? due : steady);
      const seen = store.time(slot, SERIES_TIMES.seen);
      if (!(seen <= steady)) store.setTime(slot, SERIES_TIMES.seen, steady);
      const staleAfter = store.flags(slot) & SERIES_FLAGS.stale ? 0 : staleAfterOf(slot);
      store.setTime(slot, SERIES_TIMES.staleCheck, Number.NaN);
      if (staleAfter > 0) this.set(slot, SERIES_TIMES.staleCheck, steady + staleAfter);
    }
  }

  private set(
    slot: number,
    which: typeof SERIES_TIMES.due | typeof SERIES_TIMES.staleCheck,
    at: number,
  ): void {
    this.store.setTime(slot, which, at);
    // No plan needs this time.
    if (Number.isNaN(this.store.time(slot, which))) return;
    this.deadlines.add(at, slot);
    if (this.deadlines.size > 4 * this.store.slotCount + SPARE_ENTRIES) this.clearAway();
  }

  private clearAway(): void {
    this.deadlines.clear();
    for (const slot of this.store.allSlots()) {
      for (const which of [SERIES_TIMES.due, SERIES_TIMES.staleCheck]) {
        const at = this.store.time(slot, which);
        if (!Number.isNaN(at)) this.deadlines.add(at, slot);
      }
    }
  }
}

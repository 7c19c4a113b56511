import type { BootMoment, Clock } from './Clock';

/** What a clock said at a moment, in a form that can be saved. Milliseconds. */
export interface ClockReading {
  /** Since the epoch. */
  readonly wall: number;
  readonly boot?: BootMoment;
}

/**
 * Smaller steps are ignored: time servers make them all the time, and a reading may take this long from being stamped
 * to having its arrival noted.
 */
export const LEAST_STEP_MS = 10_000;

export function readClock(clock: Clock): ClockReading {
  const boot = clock.boot?.();
  return { wall: clock.now(), ...(boot && { boot }) };
}

/**
 * Milliseconds between two moments of the same run of the machine, whatever its clock says; undefined if it was
 * restarted, or if nobody knows. Of a moment's two counts, one may stand still: during sleep, or with the container.
 */
export function elapsedSince(then: ClockReading, now: ClockReading): number | undefined {
  if (!then.boot || then.boot.id !== now.boot?.id) return undefined;
  const elapsed = Math.max(now.boot.awakeMs - then.boot.awakeMs, now.boot.uptimeMs - then.boot.uptimeMs);
  return elapsed < 0 ? undefined : elapsed;
}

/** By how much the clock was set between two moments; 0 if it was not, or if nobody knows. */
export function stepBetween(then: ClockReading, now: ClockReading): number {
  return asStep(now.wall - then.wall - (elapsedSince(then, now) ?? now.wall - then.wall));
}

const asStep = (by: number): number => (Math.abs(by) < LEAST_STEP_MS ? 0 : Math.round(by));

/** Notices when somebody or a time server sets the clock. */
export class ClockSteps {
  private reading: ClockReading;
  private monotonic: number;
  private pending = 0;

  constructor(private readonly clock: Clock) {
    this.reading = readClock(clock);
    this.monotonic = clock.monotonic();
  }

  /** Whether there is a step that was not taken yet. Cheap enough for every event. */
  get hasStepped(): boolean {
    const wall = this.clock.now();
    const monotonic = this.clock.monotonic();
    const by = wall - this.reading.wall - (monotonic - this.monotonic);
    if (asStep(by) !== 0) {
      const now = readClock(this.clock);
      // If the machine was only asleep, nobody has set the clock.
      this.pending +=
        elapsedSince(this.reading, now) === undefined ? asStep(by) : stepBetween(this.reading, now);
      this.reading = now;
      this.monotonic = monotonic;
    }
    return this.pending !== 0;
  }

  /** Milliseconds by which the clock was set since this was last asked. */
  take(): number {
    const by = this.hasStepped ? this.pending : 0;
    this.pending = 0;
    return by;
  }
}

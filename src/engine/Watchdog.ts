import { type Clock, systemClock } from '../clock';

/** How often a thread says that its event loop turns, milliseconds. */
const BEAT_MS = 1000;

/**
 * A thread whose event loop has stood still for so long will not go on by itself. Nothing that it does takes a second:
 * it waits for disk and network between turns, however slow they are.
 */
export const HUNG_AFTER_MS = 30_000;

/** Looks within that time. */
const LOOKS = 10;

/** A look that comes later than this part of the time between two: who looks was held up, or the machine slept. */
const LATE_SHARE = 1 / 4;

/** In the thread: counts on from now, as long as the event loop turns. */
export function beat(beats: Int32Array): void {
  Atomics.add(beats, 0, 1);
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
}

/** On the main thread: notices that a thread has hung, after its first beat. Does not keep the process alive. */
export class Watchdog {
  private seen = 0;
  /** Looks in a row, each of them in time, that saw no beat. */
  private silent = 0;
  private readonly betweenLooksMs: number;
  private cancelLook: () => void;

  /**
   * @param onHung called once, after `hungAfterMs` without a beat.
   * @param hungAfterMs several times what lies between two beats.
   */
  constructor(
    private readonly beats: Int32Array,
    private readonly onHung: () => void,
    hungAfterMs = HUNG_AFTER_MS,
    private readonly clock: Clock = systemClock,
  ) {
    this.betweenLooksMs = hungAfterMs / LOOKS;
    this.cancelLook = this.scheduleLook();
  }

  stop(): void {
    this.cancelLook();
  }

  private scheduleLook(): () => void {
    const due = this.clock.monotonic() + this.betweenLooksMs;
    return this.clock.after(this.betweenLooksMs, () => this.look(due));
  }

  private look(due: number): void {
    const isLate = this.clock.monotonic() > due + this.betweenLooksMs * LATE_SHARE;
    const beats = Atomics.load(this.beats, 0);
    if (isLate || beats === 0 || beats !== this.seen) this.silent = 0;
    else this.silent++;
    this.seen = beats;
    if (this.silent >= LOOKS) this.onHung();
    else this.cancelLook = this.scheduleLook();
  }
}

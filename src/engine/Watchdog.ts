import { type Clock, systemClock } from '../clock';

/** How often a thread signals that its event loop is running, milliseconds. */
const BEAT_MS = 1000;

/**
 * A thread whose event loop has been blocked for this long will not recover. Nothing it does takes even a second: it
 * waits for disk and network between turns, however slow they are.
 */
export const HUNG_AFTER_MS = 30_000;

/** Number of looks within that time. */
const LOOKS = 10;

/** A look delayed by more than this share of the interval does not count: we were held up or the machine slept. */
const LATE_SHARE = 1 / 4;

/** For the thread: counts beats from now on, for as long as its event loop is running. */
export function beat(beats: Int32Array): void {
  Atomics.add(beats, 0, 1);
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
}

/** For the main thread: notices when a thread hangs after its first beat. Does not keep the process alive. */
export class Watchdog {
  private seen = 0;
  /** Consecutive looks, all on time, that saw no beat. */
  private silent = 0;
  private readonly betweenLooksMs: number;
  private cancelLook: () => void;

  /**
   * @param onHung called once, after `hungAfterMs` without a beat.
   * @param hungAfterMs several times the interval between two beats.
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

import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A moment within one run of the machine, the same for all processes on it. */
export interface BootMoment {
  /** Changes when the machine is restarted. */
  readonly id: string;
  /** Milliseconds, not counting sleep. */
  readonly awakeMs: number;
  /** Milliseconds; in some containers, since the container started. */
  readonly uptimeMs: number;
}

/** Time as the pipeline sees it, so that tests and simulations can bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, when somebody or a time server sets the clock. */
  now(): number;
  /** Milliseconds since some moment; never jumps. For every wait and every duration. */
  monotonic(): number;
  /**
   * Calls back after this many milliseconds; returns a function that cancels the call.
   * @param keepsAlive whether this keeps the process alive until then; by default it does not.
   */
  after(ms: number, callback: () => void, keepsAlive?: boolean): () => void;
  /** Undefined, or absent, if the system does not provide it. */
  boot?(): BootMoment | undefined;
}

export const systemClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(ms, callback, keepsAlive = false) {
    const timer = setTimeout(callback, ms);
    if (!keepsAlive) timer.unref();
    return () => clearTimeout(timer);
  },
  boot() {
    bootId ??= readBootId();
    if (bootId === '') return undefined;
    return { id: bootId, awakeMs: Number(process.hrtime.bigint() / 1_000_000n), uptimeMs: uptime() * 1000 };
  },
};

let bootId: string | undefined;

/** Linux only; empty elsewhere. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

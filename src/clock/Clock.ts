import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A moment within one run of the machine, the same for all processes on it. */
export interface BootMoment {
  /** Another one after the machine was restarted. */
  readonly id: string;
  /** Milliseconds, of which those asleep do not count. */
  readonly awakeMs: number;
  /** Milliseconds; in some containers those since the container began. */
  readonly uptimeMs: number;
}

/** Time as the pipeline sees it, so that tests and simulations can bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, when somebody or a time server sets the clock. */
  now(): number;
  /** Milliseconds since some moment; never jumps. For every wait and every duration. */
  monotonic(): number;
  /**
   * Calls back after so many milliseconds; returns how to call it off.
   * @param keepsAlive whether the process is to live until then; usually it is not.
   */
  after(ms: number, callback: () => void, keepsAlive?: boolean): () => void;
  /** Undefined, or absent, where the system does not say it. */
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

/** Of Linux; empty elsewhere. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

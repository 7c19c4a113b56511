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
}

export const systemClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(ms, callback, keepsAlive = false) {
    const timer = setTimeout(callback, ms);
    if (!keepsAlive) timer.unref();
    return () => clearTimeout(timer);
  },
};

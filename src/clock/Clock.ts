/** Time as the pipeline sees it, so that tests and simulations can bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, when somebody or a time server sets the clock. */
  now(): number;
  /** Milliseconds since some moment; never jumps. For every wait and every duration. */
  monotonic(): number;
  /** Calls back after so many milliseconds; returns how to call it off. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

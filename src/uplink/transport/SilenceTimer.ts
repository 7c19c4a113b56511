/**
 * The slowest link that we wait for, bytes per second: a body may be in the buffers of the system and of proxies, where
 * its progress is invisible.
 */
const SLOWEST_LINK = 8000;

/** Maximum wait, in timeouts, for a body in such buffers and for a response that comes bit by bit. */
const MOST_TIMEOUTS = 4;

/** Fires when a request has been silent for too long: no byte has moved in either direction, as far as we can see. */
export class SilenceTimer {
  private timer: NodeJS.Timeout;
  /** The response must end by then, by the clock of `performance`. */
  private end = Number.POSITIVE_INFINITY;
  private readonly uploadMs: number;

  /**
   * @param timeoutMs how long the request may be silent.
   * @param bodyBytes size of the body to send.
   */
  constructor(
    private readonly timeoutMs: number,
    bodyBytes: number,
    private readonly onOver: () => void,
  ) {
    this.uploadMs = Math.min((bodyBytes / SLOWEST_LINK) * 1000, MOST_TIMEOUTS * timeoutMs);
    this.timer = setTimeout(onOver, timeoutMs + this.uploadMs);
  }

  /** Some of the body was sent. */
  onSent(): void {
    this.restart(this.timeoutMs + this.uploadMs);
  }

  /** Some of the response came in. */
  onReceived(): void {
    const now = performance.now();
    this.end = Math.min(this.end, now + MOST_TIMEOUTS * this.timeoutMs);
    this.restart(Math.max(0, Math.min(this.timeoutMs, this.end - now)));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private restart(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onOver, ms);
  }
}

/**
 * The slowest link that is waited for, bytes a second: a body may be in buffers of the system and of proxies, where
 * nobody sees it move.
 */
const SLOWEST_LINK = 8000;

/** In timeouts: the most that is waited for a body in such buffers, and for an answer that comes bit by bit. */
const MOST_TIMEOUTS = 4;

/** Calls when a request has been silent for too long: no byte moved in either direction, as far as that can be seen. */
export class SilenceTimer {
  private timer: NodeJS.Timeout;
  /** No answer is waited for longer; on the clock of `performance`. */
  private end = Number.POSITIVE_INFINITY;
  private readonly uploadMs: number;

  /**
   * @param timeoutMs that may be silent.
   * @param bodyBytes that are sent.
   */
  constructor(
    private readonly timeoutMs: number,
    bodyBytes: number,
    private readonly onOver: () => void,
  ) {
    this.uploadMs = Math.min((bodyBytes / SLOWEST_LINK) * 1000, MOST_TIMEOUTS * timeoutMs);
    this.timer = setTimeout(onOver, timeoutMs + this.uploadMs);
  }

  /** Some of the body was taken. */
  onSent(): void {
    this.restart(this.timeoutMs + this.uploadMs);
  }

  /** Some of the answer came. */
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

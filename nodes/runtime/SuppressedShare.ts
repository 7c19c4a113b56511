/** How much of what came was suppressed for good. */
export class SuppressedShare {
  private received = 0;
  private suppressed = 0;

  /** A message came, and passed or was suppressed. */
  count(isSuppressed: boolean): void {
    this.received++;
    if (isSuppressed) this.suppressed++;
  }

  /** A message that was suppressed is forwarded after all; it may have come before this began to count. */
  takeBack(): void {
    if (this.suppressed > 0) this.suppressed--;
  }

  /** Rounded down: 100 only when nothing was forwarded. */
  get percent(): number {
    return this.received === 0 ? 0 : Math.floor((this.suppressed / this.received) * 100);
  }
}

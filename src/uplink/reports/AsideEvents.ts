/** Parts of a batch that is being divided wait for moments: they say nothing. */
const LEAST_MS = 5000;

/** An event that is tried again is not deferred: a try may take as long as the timeout. */
const OVER_MS = 60_000;

interface Stay {
  /** Monotonic, as the next: when the first of them was seen. */
  readonly since: number;
  seenAt: number;
  events: number;
}

/** How many events are deferred for long, as they do not get through while others do; a try now and then does not end it. */
export class AsideEvents {
  private stay: Stay | undefined;
  private isLong = false;

  /** @param aside deferred events now. @param depth of all that wait. @param now monotonic, milliseconds. */
  note(aside: number, depth: number, now: number): void {
    if (aside > 0) {
      this.stay ??= { since: now, seenAt: now, events: aside };
      this.stay.seenAt = now;
      this.stay.events = aside;
      this.isLong ||= now - this.stay.since >= LEAST_MS;
      return;
    }
    const goneMs = this.stay ? now - this.stay.seenAt : 0;
    if (depth === 0 || goneMs >= (this.isLong ? OVER_MS : LEAST_MS)) this.reset();
  }

  /** How many, 0 if none has waited for long. */
  get events(): number {
    return this.stay && this.isLong ? this.stay.events : 0;
  }

  /** Whether some wait, for long or not. */
  get hasAny(): boolean {
    return this.stay !== undefined;
  }

  /** For how long some have waited, milliseconds. */
  waitedMs(now: number): number {
    return this.stay ? now - this.stay.since : 0;
  }

  private reset(): void {
    this.stay = undefined;
    this.isLong = false;
  }
}

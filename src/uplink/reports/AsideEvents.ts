/** Parts of a batch that is being divided wait only briefly, which means nothing. */
const LEAST_MS = 5000;

/** An event is not deferred during a retry, which may take as long as the timeout. */
const OVER_MS = 60_000;

interface Stay {
  /** When the first of them was seen; monotonic, as is `seenAt`. */
  readonly since: number;
  seenAt: number;
  events: number;
}

/** How many events have been deferred for long: they fail while others get through. A retry does not end this. */
export class AsideEvents {
  private stay: Stay | undefined;
  private isLong = false;

  /** @param aside events deferred now. @param depth all waiting events. @param now monotonic, milliseconds. */
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

  /** How many; 0 if none has been deferred for long. */
  get events(): number {
    return this.stay && this.isLong ? this.stay.events : 0;
  }

  /** Whether any are deferred, for long or not. */
  get hasAny(): boolean {
    return this.stay !== undefined;
  }

  /** How long some have been deferred, milliseconds. */
  waitedMs(now: number): number {
    return this.stay ? now - this.stay.since : 0;
  }

  private reset(): void {
    this.stay = undefined;
    this.isLong = false;
  }
}

/** An answer that says that there are too many requests: 429 (RFC 6585), 503 (RFC 9110). */
const STATUSES: ReadonlySet<number | undefined> = new Set([429, 503]);

/** Requests that have to arrive until one such answer is forgotten. */
const FORGOTTEN_AFTER = 5;

/** Beyond this many, waits are as long as they get with any settings that make sense. */
const MOST = 16;

/**
 * Remembers how overloaded a backend was of late. A gateway that gets through once and is refused again would come
 * back at once, with all the others: of a fleet's requests after an outage twice as many would be refused.
 */
export class Overload {
  /** In requests that have to arrive. */
  private level = 0;

  /** Answers of overload that are not forgotten, rounded up. */
  get answers(): number {
    return Math.ceil(this.level / FORGOTTEN_AFTER);
  }

  /** The backend is back, and so are all others who waited for it: as if it had given so many such answers. */
  expect(answers: number): void {
    this.level = Math.max(this.level, Math.min(answers, MOST) * FORGOTTEN_AFTER);
  }

  /** Whether an answer of this status counts. */
  note(status: number | undefined): boolean {
    if (!STATUSES.has(status)) return false;
    this.level = Math.min(this.level + FORGOTTEN_AFTER, MOST * FORGOTTEN_AFTER);
    return true;
  }

  onArrived(): void {
    this.level = Math.max(0, this.level - 1);
  }
}

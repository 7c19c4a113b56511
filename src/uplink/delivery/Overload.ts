/** Statuses that say that there are too many requests: 429 (RFC 6585), 503 (RFC 9110). */
const STATUSES: ReadonlySet<number | undefined> = new Set([429, 503]);

/** How many requests have to arrive until one such answer is forgotten. */
const FORGOTTEN_AFTER = 5;

/** With more such answers no sensible setting makes the waits longer. */
const MAX_ANSWERS = 16;

/**
 * Remembers how overloaded a backend was lately, so that a gateway whose request arrives once does not forget its backoff
 * at the next refusal. Without it a backend that comes back to a fleet after an outage refuses twice as many requests.
 */
export class Overload {
  /** In requests that have to arrive. */
  private level = 0;

  /** How many answers of overload are not yet forgotten, rounded up. */
  get answers(): number {
    return Math.ceil(this.level / FORGOTTEN_AFTER);
  }

  /** The backend is back, and so is every gateway that waited for it: expect as much as after so many such answers. */
  expect(answers: number): void {
    this.level = Math.max(this.level, Math.min(answers, MAX_ANSWERS) * FORGOTTEN_AFTER);
  }

  /** Notes an answer. Returns whether its status says overload. */
  note(status: number | undefined): boolean {
    if (!STATUSES.has(status)) return false;
    this.level = Math.min(this.level + FORGOTTEN_AFTER, MAX_ANSWERS * FORGOTTEN_AFTER);
    return true;
  }

  /** A request arrived. */
  onArrived(): void {
    this.level = Math.max(0, this.level - 1);
  }
}

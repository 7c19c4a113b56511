/** Statuses for too many requests: 429 (RFC 6585), 503 (RFC 9110). */
const STATUSES: ReadonlySet<number | undefined> = new Set([429, 503]);

/** How many requests have to arrive before one such response is forgotten. */
const FORGOTTEN_AFTER = 5;

/** Beyond this many such responses, delays no longer grow with any sensible setting. */
const MAX_ANSWERS = 16;

/**
 * Remembers how overloaded a backend was recently, so that a gateway does not forget its backoff after one success.
 * Without this, a backend that comes back to a fleet after an outage refuses twice as many requests.
 */
export class Overload {
  /** Measured in requests that have to arrive. */
  private level = 0;

  /** How many overload responses are not yet forgotten, rounded up. */
  get answers(): number {
    return Math.ceil(this.level / FORGOTTEN_AFTER);
  }

  /** The backend is back, and so is every gateway that waited for it: assume this many overload responses. */
  expect(answers: number): void {
    this.level = Math.max(this.level, Math.min(answers, MAX_ANSWERS) * FORGOTTEN_AFTER);
  }

  /** Notes a response. Returns whether its status means overload. */
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

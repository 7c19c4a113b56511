import type { Clock } from '../../clock';

/** Which batches are deferred, and until when, by the monotonic clock. */
export class Pauses {
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  get isEmpty(): boolean {
    this.endOver();
    return this.until.size === 0;
  }

  /** When the first of these pauses ends; undefined if there is none. */
  get firstEnd(): number | undefined {
    this.endOver();
    return this.until.size === 0 ? undefined : [...this.until.values()].reduce((a, b) => Math.min(a, b));
  }

  begin(id: string, until: number): void {
    this.until.set(id, until);
  }

  has(id: string): boolean {
    return (this.until.get(id) ?? 0) > this.clock.monotonic();
  }

  end(id: string): void {
    this.until.delete(id);
  }

  endAll(): void {
    this.until.clear();
  }

  private endOver(): void {
    const now = this.clock.monotonic();
    for (const [id, until] of this.until) if (until <= now) this.until.delete(id);
  }
}

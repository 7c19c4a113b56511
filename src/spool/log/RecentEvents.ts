import { Fifo } from '../shared/Fifo';
import type { PlacedEvent } from './PlacedEvent';

/** Enough for the events that an uplink that keeps up has yet to send. */
const MAX_EVENTS = 4096;
const MAX_BYTES = 4 * 1024 * 1024;

/** The events most recently written to a log, so that an uplink that keeps up need not read them back. */
export class RecentEvents {
  private readonly groups = new Fifo<readonly PlacedEvent[]>();
  private events = 0;
  private bytes = 0;

  /** @param group consecutive events that follow those added before. */
  add(group: readonly PlacedEvent[]): void {
    if (group.length === 0) return;
    this.groups.push(group);
    this.events += group.length;
    this.bytes += sumBytes(group);
    while (this.events > MAX_EVENTS || this.bytes > MAX_BYTES) this.forgetOldest();
  }

  /** Forgets events before number `n`: the sooner they go, the less work for the garbage collector. */
  forgetBefore(n: number): void {
    for (let oldest = this.groups.peek(); oldest; oldest = this.groups.peek()) {
      const last = oldest.at(-1);
      if (last && last.n >= n) return;
      this.forgetOldest();
    }
  }

  get first(): PlacedEvent | undefined {
    return this.groups.peek()?.[0];
  }

  /** Whether all events from number `n` on are here. */
  hasFrom(n: number): boolean {
    const { first } = this;
    return first !== undefined && first.n <= n;
  }

  /** Passes the events from number `n` on to the visitor until it returns false. */
  visit(n: number, visitor: (event: PlacedEvent) => boolean): void {
    let goesOn = true;
    this.groups.forEach((group) => {
      const first = group[0]?.n ?? 0;
      if (!goesOn || first + group.length <= n) return;
      for (let i = Math.max(0, n - first); i < group.length; i++) {
        const event = group[i];
        if (event && !visitor(event)) {
          goesOn = false;
          return;
        }
      }
    });
  }

  private forgetOldest(): void {
    const oldest = this.groups.shift() ?? [];
    this.events -= oldest.length;
    this.bytes -= sumBytes(oldest);
  }
}

function sumBytes(group: readonly PlacedEvent[]): number {
  let bytes = 0;
  for (const event of group) bytes += event.bytes;
  return bytes;
}

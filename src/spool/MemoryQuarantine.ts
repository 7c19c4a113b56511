import type { EdgeEvent } from '../frame';
import type { QuarantinedEvent } from './Spool';

/** Events kept aside; beyond it the oldest go. Enough to see what is wrong, too few to exhaust memory. */
const MAX_EVENTS = 1000;

/** Bytes that they may hold together; the newest is kept all the same. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The quarantine of a spool in memory. */
export class MemoryQuarantine {
  private events: QuarantinedEvent[] = [];
  private bytes = 0;

  /** @param bytesOf what an event costs. */
  constructor(private readonly bytesOf: (event: EdgeEvent) => number) {}

  get size(): number {
    return this.events.length;
  }

  /** Keeps an event aside. Returns those that had to go for it. */
  add(quarantined: QuarantinedEvent): QuarantinedEvent[] {
    this.events.push(quarantined);
    this.bytes += this.bytesOf(quarantined.event);
    const gone: QuarantinedEvent[] = [];
    while (this.events.length > MAX_EVENTS || (this.bytes > MAX_BYTES && this.events.length > 1)) {
      const oldest = this.events.shift();
      if (!oldest) break;
      this.bytes -= this.bytesOf(oldest.event);
      gone.push(oldest);
    }
    return gone;
  }

  /** Empties it. */
  take(): QuarantinedEvent[] {
    const taken = this.events;
    this.events = [];
    this.bytes = 0;
    return taken;
  }
}

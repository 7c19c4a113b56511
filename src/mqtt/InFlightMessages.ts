import type { IPublishPacket } from 'mqtt';

/** A message with quality of service 1 or 2 that the broker holds until it is acknowledged. */
export class InFlightMessage {
  /** `left`: it was not settled in time; the broker sends it again after the next connection. */
  state: 'open' | 'settled' | 'left' = 'open';

  constructor(
    /** Packet identifier. */
    readonly id: number,
    readonly qos: 1 | 2,
    readonly topic: string,
    readonly payload: Buffer,
    readonly packet: IPublishPacket,
    /** Monotonic, in milliseconds. */
    public arrivedAt: number,
  ) {}
}

export interface Arrival {
  readonly message: InFlightMessage;
  /** False for one that the broker sends again although it is being handled, or has been. */
  readonly isNew: boolean;
  /** The one that had its identifier before, if the broker no longer holds it. */
  readonly replaced: InFlightMessage | undefined;
}

/**
 * What the broker holds for us: messages that have arrived but are not acknowledged, in order of arrival, in which they
 * have to be acknowledged. Over a new connection the broker sends them again, with the same identifiers and marked as
 * repeated; they are recognized for as long as this object lives.
 */
export class InFlightMessages {
  private queue: InFlightMessage[] = [];
  private head = 0;
  private left = new Set<InFlightMessage>();
  /** Those of earlier connections that were not acknowledged, by identifier. */
  private earlier = new Map<number, InFlightMessage>();
  /** Those acknowledged last, as the broker may not have received that. */
  private acknowledged = new Map<number, InFlightMessage>();

  /** @param remembered how many acknowledged messages are recognized if they come again. */
  constructor(private readonly remembered: number) {}

  /** Messages that the broker holds for this connection. */
  get size(): number {
    return this.queue.length - this.head + this.left.size;
  }

  get leftCount(): number {
    return this.left.size;
  }

  /** Whether any message still has to be settled. */
  get hasOpen(): boolean {
    for (let i = this.head; i < this.queue.length; i++) if (this.queue[i]?.state === 'open') return true;
    return false;
  }

  /** @param isRepeated whether the broker marked it as sent before. */
  arrive(message: InFlightMessage, isRepeated: boolean): Arrival {
    const { id } = message;
    const known = this.earlier.get(id) ?? this.acknowledged.get(id);
    this.earlier.delete(id);
    this.acknowledged.delete(id);
    if (!known || !isRepeated || known.state === 'left' || !isSame(known, message)) {
      this.queue.push(message);
      return { message, isNew: true, replaced: known };
    }
    known.arrivedAt = message.arrivedAt;
    this.queue.push(known);
    return { message: known, isNew: false, replaced: undefined };
  }

  /** Takes out what may be acknowledged now, in order; messages left to the broker block nothing. */
  takeSettled(): InFlightMessage[] {
    const ready: InFlightMessage[] = [];
    for (const message of this.left) {
      if (message.state !== 'settled') continue;
      this.left.delete(message);
      ready.push(message);
    }
    for (; this.head < this.queue.length; this.head++) {
      const message = this.queue[this.head];
      if (!message || message.state === 'open') break;
      if (message.state === 'left') this.left.add(message);
      else ready.push(message);
    }
    if (this.head > 512 && this.head * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    for (const message of ready) this.remember(message);
    return ready;
  }

  /** Messages that are still open and arrived by this time, oldest first. */
  openBefore(time: number): InFlightMessage[] {
    const found: InFlightMessage[] = [];
    for (let i = this.head; i < this.queue.length; i++) {
      const message = this.queue[i];
      if (!message || message.arrivedAt > time) break;
      if (message.state === 'open') found.push(message);
    }
    return found;
  }

  /** Messages that are still open, oldest first. */
  open(): InFlightMessage[] {
    return this.openBefore(Number.POSITIVE_INFINITY);
  }

  /** The connection is lost: the broker holds them, and sends them again. */
  disconnected(): void {
    for (const message of [...this.left, ...this.queue.slice(this.head)])
      this.earlier.set(message.id, message);
    this.left.clear();
    this.queue = [];
    this.head = 0;
  }

  /**
   * @param hasSession whether the broker still has what it held.
   * @returns what it no longer holds.
   */
  connected(hasSession: boolean): InFlightMessage[] {
    if (hasSession) return [];
    const forgotten = [...this.earlier.values()];
    this.earlier.clear();
    this.acknowledged.clear();
    return forgotten;
  }

  private remember(message: InFlightMessage): void {
    this.acknowledged.delete(message.id);
    this.acknowledged.set(message.id, message);
    if (this.acknowledged.size <= this.remembered) return;
    const [oldest] = this.acknowledged.keys();
    if (oldest !== undefined) this.acknowledged.delete(oldest);
  }
}

function isSame(one: InFlightMessage, other: InFlightMessage): boolean {
  return one.topic === other.topic && one.payload.equals(other.payload);
}

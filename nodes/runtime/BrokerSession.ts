import type { NodeAPI } from 'node-red';
import {
  BrokerConnection,
  type BrokerConnectionOptions,
  type BrokerListener,
} from '../../src/mqtt/BrokerConnection';
import type { InFlightMessage } from '../../src/mqtt/InFlightMessages';
import { followMessage } from './followMessages';
import type { MessageToken } from './MessageToken';
import type { OutgoingMessage } from './register';

/** Milliseconds that a connection waits for the successor of its node. Node-RED takes 15 s to end a node at most. */
const SUCCESSOR_MS = 20_000;

/** What a source node does with its connection. */
export type SessionListener = Omit<BrokerListener, 'isBeingStored' | 'onForgotten'>;

/** A message on its way through the flow. */
interface Followed {
  readonly token: MessageToken;
  readonly forget: () => void;
}

interface Left {
  readonly session: BrokerSession;
  readonly timer: NodeJS.Timeout;
}

/** By the id of their node, while a deploy has it stopped. */
const left = new Map<string, Left>();

/** A connection of a source node with what came over it and is in the flow. It outlives a deploy. */
export class BrokerSession {
  readonly connection: BrokerConnection;
  private readonly followed = new Map<InFlightMessage, Followed>();

  private constructor(
    private readonly fingerprint: string,
    options: BrokerConnectionOptions,
    listener: SessionListener,
  ) {
    this.connection = new BrokerConnection(options, this.listenerOf(listener));
  }

  /** The session that the predecessor of a node has left, if it is still to be like that; else a new one. */
  static open(nodeId: string, options: BrokerConnectionOptions, listener: SessionListener): BrokerSession {
    const fingerprint = fingerprintOf(options);
    const found = left.get(nodeId);
    left.delete(nodeId);
    clearTimeout(found?.timer);
    if (found?.session.fingerprint === fingerprint) {
      found.session.connection.resume(found.session.listenerOf(listener), options);
      return found.session;
    }
    found?.session.abort();
    return new BrokerSession(fingerprint, options, listener);
  }

  /** The node ends by a deploy: its successor goes on. What comes in the meantime stays in the connection. */
  leave(nodeId: string): void {
    this.connection.pause();
    const timer = setTimeout(() => {
      left.delete(nodeId);
      this.abort();
    }, SUCCESSOR_MS);
    left.set(nodeId, { session: this, timer: timer.unref() });
  }

  /** The node is deleted or disabled. */
  async end(): Promise<void> {
    await this.connection.end(0);
    this.forgetAll();
  }

  /** Gives a message an id, and sees to it that what it stands for is acknowledged once it is dealt with. */
  follow(RED: NodeAPI, message: OutgoingMessage, inFlight: InFlightMessage): void {
    this.followed.get(inFlight)?.forget();
    const identified = Object.assign(message, { _msgid: RED.util.generateId() });
    const followed = followMessage(identified, () => {
      this.followed.delete(inFlight);
      this.connection.settle(inFlight);
    });
    this.followed.set(inFlight, followed);
  }

  /** After a deploy: what was at nodes that have ended since. */
  stranded(): InFlightMessage[] {
    return this.connection.open().filter((message) => this.followed.get(message)?.token.isStranded ?? true);
  }

  private abort(): void {
    this.connection.abort();
    this.forgetAll();
  }

  private listenerOf(listener: SessionListener): BrokerListener {
    return {
      onMessage: (message) => listener.onMessage(message),
      onState: () => listener.onState?.(),
      onError: (error) => listener.onError?.(error),
      onNotConfirmed: (messages) => {
        this.forget(messages);
        listener.onNotConfirmed?.(messages);
      },
      onForgotten: (messages) => this.forget(messages),
      isBeingStored: (message) => this.followed.get(message)?.token.isBeingStored ?? false,
    };
  }

  private forgetAll(): void {
    this.forget([...this.followed.keys()]);
  }

  private forget(messages: readonly InFlightMessage[]): void {
    for (const message of messages) {
      this.followed.get(message)?.forget();
      this.followed.delete(message);
    }
  }
}

/** What a connection cannot change without being recreated. */
function fingerprintOf({ topics: _topics, qos: _qos, ...others }: BrokerConnectionOptions): string {
  const seen = new Set<unknown>();
  return JSON.stringify(others, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    return value;
  });
}

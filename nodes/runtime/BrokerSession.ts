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

/** Milliseconds that a connection waits for the successor of its node. Node-RED takes at most 15 s to close a node. */
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

/** Sessions by node ID, while a deploy has their node stopped. */
const left = new Map<string, Left>();

/** A source node's connection, with the messages from it that are still in the flow. It outlives a deploy. */
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

  /** The session left by the predecessor of a node, if its options still apply; otherwise a new one. */
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

  /** A deploy closes the node, and its successor takes over. Messages that arrive in between stay in the connection. */
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

  /** Gives a message an ID, and makes sure that the broker's message is acknowledged once this one is handled. */
  follow(RED: NodeAPI, message: OutgoingMessage, inFlight: InFlightMessage): void {
    this.followed.get(inFlight)?.forget();
    const identified = Object.assign(message, { _msgid: RED.util.generateId() });
    const followed = followMessage(identified, () => {
      this.followed.delete(inFlight);
      this.connection.settle(inFlight);
    });
    this.followed.set(inFlight, followed);
  }

  /** After a deploy: the messages that were at nodes that have since closed. */
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

/** The options that cannot change without recreating the connection. */
function fingerprintOf({ topics: _topics, qos: _qos, ...others }: BrokerConnectionOptions): string {
  const seen = new Set<unknown>();
  return JSON.stringify(others, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    return value;
  });
}

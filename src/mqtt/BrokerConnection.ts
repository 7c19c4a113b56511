import {
  connect,
  type IClientOptions,
  type IConnackPacket,
  type IPublishPacket,
  type MqttClient,
} from 'mqtt';
import type { BrokerLimits } from './BrokerLimits';
import { ClientIdTakenError } from './ClientIdTakenError';
import { InFlightMessage, InFlightMessages } from './InFlightMessages';
import { SubscriptionRefusedError } from './SubscriptionRefusedError';

export interface BrokerConnectionOptions {
  readonly url: string;
  /** Options of the package mqtt. `clean` says whether the broker keeps a session. */
  readonly client: IClientOptions;
  /** Whether to fall back to MQTT 3.1.1 if the broker does not support MQTT 5. */
  readonly mayFallBack?: boolean;
  readonly topics: readonly string[];
  readonly qos: 0 | 1 | 2;
  /** Maximum messages that have arrived but are not acknowledged. */
  readonly maxInFlight: number;
  /** Milliseconds after which a message that is still open is given up; 0 for never. */
  readonly ackTimeout: number;
  readonly onTimeout: 'leave' | 'acknowledge';
  /** Seconds before a refused subscription is retried: the access rights may have been corrected. Default 60. */
  readonly resubscribeSeconds?: number;
}

/** A message from the broker. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** As mqtt.js delivers it. */
  readonly packet: IPublishPacket;
  /** Undefined with quality of service 0. */
  readonly inFlight: InFlightMessage | undefined;
}

export interface BrokerListener {
  /** Must ensure that settle() is called for every message in flight. */
  onMessage(message: BrokerMessage): void;
  onState?(): void;
  onError?(error: Error): void;
  /** These were not settled in time. They are already counted. */
  onNotConfirmed?(messages: readonly InFlightMessage[]): void;
  /** The broker no longer holds these, so they need not be settled. */
  onForgotten?(messages: readonly InFlightMessage[]): void;
  /** Whether a message is on its way into a spool, which may take as long as it needs. */
  isBeingStored?(message: InFlightMessage): boolean;
}

/** Window of a broker with MQTT 3.1.1, which cannot announce it: mosquitto's default. */
const USUAL_WINDOW = 20;

/** How often to check for messages that have timed out: this many times per timeout. */
const CHECKS_PER_TIMEOUT = 4;
const MOST_BETWEEN_CHECKS_MS = 5000;

/** Milliseconds after which a connection that does not end by itself is cut off. */
const END_MS = 2000;

/** Reason code of MQTT 5: another connection with the same client ID took over the session. */
const SESSION_TAKEN_OVER = 0x8e;

/** In SUBACK: codes from this one on say why a subscription was refused. */
const SUBSCRIPTION_REFUSED = 0x80;

const RESUBSCRIBE_SECONDS = 60;

/** In CONNACK, with MQTT 3.1.1 and with MQTT 5. */
const UNKNOWN_VERSION = [1, 0x84];

/** The first bytes of PUBACK and PUBREC; the identifier follows, and success needs no more, not even in MQTT 5. */
const ACKNOWLEDGEMENTS = { 1: 0x40, 2: 0x50 } as const;
const ACKNOWLEDGEMENT_BYTES = 4;

/**
 * A connection to a broker in which messages are acknowledged when their receiver says so, in order of arrival and many
 * per write. mqtt.js itself acknowledges one message after the other, each before it looks at the next. So each message
 * is marked, in its event `packetreceive`, as one with quality of service 0: mqtt.js then delivers it without
 * acknowledging it, and PUBACK and PUBREC are written to its `stream` here. Both are public, and test/unit/mqtt/ checks
 * that mqtt.js keeps to them. PUBREL and PUBCOMP are left to mqtt.js.
 */
export class BrokerConnection {
  acknowledged = 0;
  /** Messages that were not settled in time. */
  notConfirmed = 0;
  /** Messages that the broker sent again (DUP). */
  redelivered = 0;
  /** Of those: recognized, and not passed on a second time. */
  recognized = 0;
  limits: BrokerLimits = {};
  /** Topics to which the broker does not let this client subscribe. */
  refusedTopics: readonly string[] = [];
  /** Resolved by end() or abort(). */
  readonly ended: Promise<void>;
  private hasEnded: () => void = () => undefined;
  private client: MqttClient;
  private readonly inFlight: InFlightMessages;
  private readonly checks: NodeJS.Timeout | undefined;
  private arriving: IPublishPacket | undefined;
  private arrivingQos: 0 | 1 | 2 = 0;
  private isFlushSet = false;
  private isPaused = false;
  private readNext: (() => void) | undefined;
  private isSubscribed = false;
  private resubscription: NodeJS.Timeout | undefined;
  private isEnding = false;
  private reconnectedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private options: BrokerConnectionOptions,
    private listener: BrokerListener,
  ) {
    this.inFlight = new InFlightMessages(options.maxInFlight);
    this.ended = new Promise((resolve) => {
      this.hasEnded = resolve;
    });
    this.client = this.connect(options.client);
    const { ackTimeout } = options;
    if (ackTimeout > 0) {
      const every = Math.min(ackTimeout / CHECKS_PER_TIMEOUT, MOST_BETWEEN_CHECKS_MS);
      this.checks = setInterval(() => this.giveUpOverdue(), every);
      this.checks.unref();
    }
  }

  get isConnected(): boolean {
    return this.client.connected;
  }

  /** Messages that have arrived but are not acknowledged. */
  get inFlightCount(): number {
    return this.inFlight.size;
  }

  get protocolVersion(): number {
    return this.client.options.protocolVersion ?? 4;
  }

  /** Allows a message to be acknowledged: nothing of it can be lost any more. */
  settle(message: InFlightMessage): void {
    if (message.state === 'settled') return;
    message.state = 'settled';
    if (this.isFlushSet) return;
    this.isFlushSet = true;
    setImmediate(() => {
      this.isFlushSet = false;
      this.acknowledge();
    });
  }

  /** Passes nothing on until resume(). */
  pause(): void {
    this.isPaused = true;
  }

  /** Messages that are not settled yet, oldest first. */
  open(): InFlightMessage[] {
    return this.inFlight.open();
  }

  /** Continues, for another receiver. */
  resume(listener: BrokerListener, options: Pick<BrokerConnectionOptions, 'topics' | 'qos'>): void {
    this.listener = listener;
    const gone = this.options.topics.filter((topic) => !options.topics.includes(topic));
    const isChanged = gone.length > 0 || options.qos !== this.options.qos;
    const hasMore = options.topics.some((topic) => !this.options.topics.includes(topic));
    this.options = { ...this.options, ...options };
    this.refusedTopics = this.refusedTopics.filter((topic) => options.topics.includes(topic));
    if (gone.length > 0) this.client.unsubscribe([...gone], (error) => this.tell(error));
    if ((isChanged || hasMore) && this.client.connected) this.subscribe();
    else if (isChanged || hasMore) this.isSubscribed = false;
    this.isPaused = false;
    setImmediate(() => this.readOn());
  }

  /** Cuts the connection. The broker keeps the session, with the messages that were not acknowledged. */
  abort(): void {
    this.isEnding = true;
    clearInterval(this.checks);
    clearTimeout(this.resubscription);
    this.client.end(true);
    this.hasEnded();
  }

  /**
   * Waits until the messages in flight are settled, acknowledges them, and disconnects. The broker keeps the session,
   * with the messages that were not acknowledged.
   * @param graceMs maximum time to wait, milliseconds.
   */
  async end(graceMs: number): Promise<void> {
    if (this.isEnding) return;
    this.isEnding = true;
    this.pause();
    clearInterval(this.checks);
    clearTimeout(this.resubscription);
    const until = performance.now() + graceMs;
    while (this.client.connected && this.inFlight.hasOpen && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.acknowledge();
    this.readNext = undefined;
    const { client } = this;
    // mqtt.js waits for packets that a broker may never send.
    const enough = setTimeout(() => client.stream.destroy(), END_MS).unref();
    await new Promise<void>((resolve) => {
      client.once('close', resolve);
      client.end(!client.connected, {}, () => resolve());
    });
    clearTimeout(enough);
    this.hasEnded();
  }

  private connect(options: IClientOptions): MqttClient {
    const client = connect(this.options.url, { ...options, resubscribe: false });
    client.handleMessage = (_packet, callback) => {
      if (this.hasRoom) callback();
      else this.readNext = callback;
    };
    client.on('connect', (connack) => this.onConnect(connack));
    client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'publish') return;
      this.arriving = packet;
      this.arrivingQos = packet.qos;
      packet.qos = 0;
    });
    client.on('message', (topic, payload, packet) => this.onMessage(topic, payload, packet));
    client.on('close', () => {
      if (client !== this.client) return;
      this.readNext = undefined;
      clearTimeout(this.resubscription);
      this.inFlight.disconnected();
      this.listener.onState?.();
    });
    client.on('disconnect', ({ reasonCode }) => {
      if (reasonCode === SESSION_TAKEN_OVER) this.tell(new ClientIdTakenError(client.options.clientId ?? ''));
    });
    client.on('error', (error) => {
      const code: unknown = Reflect.get(error, 'code');
      const isVersion = UNKNOWN_VERSION.some((unknown) => unknown === code);
      if (isVersion && this.options.mayFallBack && options.protocolVersion === 5) this.fallBack(options);
      else this.tell(error);
    });
    return client;
  }

  /** Connects again, as the broker does not support MQTT 5. */
  private fallBack(options: IClientOptions): void {
    this.client.end(true);
    const { properties: _, ...others } = options;
    this.client = this.connect({ ...others, protocolVersion: 4 });
  }

  private onConnect(connack: IConnackPacket): void {
    const { sessionPresent, properties = {} } = connack;
    const forgotten = this.inFlight.connected(sessionPresent);
    if (forgotten.length > 0) this.listener.onForgotten?.(forgotten);
    this.limits = {
      ...(properties.sessionExpiryInterval !== undefined && {
        sessionExpiry: properties.sessionExpiryInterval,
      }),
      ...(properties.maximumQoS !== undefined && { maximumQos: properties.maximumQoS }),
      ...(properties.maximumPacketSize !== undefined && { maximumPacketSize: properties.maximumPacketSize }),
    };
    // Subscribing again would bring retained messages again.
    if (!sessionPresent || !this.isSubscribed) this.subscribe();
    this.listener.onState?.();
  }

  private subscribe(topics: readonly string[] = this.options.topics): void {
    const { qos } = this.options;
    if (topics.length === 0) return;
    clearTimeout(this.resubscription);
    // Until the broker has answered; otherwise, the next connection subscribes again.
    this.isSubscribed = false;
    // Retained messages only with a subscription that is new to the broker (MQTT 5).
    const rh = this.protocolVersion === 5 ? { rh: 1 } : {};
    this.client.subscribe([...topics], { qos, ...rh }, (error, _granted, suback) => {
      // mqtt.js turns the last refusal into an error for all topics; the broker answered for each.
      const codes = suback?.granted.map(Number) ?? [];
      const refused = topics.filter((_, i) => Number(codes[i]) >= SUBSCRIPTION_REFUSED);
      this.isSubscribed = !error;
      const granted = codes.filter((code) => code < SUBSCRIPTION_REFUSED);
      const maximumQos = Math.min(qos, ...granted);
      if (maximumQos < qos) this.limits = { ...this.limits, maximumQos };
      if (refused.length > 0) this.subscriptionRefused(refused);
      else if (error) this.tell(error);
      else this.refusedTopics = [];
      this.listener.onState?.();
    });
  }

  /** Reports a refusal once, not at each attempt. */
  private subscriptionRefused(topics: readonly string[]): void {
    const { resubscribeSeconds = RESUBSCRIBE_SECONDS } = this.options;
    const isNew = topics.some((topic) => !this.refusedTopics.includes(topic));
    this.refusedTopics = topics;
    if (isNew) this.tell(new SubscriptionRefusedError(topics, resubscribeSeconds));
    if (this.isEnding) return;
    this.resubscription = setTimeout(() => {
      if (this.client.connected) this.subscribe(this.refusedTopics);
    }, resubscribeSeconds * 1000).unref();
  }

  private onMessage(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const qos = packet === this.arriving ? this.arrivingQos : 0;
    packet.qos = qos;
    if (packet.dup) this.redelivered++;
    if (qos === 0 || packet.messageId === undefined) {
      this.listener.onMessage({ topic, payload, packet, inFlight: undefined });
      return;
    }
    const arrived = new InFlightMessage(packet.messageId, qos, topic, payload, packet, performance.now());
    const { message, isNew, replaced } = this.inFlight.arrive(arrived, packet.dup);
    if (replaced) this.listener.onForgotten?.([replaced]);
    if (isNew) this.listener.onMessage({ topic, payload, packet, inFlight: message });
    else {
      this.recognized++;
      if (message.state === 'settled') this.acknowledge();
    }
  }

  private get hasRoom(): boolean {
    // With MQTT 5 the broker stays within the window; with MQTT 3.1.1 nothing more is read from the connection.
    return !this.isPaused && this.inFlight.size <= this.options.maxInFlight;
  }

  private readOn(): void {
    const { readNext } = this;
    if (!readNext || !this.hasRoom) return;
    this.readNext = undefined;
    readNext();
  }

  private acknowledge(): void {
    if (!this.client.connected) return;
    const ready = this.inFlight.takeSettled();
    if (ready.length > 0) {
      const bytes = Buffer.allocUnsafe(ready.length * ACKNOWLEDGEMENT_BYTES);
      ready.forEach(({ id, qos }, i) => {
        bytes.writeUInt16BE((ACKNOWLEDGEMENTS[qos] << 8) | 2, i * ACKNOWLEDGEMENT_BYTES);
        bytes.writeUInt16BE(id, i * ACKNOWLEDGEMENT_BYTES + 2);
      });
      this.client.stream.write(bytes);
      this.acknowledged += ready.length;
    }
    this.readOn();
  }

  private giveUpOverdue(): void {
    const { ackTimeout, onTimeout, maxInFlight } = this.options;
    const now = performance.now();
    const overdue = this.inFlight
      .openBefore(now - ackTimeout)
      .filter((message) => !this.listener.isBeingStored?.(message));
    if (overdue.length > 0) {
      this.notConfirmed += overdue.length;
      for (const message of overdue) message.state = onTimeout === 'leave' ? 'left' : 'settled';
      this.acknowledge();
      this.listener.onNotConfirmed?.(overdue);
    }
    // What is left keeps its place in the broker's window. Before that fills up, a new connection brings it again.
    const window = this.protocolVersion === 5 ? maxInFlight : Math.min(maxInFlight, USUAL_WINDOW);
    if (this.inFlight.leftCount * 2 < window || now - this.reconnectedAt < ackTimeout) return;
    this.reconnectedAt = now;
    this.client.stream.end();
  }

  /** Errors while it disconnects, as from a broker that resets the connection first, are ignored. */
  private tell(error: unknown): void {
    if (error instanceof Error && !this.isEnding) this.listener.onError?.(error);
  }
}

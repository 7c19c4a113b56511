import {
  connect,
  type IClientOptions,
  type IConnackPacket,
  type IPublishPacket,
  type MqttClient,
} from 'mqtt';
import { ClientIdTakenError } from './ClientIdTakenError';
import { InFlightMessage, InFlightMessages } from './InFlightMessages';
import { SubscriptionRefusedError } from './SubscriptionRefusedError';

export interface BrokerConnectionOptions {
  readonly url: string;
  /** As the package mqtt takes them. `clean` says whether the broker keeps a session. */
  readonly client: IClientOptions;
  /** Whether to go on with MQTT 3.1.1 at a broker that does not know MQTT 5. */
  readonly mayFallBack?: boolean;
  readonly topics: readonly string[];
  readonly qos: 0 | 1 | 2;
  /** Messages that arrived and are not acknowledged, at most. */
  readonly maxInFlight: number;
  /** Milliseconds after which a message that nobody has said anything of is given up; 0 for never. */
  readonly ackTimeout: number;
  readonly onTimeout: 'leave' | 'acknowledge';
  /** Seconds until a refused subscription is tried again: someone may have corrected the access rights. Default 60. */
  readonly resubscribeSeconds?: number;
}

/** What came from the broker. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** As mqtt.js has it. */
  readonly packet: IPublishPacket;
  /** Undefined with quality of service 0. */
  readonly inFlight: InFlightMessage | undefined;
}

export interface BrokerListener {
  /** Has to see to it that settle() is called for what is in flight. */
  onMessage(message: BrokerMessage): void;
  onState?(): void;
  onError?(error: Error): void;
  /** Nobody said in time what became of these. They are counted already. */
  onNotConfirmed?(messages: readonly InFlightMessage[]): void;
  /** The broker does not hold these any more, and nobody need say what became of them. */
  onForgotten?(messages: readonly InFlightMessage[]): void;
  /** Whether a message is on its way into a spool, which may take as long as it does. */
  isBeingStored?(message: InFlightMessage): boolean;
}

/** What a broker said at the connection, where it says it (MQTT 5). */
export interface BrokerLimits {
  /** Seconds that it keeps the session without a connection. */
  readonly sessionExpiry?: number;
  readonly maximumQos?: number;
  /** Bytes of a packet to it. */
  readonly maximumPacketSize?: number;
}

/** Broker windows of MQTT 3.1.1, which has no way to tell them: mosquitto's default. */
const USUAL_WINDOW = 20;

/** How often it is looked for messages that time out: so many times within the timeout. */
const CHECKS_PER_TIMEOUT = 4;
const MOST_BETWEEN_CHECKS_MS = 5000;

/** Milliseconds until a connection is cut off that does not end by itself. */
const END_MS = 2000;

/** Of MQTT 5: a connection that another one with the same client id took over. */
const SESSION_TAKEN_OVER = 0x8e;

/** Of SUBACK: from here on, a code says why a subscription was refused. */
const SUBSCRIPTION_REFUSED = 0x80;

const RESUBSCRIBE_SECONDS = 60;

/** Of CONNACK, in MQTT 3.1.1 and in MQTT 5. */
const UNKNOWN_VERSION = [1, 0x84];

/** The first bytes of PUBACK and PUBREC; the identifier follows, and success needs no more in MQTT 5 either. */
const ACKNOWLEDGEMENTS = { 1: 0x40, 2: 0x50 } as const;
const ACKNOWLEDGEMENT_BYTES = 4;

/**
 * A connection to a broker in which messages are acknowledged when their receiver says so, in the order of their arrival
 * and many with one write. mqtt.js acknowledges one message after the other, each before it looks at the next. So it is
 * told, in its event `packetreceive`, that a message has quality of service 0: it then hands it on and leaves the
 * acknowledgement alone, and what is written to its `stream` here are PUBACK and PUBREC. Both are public, and
 * test/unit/mqtt/ holds mqtt.js to them. PUBREL and PUBCOMP are mqtt.js' own concern.
 */
export class BrokerConnection {
  acknowledged = 0;
  /** Messages of which nobody said in time what became of them. */
  notConfirmed = 0;
  /** Messages that the broker sent again (DUP). */
  redelivered = 0;
  /** Of those: recognized, and not handed on a second time. */
  recognized = 0;
  limits: BrokerLimits = {};
  /** Topics that the broker does not let this client subscribe to. */
  refusedTopics: readonly string[] = [];
  /** Fulfilled by end(). */
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

  /** Messages that arrived and are not acknowledged. */
  get inFlightCount(): number {
    return this.inFlight.size;
  }

  get protocolVersion(): number {
    return this.client.options.protocolVersion ?? 4;
  }

  /** A message may be acknowledged: nothing of it can be lost any more. */
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

  /** Nothing is handed on until resume(). */
  pause(): void {
    this.isPaused = true;
  }

  /** What nobody has said anything of, oldest first. */
  open(): InFlightMessage[] {
    return this.inFlight.open();
  }

  /** Goes on, for another receiver. */
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

  /** Breaks the connection off. The broker keeps the session, with what was not acknowledged. */
  abort(): void {
    this.isEnding = true;
    clearInterval(this.checks);
    clearTimeout(this.resubscription);
    this.client.end(true);
    this.hasEnded();
  }

  /**
   * Waits until it is known what becomes of what is in flight, acknowledges it, and disconnects. The broker keeps the
   * session, with what was not acknowledged.
   * @param graceMs how long to wait at most, milliseconds.
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
    // mqtt.js waits for answers that a broker may never give.
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

  /** The broker does not know MQTT 5. */
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
    // To subscribe once more would bring retained messages once more.
    if (!sessionPresent || !this.isSubscribed) this.subscribe();
    this.listener.onState?.();
  }

  private subscribe(topics: readonly string[] = this.options.topics): void {
    const { qos } = this.options;
    if (topics.length === 0) return;
    clearTimeout(this.resubscription);
    // Until the broker has answered: it is asked again over the next connection.
    this.isSubscribed = false;
    // Retained messages only with a subscription that is new to the broker (MQTT 5).
    const rh = this.protocolVersion === 5 ? { rh: 1 } : {};
    this.client.subscribe([...topics], { qos, ...rh }, (error, _granted, suback) => {
      // mqtt.js makes the last refusal an error of all topics; the broker answered for each.
      const codes = suback?.granted.map(Number) ?? [];
      const refused = topics.filter((_, i) => Number(codes[i]) >= SUBSCRIPTION_REFUSED);
      this.isSubscribed = !error;
      if (refused.length > 0) this.subscriptionRefused(refused);
      else if (error) this.tell(error);
      else {
        this.refusedTopics = [];
        const maximumQos = Math.min(...codes);
        if (maximumQos < qos) this.limits = { maximumQos, ...this.limits };
      }
      this.listener.onState?.();
    });
  }

  /** It is told once, not at each try. */
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
    // In MQTT 5 the broker stays within the window; with MQTT 3.1.1 nothing more is read from the connection.
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
    // What is left keeps its place in the broker's window. Before it is full of them, they are asked for again.
    const window = this.protocolVersion === 5 ? maxInFlight : Math.min(maxInFlight, USUAL_WINDOW);
    if (this.inFlight.leftCount * 2 < window || now - this.reconnectedAt < ackTimeout) return;
    this.reconnectedAt = now;
    this.client.stream.end();
  }

  /** What goes wrong while it disconnects, such as a broker that resets the connection first, is nobody's concern. */
  private tell(error: unknown): void {
    if (error instanceof Error && !this.isEnding) this.listener.onError?.(error);
  }
}

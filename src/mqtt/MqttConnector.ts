import { readFileSync } from 'node:fs';
import type { IClientOptions } from 'mqtt';
import { type Classifier, checkSubscription } from '../classify';
import { DeltaFilter } from '../delta';
import { MQTT } from '../settings/mqtt';
import { SettingError } from '../settings/SettingError';
import { settingsReader } from '../settings/settingsReader';
import { BrokerConnection, type BrokerMessage } from './BrokerConnection';
import type { BrokerLimits } from './BrokerLimits';
import { takeClientId } from './clientIds';

/** What a connector needs from the client that it feeds. */
export interface MqttTarget {
  readonly classifier: Classifier;
  /** Returns false when the change filter suppressed the message. */
  ingest(
    payload: unknown,
    options: {
      readonly topic: string;
      /** The event is as safe as the storage makes it, or was dropped and counted. */
      readonly onStored: () => void;
      /** Nothing of the message can be lost any more. */
      readonly onSettled: () => void;
    },
  ): boolean;
  stats?(): { readonly bytes_out: number; readonly compression_ratio: number };
}

/** Settings of a connector: the Python package's, in camelCase. */
export interface MqttConnectorOptions {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** File with the CA certificates to trust, PEM. */
  readonly ca?: string | undefined;
  /**
   * Name of the session at the broker. Default `wire-band-connector`, with a suffix for each further connector of this
   * process to the same broker.
   */
  readonly clientId?: string | undefined;
  /** Seconds. Default 60. */
  readonly keepalive?: number | undefined;
  /** Quality of service to subscribe with. With 1 and 2 the broker keeps a session. Default 0. */
  readonly qos?: 0 | 1 | 2 | undefined;
  /**
   * When a message of quality of service 1 or 2 is acknowledged: once nothing of it can be lost any more, or on
   * arrival. Default `stored`.
   */
  readonly acknowledge?: 'stored' | 'arrival' | undefined;
  /**
   * Seconds for which the broker keeps the session without a connection. Default 604,800 (a week). Not in MQTT 3.1.1.
   */
  readonly sessionExpiry?: number | undefined;
  /**
   * Maximum messages received from the broker and not yet stored by the client. Above it they are dropped and counted;
   * with `acknowledge: 'stored'` the broker keeps them. Default 10,000.
   */
  readonly maxQueueSize?: number | undefined;
  /** Relative change below which a reading is suppressed, before the client's own filter. Default 0: none are. */
  readonly deltaThreshold?: number | undefined;
  /** Version of MQTT. Default 5, or 3.1.1 if the broker does not support it. */
  readonly protocolVersion?: 4 | 5 | undefined;
  /** Called with connection errors and messages that could not be accepted. The connector continues after each. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export interface MqttStats {
  readonly connected: boolean;
  readonly messages_received: number;
  /** Messages passed on as events. */
  readonly messages_compressed: number;
  readonly messages_delta_filtered: number;
  /** Messages that could not be accepted; each was reported to `onError`. */
  readonly messages_failed: number;
  /** Messages beyond `maxQueueSize`. */
  readonly messages_dropped: number;
  /** Messages that the broker sent again. */
  readonly messages_redelivered: number;
  /** Of those: known from the same process, and not accepted a second time. */
  readonly messages_recognized: number;
  /** Messages acknowledged to the broker. */
  readonly messages_acknowledged: number;
  /** Messages not acknowledged yet. */
  readonly messages_in_flight: number;
  /** Bytes of topics and payloads received. */
  readonly bytes_in: number;
  /** From the client: bytes of the request bodies that the backend accepted. */
  readonly bytes_out: number;
  /** From the client: bytes of the delivered events as received, over bytes_out. */
  readonly compression_ratio: number;
  /** As the broker announced them on connecting (MQTT 5); empty if it announced none. */
  readonly broker_limits: BrokerLimits;
  /** Since run(). */
  readonly uptime_seconds: number;
}

const QUALITIES = [0, 1, 2] as const;

/** Milliseconds for which close() waits for messages on their way into the client. */
const CLOSE_GRACE_MS = 1000;

/** Maximum window of MQTT 5. */
const MAX_WINDOW = 65_535;

/** Feeds a client from an MQTT broker, for programs without a flow. Reconnects by itself. */
export class MqttConnector {
  private target: MqttTarget | undefined;
  private connection: BrokerConnection | undefined;
  private readonly rules: ((classifier: Classifier) => void)[] = [];
  private readonly filter: DeltaFilter | undefined;
  private readonly qos: 0 | 1 | 2;
  private readonly waitsForStorage: boolean;
  private readonly maxQueueSize: number;
  private readonly sessionExpiry: number;
  /** Messages of quality of service 0, or acknowledged on arrival, that the client has not stored yet. */
  private queued = 0;
  private received = 0;
  private handedOn = 0;
  private filtered = 0;
  private failed = 0;
  private dropped = 0;
  private bytesIn = 0;
  private startedAt: number | undefined;
  private closing = false;

  /**
   * @param brokerUrl `mqtt://`, `mqtts://`, `ws://` or `wss://` address.
   * @throws {SettingError} for any other address, or an invalid option.
   */
  constructor(
    private readonly brokerUrl: string,
    private readonly options: MqttConnectorOptions = {},
  ) {
    if (!/^(mqtts?|wss?):\/\/./.test(brokerUrl)) {
      throw new SettingError('brokerUrl', brokerUrl, 'use an address such as mqtt://localhost:1883.');
    }
    const qos = QUALITIES.find((quality) => quality === (options.qos ?? 0));
    if (qos === undefined) throw new SettingError('qos', options.qos, 'use 0, 1 or 2.');
    this.qos = qos;
    const read = settingsReader(MQTT, options);
    this.waitsForStorage = read('acknowledge') === 'stored';
    this.maxQueueSize = read('maxQueueSize');
    this.sessionExpiry = read('sessionExpiry');
    const threshold = read('deltaThreshold');
    if (threshold > 0) this.filter = new DeltaFilter({ threshold });
  }

  /** Gives messages of this topic (an MQTT filter) this symbol. Takes effect at once, or when run() is called. */
  registerTopicSymbol(topic: string, symbol: string | number): void {
    this.addRule((classifier) => classifier.registerTopicSymbol(topic, symbol));
  }

  /**
   * Gives names that contain this keyword as whole words this symbol. Takes effect at once, or when run() is called.
   */
  registerKeywordSymbol(keyword: string, symbol: string | number): void {
    this.addRule((classifier) => classifier.registerKeywordSymbol(keyword, symbol));
  }

  /**
   * Connects, subscribes and feeds the target until close().
   * @throws {TopicFilterError} {UnknownSymbolError} {RuleError} before it connects.
   */
  async run(target: MqttTarget, topics: readonly string[]): Promise<void> {
    topics.forEach(checkSubscription);
    for (const rule of this.rules) rule(target.classifier);
    this.target = target;
    this.closing = false;
    this.startedAt = performance.now();
    const clientId = takeClientId(this.brokerUrl, this.options.clientId);
    try {
      const connection = new BrokerConnection(
        {
          url: this.brokerUrl,
          client: this.clientOptions(clientId.name),
          mayFallBack: this.options.protocolVersion === undefined,
          topics,
          qos: this.qos,
          maxInFlight: Math.min(this.maxQueueSize, MAX_WINDOW),
          ackTimeout: 0,
          onTimeout: 'leave',
        },
        {
          onMessage: (message) => this.take(message),
          onError: (error) => this.tell(error),
        },
      );
      this.connection = connection;
      await connection.ended;
    } finally {
      clientId.release();
    }
  }

  stats(): MqttStats {
    const { connection } = this;
    const client = this.target?.stats?.();
    return {
      connected: connection?.isConnected ?? false,
      messages_received: this.received,
      messages_compressed: this.handedOn,
      messages_delta_filtered: this.filtered,
      messages_failed: this.failed,
      messages_dropped: this.dropped,
      messages_redelivered: connection?.redelivered ?? 0,
      messages_recognized: connection?.recognized ?? 0,
      messages_acknowledged: connection?.acknowledged ?? 0,
      messages_in_flight: connection?.inFlightCount ?? 0,
      bytes_in: this.bytesIn,
      bytes_out: client?.bytes_out ?? 0,
      compression_ratio: client?.compression_ratio ?? 0,
      broker_limits: connection?.limits ?? {},
      uptime_seconds: this.startedAt === undefined ? 0 : (performance.now() - this.startedAt) / 1000,
    };
  }

  /** Acknowledges what the client has stored, and disconnects; the promise of run() resolves. */
  async close(): Promise<void> {
    this.closing = true;
    await this.connection?.end(CLOSE_GRACE_MS);
  }

  private addRule(rule: (classifier: Classifier) => void): void {
    this.rules.push(rule);
    if (this.target) rule(this.target.classifier);
  }

  private clientOptions(clientId: string): IClientOptions {
    const { username, password, ca, keepalive, protocolVersion } = this.options;
    const hasSession = this.qos > 0;
    return {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
      clientId,
      keepalive: keepalive ?? 60,
      clean: !hasSession,
      protocolVersion: protocolVersion ?? 5,
      ...(protocolVersion === 4
        ? {}
        : {
            properties: {
              receiveMaximum: Math.min(this.maxQueueSize, MAX_WINDOW),
              ...(hasSession && { sessionExpiryInterval: this.sessionExpiry }),
            },
          }),
      // A broker that refuses it, such as one that is just starting, may accept it later.
      reconnectOnConnackError: true,
    };
  }

  private take({ topic, payload, inFlight }: BrokerMessage): void {
    this.received++;
    this.bytesIn += Buffer.byteLength(topic) + payload.byteLength;
    const settle = inFlight && (() => this.connection?.settle(inFlight));
    const isKept = inFlight !== undefined && this.waitsForStorage;
    if (!isKept) settle?.();
    if (!isKept && this.queued >= this.maxQueueSize) {
      this.dropped++;
      return;
    }
    if (!isKept) this.queued++;
    const onStored = isKept ? nothing : () => this.queued--;
    const onSettled = (isKept && settle) || nothing;
    try {
      if (this.filter && !this.filter.check(topic, payload).pass) {
        this.filtered++;
        onStored();
        onSettled();
      } else if (this.target?.ingest(payload, { topic, onStored, onSettled })) this.handedOn++;
      else {
        this.filtered++;
        onStored();
      }
    } catch (error) {
      this.failed++;
      onStored();
      // It is reported, and it would fail again. After the client has ended, another one may accept it.
      if (!this.closing) onSettled();
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    if (error instanceof Error && !this.closing) this.options.onError?.(error);
  }
}

const nothing = (): void => undefined;

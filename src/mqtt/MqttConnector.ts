import { readFileSync } from 'node:fs';
import type { IClientOptions, MqttClient } from 'mqtt';
import { type Classifier, checkTopicFilter } from '../classify';
import { SettingError } from '../settings/SettingError';

/** What a connector needs of the client that it feeds. */
export interface MqttTarget {
  readonly classifier: Classifier;
  /** Returns false when the change filter suppressed the message. */
  ingest(payload: unknown, options: { readonly topic: string }): boolean;
}

/** Settings of a connector: the Python package's, in camelCase. */
export interface MqttConnectorOptions {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** File with the certificates of the authorities to trust, PEM. */
  readonly ca?: string | undefined;
  /** Made up where absent. */
  readonly clientId?: string | undefined;
  /** Seconds. Default 60. */
  readonly keepalive?: number | undefined;
  /** Quality of service to subscribe with. Default 0. */
  readonly qos?: 0 | 1 | 2 | undefined;
  /** Told of connection faults and of messages that could not be taken. The connector goes on after each. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export interface MqttStats {
  readonly connected: boolean;
  readonly messages_received: number;
  /** Messages handed on as events. */
  readonly messages_compressed: number;
  readonly messages_delta_filtered: number;
  /** Messages that could not be taken; each was told to `onError`. */
  readonly messages_failed: number;
  /** Bytes of topics and payloads received. */
  readonly bytes_in: number;
}

/** The package mqtt, an optional peer, is not installed. */
export class MissingMqttError extends Error {
  override readonly name = 'MissingMqttError';
  constructor(options?: ErrorOptions) {
    super('The MQTT connector needs the package mqtt: run npm install mqtt.', options);
  }
}

/** Feeds a client from an MQTT broker, for programs without a flow. Reconnects by itself. */
export class MqttConnector {
  private target: MqttTarget | undefined;
  private client: MqttClient | undefined;
  private readonly rules: ((classifier: Classifier) => void)[] = [];
  private received = 0;
  private handedOn = 0;
  private filtered = 0;
  private failed = 0;
  private bytesIn = 0;
  private closing = false;

  /**
   * @param brokerUrl `mqtt://`, `mqtts://`, `ws://` or `wss://` address.
   * @throws {SettingError} for another address.
   */
  constructor(
    private readonly brokerUrl: string,
    private readonly options: MqttConnectorOptions = {},
  ) {
    if (!/^(mqtts?|wss?):\/\/./.test(brokerUrl)) {
      throw new SettingError('brokerUrl', brokerUrl, 'use an address such as mqtt://localhost:1883.');
    }
  }

  /** Messages of this topic (an MQTT filter) are this symbol. Takes effect at once, or when run() is called. */
  registerTopicSymbol(topic: string, symbol: string | number): void {
    this.addRule((classifier) => classifier.registerTopicSymbol(topic, symbol));
  }

  /** Names that hold this keyword as whole words are this symbol. Takes effect at once, or when run() is called. */
  registerKeywordSymbol(keyword: string, symbol: string | number): void {
    this.addRule((classifier) => classifier.registerKeywordSymbol(keyword, symbol));
  }

  /**
   * Connects, subscribes and feeds the target until close().
   * @throws {MissingMqttError} {TopicFilterError} {UnknownSymbolError} {RuleError} before it connects.
   */
  async run(target: MqttTarget, topics: readonly string[]): Promise<void> {
    topics.forEach(checkTopicFilter);
    for (const rule of this.rules) rule(target.classifier);
    this.target = target;
    this.closing = false;
    const { connect } = await importMqtt();
    if (this.closing) return;
    const client = connect(this.brokerUrl, this.clientOptions());
    this.client = client;
    client.on('connect', () =>
      client.subscribe([...topics], { qos: this.options.qos ?? 0 }, (error) => this.tell(error)),
    );
    client.on('error', (error) => this.tell(error));
    client.on('message', (topic, payload) => this.take(topic, payload));
    await new Promise<void>((resolve) => client.once('end', resolve));
  }

  stats(): MqttStats {
    return {
      connected: this.client?.connected ?? false,
      messages_received: this.received,
      messages_compressed: this.handedOn,
      messages_delta_filtered: this.filtered,
      messages_failed: this.failed,
      bytes_in: this.bytesIn,
    };
  }

  /** Disconnects; the promise of run() is fulfilled. */
  async close(): Promise<void> {
    this.closing = true;
    await this.client?.endAsync();
  }

  private addRule(rule: (classifier: Classifier) => void): void {
    this.rules.push(rule);
    if (this.target) rule(this.target.classifier);
  }

  private clientOptions(): IClientOptions {
    const { username, password, ca, clientId, keepalive } = this.options;
    return {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
      ...(clientId === undefined ? {} : { clientId }),
      keepalive: keepalive ?? 60,
      // A broker that turns it away, as one does that is just starting, may let it in later.
      reconnectOnConnackError: true,
    };
  }

  private take(topic: string, payload: Buffer): void {
    this.received++;
    this.bytesIn += Buffer.byteLength(topic) + payload.byteLength;
    try {
      if (this.target?.ingest(payload, { topic })) this.handedOn++;
      else this.filtered++;
    } catch (error) {
      this.failed++;
      this.tell(error);
    }
  }

  /** What goes wrong while it disconnects, such as a broker that resets the connection first, is nobody's concern. */
  private tell(error: unknown): void {
    if (error instanceof Error && !this.closing) this.options.onError?.(error);
  }
}

async function importMqtt(): Promise<typeof import('mqtt')> {
  try {
    return await import('mqtt');
  } catch (cause) {
    throw new MissingMqttError({ cause });
  }
}

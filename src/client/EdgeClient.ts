import { Classifier, type ClassifierOptions } from '../classify';
import { DeltaFilter } from '../delta';
import { wirebandFormat } from '../frame';
import type { MqttConnector } from '../mqtt/MqttConnector';
import { MemorySpool } from '../spool';
import { SymbolCatalog } from '../symbols';
import {
  HttpTransport,
  readBackendSettings,
  readUplinkSettings,
  Statistics,
  type Stats,
  type TlsOptions,
  toEvent,
  topicText,
  Uplink,
  type UplinkEvent,
} from '../uplink';

/** Settings of a client: the Python package's, in camelCase. Times in seconds. */
export interface EdgeClientOptions
  extends Pick<ClassifierOptions, 'topicSymbols' | 'keywordSymbols' | 'fallback'> {
  /** Base address of the backend. Default `http://localhost:8000`. */
  readonly backendUrl?: string | undefined;
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string | undefined;
  /** Default `edge-node`. */
  readonly deviceId?: string | undefined;
  /** Relative change below which a reading is suppressed; 0, the default, forwards everything. */
  readonly deltaThreshold?: number | undefined;
  /** Smallest absolute change that counts, for readings near zero. Default 0. */
  readonly deltaFloor?: number | undefined;
  /** Events kept while the backend is away; the oldest go first. Default 50,000. */
  readonly bufferSize?: number | undefined;
  /** Bytes kept at most. Default 256 MiB. */
  readonly maxBytes?: number | undefined;
  /** Default 1. */
  readonly flushInterval?: number | undefined;
  /** Events in one request at most. Default 200. */
  readonly flushBatch?: number | undefined;
  /** Tries that follow a failure at once, before the backoff. Default 3. */
  readonly maxRetries?: number | undefined;
  /** Default 2. */
  readonly backoffBase?: number | undefined;
  /** Default 60. */
  readonly backoffMax?: number | undefined;
  /** For one request. Default 30. */
  readonly timeout?: number | undefined;
  /** Default `/iot/v1/ingest/batch`. */
  readonly path?: string | undefined;
  readonly envelope?: 'object' | 'array' | undefined;
  readonly compression?: 'auto' | 'gzip' | 'none' | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Symbol name → code, for codes that differ from the built-in catalog. */
  readonly catalog?: Readonly<Record<string, string | number>> | undefined;
  /** Told of receipts, of going offline and online, of drops and of quarantined events. */
  readonly onEvent?: ((event: UplinkEvent) => void) | undefined;
}

export interface IngestOptions {
  readonly topic?: string | undefined;
  /** Symbol name or code; found by the classifier where absent. */
  readonly symbol?: string | number | undefined;
  /** Milliseconds since the epoch or ISO 8601; now where absent. */
  readonly timestamp?: number | string | Date | undefined;
}

/** Seconds that close() goes on sending what is buffered. */
const DEFAULT_CLOSE_GRACE = 5;

/**
 * The gateway for programs without a flow: classifies, drops what did not change, buffers in memory and
 * delivers in batches. What is buffered is lost when the process ends without close().
 */
export class EdgeClient implements AsyncDisposable {
  readonly classifier: Classifier;
  private readonly catalog: SymbolCatalog;
  private readonly filter: DeltaFilter;
  private readonly uplink: Uplink;
  private readonly transport: HttpTransport;
  private readonly connectors = new Set<MqttConnector>();
  private started = false;
  private closing: Promise<void> | undefined;

  /** @throws {SettingError} {UnknownSymbolError} {TopicFilterError} {RuleError} for options that cannot be used. */
  constructor(options: EdgeClientOptions = {}) {
    const backend = readBackendSettings({ ...options, url: options.backendUrl });
    const settings = readUplinkSettings(options);
    this.catalog = new SymbolCatalog(options.catalog);
    this.classifier = new Classifier({ ...options, catalog: this.catalog });
    this.filter = new DeltaFilter({ threshold: options.deltaThreshold ?? 0, floor: options.deltaFloor ?? 0 });
    this.transport = new HttpTransport({ ...backend, apiKey: options.apiKey, tls: options.tls });
    this.uplink = new Uplink(
      settings,
      {
        spool: new MemorySpool(settings.spool),
        statistics: new Statistics(),
        transport: this.transport,
        format: wirebandFormat,
        context: { deviceId: backend.deviceId, envelope: backend.envelope },
        compression: backend.compression,
      },
      { onEvent: (event) => options.onEvent?.(event), onState: () => undefined },
    );
  }

  /** Begins to deliver. Events may be ingested before it; they wait. */
  start(): this {
    if (!this.started) this.uplink.start();
    this.started = true;
    return this;
  }

  /**
   * Takes a reading in: any JSON value, JSON text or bytes.
   * @returns whether it was buffered; false when the change filter suppressed it.
   * @throws {PayloadError} when the payload cannot be written as JSON.
   * @throws {ClientClosedError} after close().
   */
  ingest(payload: unknown, { topic = '', symbol, timestamp }: IngestOptions = {}): boolean {
    if (this.closing) throw new ClientClosedError();
    const message = {
      topic,
      payload,
      timestamp,
      ...(symbol === undefined ? {} : { wireband: { code: this.catalog.resolve(symbol).code } }),
    };
    const event = toEvent(message, this.classifier, this.catalog, Date.now());
    const verdict = this.filter.check(topicText(topic), payload);
    if (verdict.pass) this.uplink.ingest(event, undefined, verdict.suppressed);
    return verdict.pass;
  }

  /** Sends what waits now. */
  flush(): void {
    this.uplink.flush();
  }

  stats(): Stats {
    return this.uplink.stats();
  }

  /**
   * Connects to a broker and ingests what the topics bring, until the connector or the client is closed.
   * @param topics MQTT topic filters.
   */
  async runMqtt(connector: MqttConnector, topics: readonly string[]): Promise<void> {
    this.start();
    this.connectors.add(connector);
    try {
      await connector.run(this, topics);
    } finally {
      this.connectors.delete(connector);
    }
    // Closed by close(): only after it has sent the last is all of it over.
    await this.closing;
  }

  /** Disconnects its connectors, sends what is buffered, for at most so many seconds, and ends. May be called twice. */
  close(graceSeconds = DEFAULT_CLOSE_GRACE): Promise<void> {
    this.closing ??= this.end(graceSeconds * 1000);
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async end(graceMs: number): Promise<void> {
    await Promise.all([...this.connectors].map((connector) => connector.close()));
    this.start();
    await this.uplink.close(graceMs);
    this.transport.close();
  }
}

/** ingest() was called after close(). */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';
  constructor() {
    super('The client is closed; create a new one to ingest more.');
  }
}

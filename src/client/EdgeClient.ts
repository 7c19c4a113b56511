import { resolve } from 'node:path';
import { Classifier, type ClassifierOptions } from '../classify';
import { DeltaFilter, type DeltaMode, type DeltaRule } from '../delta';
import { backendPlan, type EngineBackend, type EngineUplink, engineFor, uplinkPlan } from '../engine';
import type { FieldKey, FormatName, Precision, TextValues } from '../frame';
import type { MqttConnector } from '../mqtt/MqttConnector';
import { SettingError } from '../settings/settings';
import { SymbolCatalog } from '../symbols';
import {
  deviceIdHere,
  readBackendSettings,
  readUplinkSettings,
  type Stats,
  type TlsOptions,
  timeOf,
  toEvent,
  type UplinkEvent,
} from '../uplink';
import { FilteredIntake } from './FilteredIntake';

/** Settings of a client: the Python package's, in camelCase. Times in seconds. */
export interface EdgeClientOptions
  extends Pick<ClassifierOptions, 'topicSymbols' | 'keywordSymbols' | 'fallback'> {
  /** Base address of the backend. Default `http://localhost:8000`. */
  readonly backendUrl?: string | undefined;
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string | undefined;
  /** Default `edge-node`. */
  readonly deviceId?: string | undefined;
  /** When a reading counts as changed. Default `relative`. */
  readonly deltaMode?: DeltaMode | undefined;
  /** Change below which a reading is suppressed, as the mode says; 0, the default, forwards everything. */
  readonly deltaThreshold?: number | undefined;
  /** Smallest absolute change that counts, for readings near zero. Default 0. */
  readonly deltaFloor?: number | undefined;
  /** Mode `span`: highest minus lowest value. 0, the default, learns it. */
  readonly deltaSpan?: number | undefined;
  /** Other settings for some series; the first that matches decides. */
  readonly deltaRules?: readonly DeltaRule[] | undefined;
  /** After a reading that passed, changes wait so long; the latest is then taken in. Default 0. */
  readonly deltaMinInterval?: number | undefined;
  /** After so long without a reading that passed, the next one does. Default 0: never for that alone. */
  readonly deltaMaxSilence?: number | undefined;
  /** Takes the reading before a change in, too. Default false. */
  readonly deltaSendPrevious?: boolean | undefined;
  /** Field paths that are never compared: `rssi`, `wifi.*`. */
  readonly deltaIgnore?: readonly string[] | undefined;
  /** Series of which the filter remembers what passed. Default 100,000. */
  readonly deltaMaxSeries?: number | undefined;
  /** Events kept while the backend is away; the oldest go first. Default 50,000. */
  readonly bufferSize?: number | undefined;
  /** Bytes kept at most. Default 256 MiB. */
  readonly maxBytes?: number | undefined;
  /** Age at which events that still wait are dropped; 0 keeps them for ever. Default 604,800 (a week). */
  readonly maxAge?: number | undefined;
  /** What goes when the buffer is full, alarms last. Default `oldest`. */
  readonly overflow?: 'oldest' | 'newest' | undefined;
  /** Keeps events in files in this directory, which is the client's alone; without it in memory. */
  readonly spoolDirectory?: string | undefined;
  /** `disk` where there is a `spoolDirectory`. `memory` beside one only delivers what is left in it. */
  readonly storage?: 'disk' | 'memory' | undefined;
  /** When events are made safe against a power cut. Default `interval`. */
  readonly sync?: 'interval' | 'always' | 'never' | undefined;
  /** Default 0.2. */
  readonly syncInterval?: number | undefined;
  /** Events taken in and not yet on disk, at most. Default 10,000. */
  readonly maxPending?: number | undefined;
  /** Bytes of the disk that are left free; below it events are kept in memory. Default 64 MiB. */
  readonly minFreeBytes?: number | undefined;
  /** What goes first after an outage. Default `fifo`. */
  readonly order?: 'fifo' | 'live-first' | undefined;
  /** Whether alarms overtake other events. Default true. */
  readonly alarmsFirst?: boolean | undefined;
  /** Names or codes of symbols whose events are alarms, beside SENSOR_ALERT. */
  readonly alarmSymbols?: readonly (string | number)[] | undefined;
  /** Default 1. */
  readonly flushInterval?: number | undefined;
  /** Events in one request at most. Default 200. */
  readonly flushBatch?: number | undefined;
  /** Requests under way at once. Default 1, which keeps events in order. */
  readonly parallel?: number | undefined;
  /** Tries that follow a failure at once, before the backoff. Default 3. */
  readonly maxRetries?: number | undefined;
  /** Default 2. */
  readonly backoffBase?: number | undefined;
  /** Default 60. */
  readonly backoffMax?: number | undefined;
  /** For one request. Default 30. */
  readonly timeout?: number | undefined;
  /** How batches are written; docs/formats.md has what each format carries. Default `wireband`. */
  readonly format?: FormatName | undefined;
  /** Default: the format's own. */
  readonly path?: string | undefined;
  /** Query of every request, such as `db=plant`. */
  readonly query?: string | undefined;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How times are written, where the format leaves a choice. */
  readonly precision?: Precision | undefined;
  /** Names of what a record or a point says of an event; false leaves one out. */
  readonly fields?: Readonly<Partial<Record<FieldKey, string | false>>> | undefined;
  /** Influx: the measurement. OTLP: what names of metrics begin with. Default `wireband`. */
  readonly measurement?: string | undefined;
  /** Patterns such as `site/+room/+device`, for tags or attributes. */
  readonly topicTags?: readonly string[] | undefined;
  /** Influx: what becomes of text inside payloads. Default `keep`. */
  readonly textValues?: TextValues | undefined;
  readonly envelope?: 'object' | 'array' | undefined;
  readonly compression?: 'auto' | 'gzip' | 'none' | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Symbol name → code, for codes that differ from the built-in catalog. */
  readonly catalog?: Readonly<Record<string, string | number>> | undefined;
  /** Told of receipts, of going offline and online, of drops, of a failing disk and of quarantined events. */
  readonly onEvent?: ((event: UplinkEvent) => void) | undefined;
  /** Told what was odd about the files in `spoolDirectory`, in words. */
  readonly onFindings?: ((findings: readonly string[]) => void) | undefined;
}

export interface IngestOptions {
  readonly topic?: string | undefined;
  /** Symbol name or code; found by the classifier where absent. */
  readonly symbol?: string | number | undefined;
  /** Milliseconds since the epoch or ISO 8601; now where absent. */
  readonly timestamp?: number | string | Date | undefined;
  /**
   * Called once the event is as safe as the storage makes it (by `sync`), or was dropped and counted; never where
   * ingest() returns false. It must not throw.
   */
  readonly onStored?: (() => void) | undefined;
}

/** Seconds that close() goes on sending what is buffered. */
const DEFAULT_CLOSE_GRACE = 5;

/**
 * The gateway for programs without a flow: classifies, drops what did not change, buffers and delivers in batches.
 * With a `spoolDirectory` what is buffered outlives the process; without one it is lost when the process ends
 * without close().
 */
export class EdgeClient implements AsyncDisposable {
  readonly classifier: Classifier;
  private readonly catalog: SymbolCatalog;
  private readonly intake: FilteredIntake;
  private readonly backend: EngineBackend;
  private readonly release: () => void;
  private readonly uplink: EngineUplink;
  private readonly alarmSymbols: ReadonlySet<number>;
  private readonly connectors = new Set<MqttConnector>();
  private started = false;
  private closing: Promise<void> | undefined;

  /** @throws {SettingError} {UnknownSymbolError} {TopicFilterError} {RuleError} for options that cannot be used. */
  constructor(options: EdgeClientOptions = {}) {
    this.catalog = new SymbolCatalog(options.catalog);
    const backend = readBackendSettings(
      { ...options, url: options.backendUrl, deviceId: deviceIdHere(options.deviceId) },
      this.catalog,
    );
    const storage = options.storage ?? (options.spoolDirectory ? 'disk' : 'memory');
    const settings = readUplinkSettings({ ...options, storage }, this.catalog);
    this.alarmSymbols = settings.alarmSymbols;
    this.classifier = new Classifier({ ...options, catalog: this.catalog });
    this.intake = new FilteredIntake(
      new DeltaFilter({
        mode: options.deltaMode,
        threshold: options.deltaThreshold ?? 0,
        floor: options.deltaFloor,
        span: options.deltaSpan,
        rules: options.deltaRules,
        minInterval: options.deltaMinInterval,
        maxSilence: options.deltaMaxSilence,
        sendPrevious: options.deltaSendPrevious,
        ignore: options.deltaIgnore,
        maxSeries: options.deltaMaxSeries,
        alarmSymbols: options.alarmSymbols,
      }),
      (event, suppressed, onStored) => this.uplink.ingest(event, onStored ?? nothing, suppressed),
    );
    const plan = backendPlan(backend, this.catalog, { apiKey: options.apiKey, tls: options.tls });
    if (storage === 'disk' && !options.spoolDirectory) {
      throw new SettingError(
        'spoolDirectory',
        options.spoolDirectory,
        'name a directory, or use storage memory.',
      );
    }
    const directory = options.spoolDirectory ? resolve(options.spoolDirectory) : undefined;
    this.backend = engineFor(plan).backend(plan);
    this.release = this.backend.use();
    this.uplink = this.backend.engine.uplink(
      `client ${++clients}`,
      this.backend,
      uplinkPlan(settings, directory),
      {
        onEvent: (event) => options.onEvent?.(event),
        onState: () => undefined,
        onFindings: (findings) => options.onFindings?.(findings),
      },
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
   * @returns whether it was taken in; false when the change filter suppressed it, which may still take it in later
   * (`deltaMinInterval`, `deltaSendPrevious`, the swinging door); the payload must not be changed until then.
   * @throws {PayloadError} when the payload cannot be written as JSON.
   * @throws {ClientClosedError} after close().
   */
  ingest(payload: unknown, { topic = '', symbol, timestamp, onStored }: IngestOptions = {}): boolean {
    if (this.closing) throw new ClientClosedError();
    const message = {
      topic,
      payload,
      timestamp,
      ...(symbol === undefined ? {} : { wireband: { code: this.catalog.resolve(symbol).code } }),
    };
    const event = toEvent(message, this.classifier, this.catalog, Date.now(), this.alarmSymbols);
    const { name, family } = this.catalog.ofCode(event.symbol);
    const wireband = { name, family, quantity: event.quantity, unit: event.unit };
    return this.intake.take(event, payload, { time: timeOf(timestamp), wireband }, onStored);
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
    this.intake.close();
    await this.uplink.close(graceMs, false);
    this.release();
    this.backend.close();
  }
}

/** Each client has an uplink of its own. */
let clients = 0;

const nothing = (): void => undefined;

/** ingest() was called after close(). */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';
  constructor() {
    super('The client is closed; create a new one to ingest more.');
  }
}

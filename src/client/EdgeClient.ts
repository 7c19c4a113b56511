import { resolve } from 'node:path';
import { Classifier, type ClassifierOptions } from '../classify';
import { DeltaFilter, type DeltaRule } from '../delta';
import { backendPlan, type EngineBackend, type EngineUplink, engineFor, uplinkPlan } from '../engine';
import type { FieldKey, Precision } from '../frame';
import type { MqttConnector } from '../mqtt/MqttConnector';
import { BACKEND } from '../settings/backend';
import { DELTA } from '../settings/delta';
import { type ProgramSettings, settingsOfProgram } from '../settings/programSettings';
import { SettingError } from '../settings/SettingError';
import { UPLINK } from '../settings/uplink';
import { SymbolCatalog } from '../symbols';
import {
  deviceIdHere,
  type Logger,
  readBackendSettings,
  readUplinkSettings,
  type Stats,
  type Storage,
  type TlsFilePaths,
  type TlsOptions,
  timeOf,
  toEvent,
  type UplinkEvent,
  UplinkLog,
} from '../uplink';
import { FilteredIntake } from './FilteredIntake';

/**
 * Settings of a client: those of the Python package, in camelCase. Numbers, choices and flags are those of the nodes,
 * under the names in docs/settings.md. Times are in seconds.
 */
export interface EdgeClientOptions
  extends Pick<ClassifierOptions, 'topicSymbols' | 'keywordSymbols' | 'fallback'>,
    ProgramSettings<typeof DELTA>,
    ProgramSettings<typeof UPLINK>,
    ProgramSettings<typeof BACKEND> {
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string | undefined;
  /** Change below which a reading is suppressed, according to the mode; 0, the default, forwards everything. */
  readonly deltaThreshold?: number | undefined;
  /** Different settings for some series; the first matching rule decides. */
  readonly deltaRules?: readonly DeltaRule[] | undefined;
  /** Field paths that are never compared, such as `rssi` or `wifi.*`. */
  readonly deltaIgnore?: readonly string[] | undefined;
  /** Keeps events in files in this directory, which belongs to this client alone; without it, in memory. */
  readonly spoolDirectory?: string | undefined;
  /** `disk` if there is a `spoolDirectory`. With `memory`, a `spoolDirectory` only has its backlog delivered. */
  readonly storage?: Storage | undefined;
  /** Names or codes of symbols whose events are alarms, in addition to SENSOR_ALERT. */
  readonly alarmSymbols?: readonly (string | number)[] | undefined;
  /** Additional headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How times are written, if the format leaves a choice. */
  readonly precision?: Precision | undefined;
  /** Names of the fields in which a record or a point describes an event; false leaves one out. */
  readonly fields?: Readonly<Partial<Record<FieldKey, string | false>>> | undefined;
  /** Patterns such as `site/+room/+device`, for tags or attributes. */
  readonly topicTags?: readonly string[] | undefined;
  readonly tls?: TlsOptions | undefined;
  /** PEM files that take the place of their counterparts in `tls`. They are read again when they change. */
  readonly tlsFiles?: TlsFilePaths | undefined;
  /** Symbol name → code, for codes that differ from the built-in catalog. */
  readonly catalog?: Readonly<Record<string, string | number>> | undefined;
  /** Called for receipts, going offline and online, drops, a failing disk, and quarantined events. */
  readonly onEvent?: ((event: UplinkEvent) => void) | undefined;
  /** Writes a line in plain English at each change of state: `console`, or a logger of your own. */
  readonly log?: Logger | undefined;
  /** Called with anything odd about the files in `spoolDirectory`, in words. */
  readonly onFindings?: ((findings: readonly string[]) => void) | undefined;
}

export interface IngestOptions {
  readonly topic?: string | undefined;
  /** Symbol name or code; if absent, the classifier finds it. */
  readonly symbol?: string | number | undefined;
  /** Milliseconds since the epoch or ISO 8601; if absent, now. */
  readonly timestamp?: number | string | Date | undefined;
  /**
   * Called once the event is as safe as the storage makes it (by `sync`), or was dropped and counted; never if
   * ingest() returns false. It must not throw.
   */
  readonly onStored?: (() => void) | undefined;
  /**
   * Called once nothing of the reading can be lost any more, even if ingest() returns false: it was suppressed for
   * good, or the event is stored, delivered, or dropped and counted. Not yet called while the event waits in memory
   * because the disk fails. It must not throw.
   */
  readonly onSettled?: (() => void) | undefined;
}

/** How many seconds close() keeps sending buffered events. */
const DEFAULT_CLOSE_GRACE = 5;

/**
 * The gateway for programs without a flow: classifies, suppresses unchanged readings, buffers and delivers in batches.
 * With a `spoolDirectory`, buffered events outlive the process; without one, they are lost if the process ends
 * without close().
 */
export class EdgeClient implements AsyncDisposable {
  readonly classifier: Classifier;
  private readonly catalog: SymbolCatalog;
  private readonly intake: FilteredIntake;
  private readonly backend: EngineBackend;
  private readonly release: () => void;
  private readonly uplink: EngineUplink;
  private readonly log: UplinkLog | undefined;
  private readonly alarmSymbols: ReadonlySet<number>;
  private readonly onFindings: EdgeClientOptions['onFindings'];
  private readonly connectors = new Set<MqttConnector>();
  private started = false;
  private closing: Promise<void> | undefined;

  /** @throws {SettingError} {UnknownSymbolError} {TopicFilterError} {RuleError} for invalid options. */
  constructor(options: EdgeClientOptions = {}) {
    this.catalog = new SymbolCatalog(options.catalog);
    const backend = readBackendSettings(
      { ...settingsOfProgram(BACKEND, options), pathAsTyped: true, deviceId: deviceIdHere(options.deviceId) },
      this.catalog,
    );
    const storage = options.storage ?? (options.spoolDirectory ? 'disk' : 'memory');
    const settings = readUplinkSettings({ ...settingsOfProgram(UPLINK, options), storage }, this.catalog);
    this.alarmSymbols = settings.alarmSymbols;
    this.onFindings = options.onFindings;
    this.classifier = new Classifier({ ...options, catalog: this.catalog });
    this.intake = new FilteredIntake(
      new DeltaFilter({ ...settingsOfProgram(DELTA, options), alarmSymbols: options.alarmSymbols }),
      (event, suppressed, { onStored = nothing, onSettled }) =>
        this.uplink.ingest(event, onStored, suppressed, onSettled),
    );
    const plan = backendPlan(backend, this.catalog, options);
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
    this.log = options.log && this.logTo(options.log, settings.flushBatch);
    this.uplink = this.backend.engine.uplink(
      `client ${++clients}`,
      this.backend,
      uplinkPlan(settings, directory),
      {
        onEvent: (event) => {
          this.log?.onEvent(event);
          options.onEvent?.(event);
        },
        onState: (state) => this.log?.onState(state),
        onFigures: () => this.log?.onFigures(this.uplink.depth, this.uplink.state),
        onFindings: (findings) => {
          this.log?.onFindings(findings);
          options.onFindings?.(findings);
        },
      },
    );
  }

  /** Starts delivery. Events may be ingested before; they wait. */
  start(): this {
    if (!this.started) this.uplink.start();
    this.started = true;
    return this;
  }

  /**
   * Takes a reading in: any JSON value, JSON text or bytes.
   * @returns whether it was taken in; false if the change filter suppressed it. The filter may still take it in later
   * (`deltaMinInterval`, `deltaSendPrevious`, the swinging door); the payload must not be changed until then.
   * @throws {PayloadError} if the payload cannot be written as JSON.
   * @throws {ClientClosedError} after close().
   */
  ingest(payload: unknown, options: IngestOptions = {}): boolean {
    const { topic = '', symbol, timestamp } = options;
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
    return this.intake.take(event, payload, { time: timeOf(timestamp), wireband }, options);
  }

  /** Sends the waiting events now. */
  flush(): void {
    this.uplink.flush();
  }

  stats(): Stats {
    return this.uplink.stats();
  }

  /**
   * Connects to a broker and ingests the messages of the topics, until the connector or the client is closed.
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
    // If close() ended this, wait until it has sent the last events.
    await this.closing;
  }

  /** Disconnects its connectors, sends buffered events for at most this many seconds, and ends. May be called twice. */
  close(graceSeconds = DEFAULT_CLOSE_GRACE): Promise<void> {
    this.closing ??= this.end(graceSeconds * 1000);
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private logTo(logger: Logger, flushBatch: number): UplinkLog {
    return new UplinkLog({
      logger,
      url: this.backend.url,
      flushBatch,
      depth: () => this.uplink.depth,
      waitMs: () => this.uplink.waitMs,
      waitingAside: () => this.uplink.waitingAside,
      lastError: () => this.uplink.lastError,
    });
  }

  private async end(graceMs: number): Promise<void> {
    // Events that the filter holds are stored before the connectors acknowledge what they can, and disconnect.
    const disconnected = Promise.all([...this.connectors].map((connector) => connector.close()));
    this.start();
    this.intake.close();
    await disconnected;
    await this.uplink.close(graceMs, false);
    const { unsaved } = this.uplink;
    if (unsaved) {
      this.onFindings?.([
        `Closed with ${unsaved.events} events lost, because they cannot be written: ${unsaved.reason}`,
      ]);
    }
    this.log?.close();
    this.release();
    this.backend.close();
  }
}

/** Number of clients so far: each has an uplink of its own. */
let clients = 0;

const nothing = (): void => undefined;

/** ingest() was called after close(). */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';
  constructor() {
    super('The client is closed; create a new one to continue.');
  }
}

import assert from 'node:assert/strict';
import { backendPlan, Engine, type EngineUplink, uplinkPlan } from '../../../src/engine';
import type { EngineBackend } from '../../../src/engine/EngineBackend';
import { SymbolCatalog } from '../../../src/symbols';
import {
  readBackendSettings,
  readUplinkSettings,
  type UplinkEvent,
  type UplinkSettings,
} from '../../../src/uplink';
import { type Numbering, numberedEvent } from '../numberedEvents';

export interface EngineRigOptions extends UplinkSettings, Numbering {
  readonly engine?: Engine;
  readonly backendUrl: string;
  /** Where its spool on disk is. */
  readonly directory?: string | undefined;
  readonly id?: string;
  /** A backend that it shares with others; by default it has its own. */
  readonly backend?: EngineBackend | undefined;
  /** Number of its first event. */
  readonly firstNumber?: number;
  readonly now?: () => number;
}

/** An uplink in the test's engine, fed with numbered events. */
export class EngineRig {
  engine: Engine;
  readonly events: UplinkEvent[] = [];
  readonly findings: string[] = [];
  backend: EngineBackend;
  /** Events that were taken in, and those that were reported as stored: how often, by number. */
  ingested = 0;
  readonly stored = new Map<number, number>();
  /** The same for events that do not depend on the memory of the process. */
  readonly safe = new Map<number, number>();
  uplink: EngineUplink;
  private release: () => void = () => undefined;

  constructor(private readonly options: EngineRigOptions) {
    this.engine = options.engine ?? new Engine();
    this.backend = options.backend ?? backendOf(this.engine, options.backendUrl);
    this.uplink = this.open(options);
  }

  /** Numbers of the events that were taken in. */
  get numbers(): number[] {
    return Array.from({ length: this.ingested }, (_, i) => this.firstNumber + i);
  }

  /** Opens the uplink or, after a close, its successor, perhaps with other settings. */
  open(settings: UplinkSettings & { readonly directory?: string | undefined }): EngineUplink {
    const options = {
      flushInterval: 0.02,
      minFreeBytes: 0,
      maxRetries: 0,
      backoffBase: 0.02,
      backoffMax: 0.1,
    };
    const { directory = this.options.directory } = settings;
    const plan = uplinkPlan(readUplinkSettings({ ...options, ...settings }), directory);
    this.release = this.backend.use();
    this.uplink = this.engine.uplink(this.options.id ?? 'rig', this.backend, plan, {
      onEvent: (event) => {
        this.events.push(event);
        this.checkSum();
      },
      onState: () => undefined,
      onFindings: (findings) => this.findings.push(...findings),
    });
    this.uplink.start();
    return this.uplink;
  }

  ingest(count: number): void {
    const now = this.options.now?.() ?? Date.now();
    for (let i = 0; i < count; i++) {
      const number = this.firstNumber + this.ingested++;
      const event = numberedEvent(number, now, this.options);
      const noteIn = (told: Map<number, number>) => () => told.set(number, (told.get(number) ?? 0) + 1);
      this.uplink.ingest(event, noteIn(this.stored), 0, noteIn(this.safe));
    }
  }

  /** flushed + depth + dropped + quarantined = ingested, which holds exactly and at once. */
  checkSum(): void {
    const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } =
      this.uplink.stats();
    const sum = events_flushed + buffer_depth + events_dropped + events_quarantined;
    assert.equal(sum, events_ingested, JSON.stringify({ events_flushed, buffer_depth, events_dropped }));
  }

  /** Opens the successor in another engine of the process. */
  openIn(engine: Engine, settings: UplinkSettings): EngineUplink {
    this.engine = engine;
    this.backend = backendOf(engine, this.options.backendUrl);
    return this.open(settings);
  }

  async close(isLeft: boolean, graceMs = 0): Promise<void> {
    await this.uplink.close(graceMs, isLeft);
    this.release();
  }

  async end(): Promise<void> {
    await this.close(false);
    this.backend.close();
    this.engine.kill();
  }

  private get firstNumber(): number {
    return this.options.firstNumber ?? 0;
  }
}

/** A backend in an engine. */
export function backendOf(engine: Engine, url: string): EngineBackend {
  const catalog = new SymbolCatalog();
  return engine.backend(backendPlan(readBackendSettings({ url, compression: 'none' }, catalog), catalog, {}));
}

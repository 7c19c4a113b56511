import assert from 'node:assert/strict';
import { type EdgeEvent, wirebandFormat } from '../../../src/frame';
import { MemorySpool, type SpoolOptions } from '../../../src/spool';
import {
  type Compression,
  ContentCodings,
  type DeliveryOptions,
  type LinkState,
  readUplinkSettings,
  Statistics,
  Uplink,
  type UplinkEvent,
  type UplinkParts,
} from '../../../src/uplink';
import { FakeClock, settled } from '../clock/FakeClock';
import { PATIENCE_MS, sleep } from '../until';
import { ScriptedTransport } from './ScriptedTransport';

export interface RigOptions extends Partial<DeliveryOptions>, Partial<SpoolOptions> {
  readonly compression?: Compression;
  /** Another rig, whose spool it takes over instead of having its own. */
  readonly heir?: UplinkRig;
  /** Not started: the test does that. */
  readonly idle?: boolean;
  readonly format?: UplinkParts['format'];
  readonly flushPhase?: number;
  /** Whether anyone listens for drops and quarantined events. */
  readonly isHeard?: () => boolean | Promise<boolean>;
  /** Makes the spool, in place of a healthy one in memory. */
  readonly makeSpool?: ((options: SpoolOptions, clock: FakeClock) => MemorySpool) | undefined;
}

type EventOf<K extends UplinkEvent['event']> = Extract<UplinkEvent, { readonly event: K }>;

/** An uplink whose clock, random numbers and backend the test controls; everything else is real. */
export class UplinkRig {
  readonly clock: FakeClock;
  /** Monotonic. */
  readonly startedAt: number;
  readonly transport: ScriptedTransport;
  readonly spool: MemorySpool;
  readonly statistics: Statistics;
  readonly uplink: Uplink;
  readonly events: UplinkEvent[] = [];
  readonly states: LinkState[] = [];
  readonly storages: string[] = [];
  readonly findings: string[] = [];
  /** The next random numbers, each used once; then `random`. */
  readonly chances: number[] = [];
  random = 0.5;
  /** Called with each event, before anything else. */
  onEvent: (event: UplinkEvent) => void = () => undefined;
  onState: (state: LinkState) => void = () => undefined;

  constructor(options: RigOptions = {}) {
    this.clock = options.heir?.clock ?? new FakeClock();
    this.startedAt = this.clock.monotonic();
    this.transport = new ScriptedTransport(() => this.clock.monotonic());
    const makeSpool = options.makeSpool ?? ((...parts) => new MemorySpool(...parts));
    const spoolOptions = {
      capacity: options.capacity ?? 1000,
      maxBytes: options.maxBytes ?? 1e8,
      maxAgeMs: options.maxAgeMs ?? 0,
      overflow: options.overflow ?? 'oldest',
      order: options.order ?? 'fifo',
      alarmsFirst: options.alarmsFirst ?? true,
    };
    this.spool = options.heir?.spool ?? makeSpool(spoolOptions, this.clock);
    this.statistics = options.heir?.statistics ?? new Statistics(this.clock.monotonic());
    this.uplink = new Uplink(
      { ...readUplinkSettings({}), flushBatch: 10, ...options },
      {
        spool: this.spool,
        statistics: this.statistics,
        transport: this.transport,
        format: options.format ?? wirebandFormat,
        context: { deviceId: 'edge-1', envelope: 'object' },
        codings: new ContentCodings(options.compression ?? 'none'),
        clock: this.clock,
        random: () => this.chances.shift() ?? this.random,
        flushPhase: options.flushPhase ?? 0,
      },
      {
        onEvent: (event) => {
          this.events.push(event);
          this.checkSum();
          this.onEvent(event);
        },
        isHeard: async () => (await options.isHeard?.()) ?? true,
        onState: (state) => {
          this.states.push(state);
          this.onState(state);
        },
        onStorage: (state) => this.storages.push(state.kind),
        onFindings: (findings) => this.findings.push(...findings),
      },
    );
    if (!options.idle) this.uplink.start();
  }

  /** Takes in one event per topic; topics that begin with A to H are alarms. */
  ingest(...topics: string[]): void {
    for (const topic of topics) this.uplink.ingest(eventOf(topic));
  }

  /** The events of one kind. */
  of<K extends UplinkEvent['event']>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.event === kind);
  }

  /** Topics of each request, in order. */
  get sent(): string[] {
    return this.transport.posts.map(({ topics }) => topics);
  }

  get state(): string {
    return this.states.at(-1)?.kind ?? 'none';
  }

  /** flushed + depth + dropped + quarantined = ingested. */
  checkSum(): void {
    const stats = this.uplink.stats();
    const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } = stats;
    assert.equal(events_flushed + buffer_depth + events_dropped + events_quarantined, events_ingested);
  }

  /** Waits, on the real clock, for what settling alone cannot bring about, such as compression. */
  async until(condition: () => boolean): Promise<void> {
    for (const start = performance.now(); !condition(); ) {
      assert.ok(performance.now() - start < PATIENCE_MS, 'the expected condition occurs');
      await sleep(2);
    }
    await settled();
  }
}

export function eventOf(topic: string, data = '1'): EdgeEvent {
  const event = { topic, symbol: 0xfc60, data, time: 1_700_000_000_000, bytesIn: topic.length + data.length };
  return /^[A-H]/.test(topic) ? { ...event, alarm: true } : event;
}

/** `count` topics of one character each, all different. */
export function letters(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String.fromCodePoint(0x4e00 + i));
}

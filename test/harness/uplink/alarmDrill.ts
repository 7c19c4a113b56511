import { type EdgeEvent, wirebandFormat } from '../../../src/frame';
import { DiskSpool, type DiskSpoolOptions, MemorySpool } from '../../../src/spool';
import {
  ContentCodings,
  type DeliveryOptions,
  readUplinkSettings,
  Statistics,
  Uplink,
} from '../../../src/uplink';
import { FakeClock, settled } from '../clock/FakeClock';
import { SimulatedFileSystem } from '../disk/SimulatedFileSystem';
import { freeLock, SPOOL_DIRECTORY } from '../spool/crashedSpool';
import { roomyOptions } from '../spool/DiskSpoolRig';
import { type Reply, ScriptedTransport } from './ScriptedTransport';

/** Where events are kept. */
export type AlarmStorage = 'disk' | 'memory';

export interface AlarmDrillOptions {
  readonly storage: AlarmStorage;
  readonly spool: Partial<DiskSpoolOptions>;
  readonly delivery: Partial<DeliveryOptions>;
}

/** An uplink with a small buffer that gets many events and some alarms, during an outage and kills. */
export class AlarmDrill {
  readonly clock = new FakeClock();
  /** That of the current process. */
  private transport = new ScriptedTransport(() => this.clock.monotonic());
  private reply: Reply = 200;
  /** Requests that are not answered until the backend answers differently. */
  private readonly hanging: ((reply: Reply) => void)[] = [];
  /** Events that were dropped and counted. */
  dropped = 0;
  /** Topics of all events that the backend took. */
  private readonly arrived = new Set<string>();
  private files = new SimulatedFileSystem();
  private spool: DiskSpool | MemorySpool;
  private uplink: Uplink;
  private number = 0;
  private readonly alarms: string[] = [];

  constructor(private readonly options: AlarmDrillOptions) {
    this.spool = this.makeSpool();
    this.uplink = this.makeUplink();
  }

  /** Events in the buffer. */
  get depth(): number {
    return this.spool.depth;
  }

  /** Sets what the backend answers from now on. */
  answer(reply: Reply): void {
    this.reply = reply;
    this.transport.reply = (post) => {
      const topics = post.topics.split('/').filter((topic) => topic !== '');
      if (reply === 200) for (const topic of topics) this.arrived.add(topic);
      return reply === 'hang' ? new Promise((resolve) => this.hanging.push(resolve)) : reply;
    };
    for (const resolve of this.hanging.splice(0)) resolve('network');
  }

  async open(): Promise<void> {
    const opened = this.spool instanceof DiskSpool ? this.spool.open() : undefined;
    this.uplink.start();
    await opened;
    await settled();
  }

  /** Takes in events with alarms evenly spread among them, and lets everything settle after every twenty. */
  async flood(events: number, alarms: number): Promise<void> {
    for (let i = 1; i <= events; i++) {
      this.uplink.ingest(this.next(false));
      if (Math.floor((i * alarms) / events) > Math.floor(((i - 1) * alarms) / events)) {
        this.uplink.ingest(this.next(true));
      }
      if (i % 20 === 0) await this.clock.advance(50);
    }
    await this.clock.advance(500);
  }

  failDisk(): void {
    this.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
  }

  healDisk(): void {
    this.files.fault = () => undefined;
  }

  /** The process is killed, and another one takes over. */
  async kill(): Promise<void> {
    this.files.die();
    // Its timers end; whatever else it does, nobody sees.
    this.transport.reply = () => 'network';
    void this.uplink.close(0);
    this.transport = new ScriptedTransport(() => this.clock.monotonic());
    this.answer(this.reply);
    this.files = new SimulatedFileSystem(this.files.disk);
    this.spool = this.makeSpool();
    this.uplink = this.makeUplink();
    await this.open();
  }

  /** Delivers everything, and ends. */
  async drain(): Promise<{ readonly lostAlarms: readonly string[]; readonly uncounted: number }> {
    this.answer(200);
    for (let turn = 0; this.spool.depth > 0 && turn < 200; turn++) await this.clock.advance(5000);
    await this.uplink.close(0);
    await this.spool.close();
    return {
      lostAlarms: this.alarms.filter((topic) => !this.arrived.has(topic)),
      uncounted: this.number - this.arrived.size - this.dropped,
    };
  }

  private next(isAlarm: boolean): EdgeEvent {
    const topic = `${isAlarm ? 'A' : 'o'}${this.number++}`;
    if (isAlarm) this.alarms.push(topic);
    const event = { topic: `${topic}/`, symbol: 0xfc60, data: '1', time: this.clock.now(), bytesIn: 2 };
    return isAlarm ? { ...event, alarm: true } : event;
  }

  private makeSpool(): DiskSpool | MemorySpool {
    const options = { ...roomyOptions, capacity: 100, ...this.options.spool };
    if (this.options.storage === 'memory') return new MemorySpool(options, this.clock);
    return new DiskSpool(SPOOL_DIRECTORY, options, {
      files: this.files,
      clock: this.clock,
      lock: freeLock,
    });
  }

  private makeUplink(): Uplink {
    const { files } = this;
    return new Uplink(
      { ...readUplinkSettings({}), ...this.options.delivery },
      {
        spool: this.spool,
        statistics: new Statistics(this.clock.monotonic()),
        transport: this.transport,
        format: wirebandFormat,
        context: { deviceId: 'edge-1', envelope: 'object' },
        codings: new ContentCodings('none'),
        clock: this.clock,
        random: () => 0.5,
        flushPhase: 0,
      },
      {
        onEvent: (event) => {
          if (event.event === 'dropped' && !files.isDead) this.dropped += event.payload.events;
        },
        onState: () => undefined,
      },
    );
  }
}

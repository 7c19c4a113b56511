import type { Clock } from '../../../src/clock';
import { wirebandFormat } from '../../../src/frame';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import type { FileSystem } from '../../../src/spool/files/FileSystem';
import {
  ContentCodings,
  type DeliveryOptions,
  HttpTransport,
  readUplinkSettings,
  Statistics,
  type Stats,
  Uplink,
  type UplinkEvent,
} from '../../../src/uplink';
import { type Numbering, numberedEvent } from '../numberedEvents';

export interface DiskGatewayOptions {
  readonly directory: string;
  readonly backendUrl: string;
  readonly spool?: Partial<DiskSpoolOptions> | undefined;
  readonly delivery?: Partial<DeliveryOptions> | undefined;
  readonly files?: FileSystem | undefined;
  readonly clock?: Clock | undefined;
  readonly numbering?: Numbering | undefined;
  /** Timeout of one request, milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Called with everything that the uplink reports. */
  readonly onEvent?: ((event: UplinkEvent) => void) | undefined;
}

/** Bounds that no test of faults reaches. */
const SPOOL: DiskSpoolOptions = {
  capacity: 1_000_000,
  maxBytes: 1024 ** 3,
  maxAgeMs: 7 * 86_400_000,
  overflow: 'oldest',
  order: 'fifo',
  alarmsFirst: true,
  maxPending: 100_000,
  sync: 'interval',
  syncIntervalMs: 50,
  minFreeBytes: 0,
  intake: 'disk',
};

/** Quick, so that a test can meet a fault and recover from it. */
const DELIVERY: DeliveryOptions = {
  ...readUplinkSettings({}),
  flushIntervalMs: 20,
  flushBatch: 50,
  parallel: 1,
  maxRetries: 1,
  backoffBaseMs: 20,
  backoffMaxMs: 200,
};

/** A gateway without Node-RED: real disk, real HTTP, numbered events. */
export class DiskGateway {
  /** What the uplink has reported so far. */
  readonly events: UplinkEvent[] = [];
  readonly spool: DiskSpool;
  private readonly uplink: Uplink;
  private readonly transport: HttpTransport;

  constructor(private readonly options: DiskGatewayOptions) {
    const { directory, backendUrl, files, clock, timeoutMs = 400 } = options;
    const parts = { ...(files && { files }), ...(clock && { clock }) };
    this.spool = new DiskSpool(directory, { ...SPOOL, ...options.spool }, parts);
    this.transport = new HttpTransport({ url: backendUrl, path: '/iot/v1/ingest/batch', timeoutMs });
    this.uplink = new Uplink(
      { ...DELIVERY, ...options.delivery },
      {
        spool: this.spool,
        statistics: new Statistics(clock?.monotonic()),
        transport: this.transport,
        format: wirebandFormat,
        context: { deviceId: 'gateway-7', envelope: 'object' },
        codings: new ContentCodings('auto'),
        ...(clock && { clock }),
      },
      {
        onEvent: (event) => {
          this.events.push(event);
          options.onEvent?.(event);
        },
        onState: () => undefined,
      },
    );
  }

  /** Begins to scan the disk and to deliver; resolves when the disk has been scanned. */
  async open(): Promise<void> {
    const opened = this.spool.open();
    this.uplink.start();
    await opened;
  }

  /** Takes in the event of this number. @param stored called once it is safe. */
  ingest(number: number, stored?: () => void): void {
    const time = this.options.clock?.now() ?? Date.now();
    this.uplink.ingest(numberedEvent(number, time, this.options.numbering), stored);
  }

  stats(): Stats {
    return this.uplink.stats();
  }

  retryQuarantine(): Promise<number> {
    return this.uplink.retryQuarantine();
  }

  /** @param graceMs how long it keeps sending. */
  async close(graceMs = 0): Promise<void> {
    await this.uplink.close(graceMs);
    await this.spool.close();
    this.transport.close();
  }
}

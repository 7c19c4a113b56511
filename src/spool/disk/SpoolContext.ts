import type { Clock } from '../../clock';
import type { DiskSpoolOptions } from '../diskSpoolOptions';
import { SerialTasks } from '../files/SerialTasks';
import { LOGS } from '../format/segmentFile';
import { Ledger } from '../head/Ledger';
import { ArrivalClock } from '../intake/ArrivalClock';
import { Intake } from '../intake/Intake';
import type { Drop, Recovered, SpoolListener, SpoolWatch, StorageState } from '../Spool';

/** What the parts of a spool on disk share: its events, its options, where it stands, and whom it tells. */
export class SpoolContext {
  readonly ledger: Ledger;
  readonly intake: Intake;
  /** Everything that takes from the old end of the spool, one after the other. */
  readonly headTasks = new SerialTasks();
  arrivals: ArrivalClock;
  storage: StorageState = { kind: 'opening' };
  isClosed = false;
  private listener: SpoolListener | undefined;
  private untold: { readonly recovered: Recovered; readonly lost: readonly Drop[] } | undefined;

  constructor(
    readonly directory: string,
    public options: DiskSpoolOptions,
    readonly clock: Clock,
    readonly watch?: SpoolWatch,
  ) {
    this.arrivals = new ArrivalClock(clock, 0);
    this.ledger = new Ledger({
      onDropped: (drop) => this.listener?.onDropped(drop),
      onFault: (error) => this.fail(error),
    });
    this.intake = new Intake({
      ledger: this.ledger,
      options: () => this.options,
      isMemory: () => this.isMemory,
      watch,
      canDropFromDisk: () => this.storage.kind === 'disk',
      settled: () => {
        const batched = this.batchedEvents;
        return { events: this.waitingOnDisk + batched, bytes: this.bytesOnDisk, batched };
      },
    });
  }

  /** Whether new events stay in memory, by choice or because the disk fails. */
  get isMemory(): boolean {
    const { kind } = this.storage;
    return kind === 'failing' || (this.options.intake === 'memory' && kind !== 'opening');
  }

  get waitingOnDisk(): number {
    const { state } = this.ledger;
    return state.waitingIn('ordinary') + state.waitingIn('alarm') + state.replay.length;
  }

  /** Whether events are told apart into a backlog and what came since. */
  get isLive(): boolean {
    return this.options.order === 'live-first' && this.ledger.state.ranges.ordinary.length > 1;
  }

  get batchedEvents(): number {
    let events = 0;
    for (const { count } of this.ledger.state.batches) events += count;
    return events;
  }

  get depth(): number {
    return this.waitingOnDisk + this.intake.events + this.batchedEvents;
  }

  get bytes(): number {
    return this.bytesOnDisk + this.intake.bytes;
  }

  listen(listener: SpoolListener): void {
    this.listener = listener;
    const { untold } = this;
    this.untold = undefined;
    if (untold) this.tellReady(untold.recovered, untold.lost);
    else if (this.storage.kind !== 'opening') this.tellReady({ events: 0, unreported: [], findings: [] }, []);
  }

  tellReady(recovered: Recovered, lost: readonly Drop[]): void {
    if (!this.listener) {
      this.untold = { recovered, lost };
      return;
    }
    this.listener.onReady(recovered);
    for (const drop of lost) this.listener.onDropped(drop);
  }

  become(state: StorageState): void {
    this.storage = state;
    this.listener?.onStorage(state);
  }

  /** The disk does not do what it should: from here on events stay in memory, until it is tried again. */
  fail(error: unknown): void {
    if (this.isClosed) return;
    this.ledger.suspend();
    const before = this.storage;
    const text = error instanceof Error ? error.message : String(error);
    const since = before.kind === 'failing' ? before.since : this.clock.now();
    this.storage = { kind: 'failing', error: text, since };
    this.intake.settleAll();
    this.intake.bound();
    if (before.kind !== 'failing') this.listener?.onStorage(this.storage);
  }

  /** Makes everything durable, where that is wanted. */
  async sync(): Promise<void> {
    await this.durably(async () => {
      await this.ledger.disk?.syncEvents();
      await this.ledger.disk?.syncManifest();
    });
  }

  /** Makes the manifest durable: for what happens seldom and must not be known without what came before it. */
  async syncManifest(): Promise<void> {
    await this.durably(async () => this.ledger.disk?.syncManifest());
  }

  /** Removes files that nothing needs any more. */
  reclaim(): void {
    const { disk } = this.ledger;
    if (disk && this.storage.kind !== 'failing') this.inBackground(disk.reclaim());
  }

  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  private get bytesOnDisk(): number {
    const { ranges, batches, replayBytes } = this.ledger.state;
    let bytes = replayBytes;
    for (const batch of batches) bytes += batch.bytes;
    for (const log of LOGS) for (const range of ranges[log]) bytes += range.bytes;
    return bytes;
  }

  private async durably(sync: () => Promise<void>): Promise<void> {
    if (this.options.sync === 'never' || this.storage.kind === 'failing') return;
    try {
      await sync();
    } catch (error) {
      this.fail(error);
    }
  }
}

import type {
  Batch,
  BatchLimits,
  Exceptions,
  Recovered,
  SpoolListener,
  StorageState,
  Turn,
} from '../../../src/spool';
import { MemorySpool } from '../../../src/spool';

type Method = 'next' | 'delivered' | 'split' | 'quarantine';

/** A spool in memory that waits, fails, gives nothing or is not ready when the test says so, as one on disk may. */
export class FaultySpool extends MemorySpool {
  override storage: StorageState = { kind: 'memory' };
  /** Runs before a method does its work: may wait, and may throw. */
  before: (method: Method, turn?: Turn) => Promise<void> | void = () => undefined;
  /** Gives nothing, although it says that it has something. */
  isEmptyHanded = false;
  /** For which turns it was asked. */
  readonly asked: Turn[] = [];
  /** How often it was told that its drops are reported. */
  reported = 0;
  private told: SpoolListener | undefined;

  override listen(listener: SpoolListener): void {
    this.told = listener;
    if (this.storage.kind === 'opening') super.listen({ ...listener, onReady: () => undefined });
    else super.listen(listener);
  }

  /** Tells the listener. */
  become(storage: StorageState): void {
    this.storage = storage;
    this.told?.onStorage(storage);
  }

  ready(recovered: Partial<Recovered> = {}): void {
    this.told?.onReady({ events: 0, unreported: [], findings: [], ...recovered });
  }

  override async next(limits: BatchLimits, turn: Turn = 'any'): Promise<Batch | undefined> {
    this.asked.push(turn);
    await this.before('next', turn);
    return this.isEmptyHanded ? undefined : super.next(limits, turn);
  }

  /** Counts as in the spool no more when this returns, unless it fails at once. */
  override delivered(batch: Batch, exceptions?: Exceptions): Promise<void> {
    try {
      const done = this.before('delivered');
      const delivered = super.delivered(batch, exceptions);
      return done ? done.then(() => delivered) : delivered;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  override async split(batch: Batch): Promise<void> {
    await this.before('split');
    return super.split(batch);
  }

  override async quarantine(batch: Batch, error: string): Promise<void> {
    await this.before('quarantine');
    return super.quarantine(batch, error);
  }

  override dropsReported(): void {
    this.reported++;
  }
}

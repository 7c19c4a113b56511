import type {
  Batch,
  BatchLimits,
  Exceptions,
  Priority,
  Recovered,
  SpoolListener,
  StorageState,
  WantsBatch,
} from '../../../src/spool';
import { MemorySpool } from '../../../src/spool';

type Method = 'next' | 'delivered' | 'split' | 'quarantine';

/** A spool in memory that waits, fails, gives nothing or is not ready when the test says so, as one on disk may. */
export class FaultySpool extends MemorySpool {
  override storage: StorageState = { kind: 'memory' };
  /** Runs before a method does its work: may wait, and may throw. */
  before: (method: Method, priority?: Priority) => Promise<void> | void = () => undefined;
  /** Gives nothing, although it claims to have something. */
  isEmptyHanded = false;
  /** The priorities with which it was asked. */
  readonly asked: Priority[] = [];
  /** How often it was told that its drops were reported. */
  reported = 0;
  private told: SpoolListener | undefined;

  override listen(listener: SpoolListener): void {
    this.told = listener;
    if (this.storage.kind === 'opening') super.listen({ ...listener, onReady: () => undefined });
    else super.listen(listener);
  }

  /** Reports a state to the listener. */
  become(storage: StorageState): void {
    this.storage = storage;
    this.told?.onStorage(storage);
  }

  ready(recovered: Partial<Recovered> = {}): void {
    this.told?.onReady({ events: 0, unreported: [], findings: [], ...recovered });
  }

  tellFindings(...findings: readonly string[]): void {
    this.told?.onFindings?.(findings);
  }

  override async next(
    limits: BatchLimits,
    priority: Priority = 'any',
    wants?: WantsBatch,
  ): Promise<Batch | undefined> {
    this.asked.push(priority);
    await this.before('next', priority);
    return this.isEmptyHanded ? undefined : super.next(limits, priority, wants);
  }

  /** The batch no longer counts as in the spool when this returns, unless it fails at once. */
  override delivered(batch: Batch, exceptions?: Exceptions): Promise<void> {
    try {
      const done = this.before('delivered');
      const delivered = super.delivered(batch, exceptions);
      return done ? done.then(() => delivered) : delivered;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  override async divide(batch: Batch, sizes: readonly number[]): Promise<readonly Batch[]> {
    await this.before('split');
    return super.divide(batch, sizes);
  }

  override async quarantine(batch: Batch, error: string): Promise<void> {
    await this.before('quarantine');
    return super.quarantine(batch, error);
  }

  override dropsReported(): void {
    this.reported++;
  }
}

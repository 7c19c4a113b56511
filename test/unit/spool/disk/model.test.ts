import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent } from '../../../../src/frame';
import type { Batch, Priority } from '../../../../src/spool';
import type { DiskSpoolOptions } from '../../../../src/spool/diskSpoolOptions';
import { assertProperty } from '../../../harness/assertProperty';
import { settled } from '../../../harness/clock/FakeClock';
import { runs } from '../../../harness/effort';
import { DiskSpoolRig, roomyOptions } from '../../../harness/spool/DiskSpoolRig';
import {
  type DiskSpoolStep,
  diskSpoolOptions,
  diskSpoolStep,
  type Settling,
} from '../../../harness/spool/diskSpoolSteps';

/** Drives a disk spool on a disk that fails now and then, and keeps account of every event. */
class Account {
  private events: EdgeEvent[] = [];
  private stored = 0;
  private delivered = new Set<string>();
  private dropped = new Set<string>();
  /** Events lost with a directory; no one knows which. */
  private unreadable = 0;
  /** Batches that were given out and are not settled, and whether they are held now. */
  private readonly batches = new Map<string, { readonly batch: Batch; isHeld: boolean }>();
  /** The last event of each log that was given out for the first time, and those that need not come in order. */
  private last = { ordinary: -1, alarm: -1 };
  private readonly unordered = new Set<string>();
  private isOrdered: boolean;
  /** If so, `bytes` includes what files cost in addition to their events. */
  private isReopened = false;
  /** Whether a directory vanished with events that memory may not have. */
  private mayLose = false;

  private constructor(
    private rig: DiskSpoolRig,
    private bounds: Partial<DiskSpoolOptions>,
  ) {
    this.isOrdered = bounds.order === 'fifo';
  }

  static async open(bounds: Partial<DiskSpoolOptions>): Promise<Account> {
    return new Account(await DiskSpoolRig.open(bounds, { segmentBytes: 900 }), bounds);
  }

  async run(action: DiskSpoolStep): Promise<void> {
    const { rig } = this;
    switch (action.kind) {
      case 'append':
        for (const size of action.sizes) this.append(size, action.alarm);
        return settled();
      case 'next':
        await this.next(action.events, action.bytes, action.priority);
        return;
      case 'retry':
        await rig.spool.retryQuarantine();
        return;
      case 'clear':
        await rig.spool.clearQuarantine();
        return;
      case 'release':
        await rig.spool.release();
        for (const known of this.batches.values()) known.isHeld = false;
        return;
      case 'startLive':
        rig.spool.startLive();
        return settled();
      case 'reopen':
        return this.reopen();
      case 'heal':
        return this.heal();
      case 'vanish':
        this.mayLose ||= this.isReopened;
        rig.vanish();
        return;
      case 'wait':
        return rig.clock.advance(action.ms);
      case 'fail':
        rig.files.fault = ({ kind }) => (action.operations.includes(kind) ? action.fault : undefined);
        return;
      case 'failOnce':
        rig.files.failNext(action.operation, action.fault, action.count);
        return;
      case 'configure':
        return this.configure(action.options);
      default:
        return this.settle(action.kind, action.which);
    }
  }

  async check(): Promise<void> {
    await settled();
    for (const { reason, series, events } of this.rig.dropped.splice(0)) {
      if (reason === 'unreadable' && this.mayLose) {
        this.unreadable += events;
        continue;
      }
      assert.ok(series !== undefined && events === 1, `${events} events of ${series}, ${reason}`);
      assert.ok(!this.dropped.has(series) && !this.delivered.has(series), `${series} is dropped once`);
      this.dropped.add(series);
    }
    const { depth, waiting, quarantined, bytes, oldestArrival, storage } = this.rig.spool;
    const gone = this.delivered.size + this.dropped.size + this.unreadable;
    assert.equal(gone + depth + quarantined, this.events.length, 'every event is accounted for');
    assert.equal(this.stored, this.events.length, 'stored is called once for each event');
    assert.equal(bytes === 0, depth === 0, `${bytes} bytes, ${depth} events`);
    assert.equal(oldestArrival === undefined, depth === 0);
    const { capacity = 0, maxBytes = 0 } = this.bounds;
    if (storage.kind === 'failing' || waiting === 0) return;
    assert.ok(depth <= capacity, `${depth} events of ${capacity}`);
    if (!this.isReopened) assert.ok(bytes <= maxBytes, `${bytes} bytes of ${maxBytes}`);
  }

  /** The disk works again, and the backlog is delivered. */
  async finish(): Promise<void> {
    await this.reopen();
    await this.check();
    await this.deliverAll();
    await this.rig.spool.retryQuarantine();
    await this.deliverAll();
    await this.check();
    assert.equal(this.rig.spool.depth + this.rig.spool.quarantined, 0);
    await this.rig.spool.close();
    assert.equal(this.rig.files.openFiles, 0, 'no open files');
  }

  private async deliverAll(): Promise<void> {
    for (;;) {
      const batch = await this.next(4, 1e6, 'any');
      if (!batch) return;
      await this.rig.spool.delivered(batch);
      this.forget(batch);
      for (const { topic } of batch.events) this.delivered.add(topic);
    }
  }

  private append(size: number, isAlarm: boolean): void {
    const topic = String(this.events.length);
    const event = { topic, symbol: 0, data: 'x'.repeat(size), time: this.events.length, bytesIn: 0 };
    this.events.push(isAlarm ? { ...event, alarm: true } : event);
    this.rig.spool.append(this.events.at(-1) ?? event, () => {
      this.stored++;
    });
  }

  private async next(events: number, bytes: number, priority: Priority): Promise<Batch | undefined> {
    const batch = await this.rig.spool.next({ events, bytes }, priority);
    if (!batch) return undefined;
    assert.ok(batch.events.length > 0);
    const known = this.batches.get(batch.id);
    if (known) {
      assert.ok(!known.isHeld, 'not held by anyone else');
      // Files that are gone may have held some of them.
      const kept = this.mayLose
        ? known.batch.events.filter(({ topic }) => batch.events.some((event) => event.topic === topic))
        : known.batch.events;
      assert.deepEqual(batch.events, kept, 'a retry has the same events');
    } else {
      for (const event of batch.events) this.given(event);
    }
    this.batches.set(batch.id, { batch, isHeld: true });
    return batch;
  }

  private given(event: EdgeEvent): void {
    const { topic } = event;
    const number = Number(topic);
    assert.deepEqual(event, this.events[number]);
    assert.ok(!this.delivered.has(topic) && !this.dropped.has(topic), `${topic} is returned although gone`);
    for (const { batch } of this.batches.values()) {
      assert.ok(!batch.events.some((other) => other.topic === topic), `${topic} is in two batches`);
    }
    if (!this.isOrdered || this.unordered.has(topic)) return;
    const log = event.alarm ? 'alarm' : 'ordinary';
    assert.ok(number > this.last[log], `${number} after ${this.last[log]}`);
    this.last[log] = number;
  }

  private forget(batch: Batch): void {
    this.batches.delete(batch.id);
    for (const { topic } of batch.events) this.unordered.add(topic);
  }

  private async heal(): Promise<void> {
    this.rig.files.fault = () => undefined;
    this.rig.files.forgetFaults();
    await this.rig.clock.advance(2500);
    assert.notEqual(this.rig.spool.storage.kind, 'failing', 'a working disk is used again');
  }

  private async configure(changes: Partial<DiskSpoolOptions>): Promise<void> {
    this.bounds = changes;
    this.isOrdered = false;
    this.rig.spool.configure({ ...roomyOptions, ...changes });
    await settled();
  }

  private async reopen(): Promise<void> {
    await this.heal();
    await this.configure({ ...this.bounds, intake: 'disk' });
    await this.check();
    const { depth, quarantined } = this.rig.spool;
    this.rig = await this.rig.reopen(this.bounds);
    assert.deepEqual([this.rig.spool.depth, this.rig.spool.quarantined], [depth, quarantined]);
    assert.deepEqual(this.rig.recovered[0]?.findings, []);
    this.isReopened = true;
    for (const known of this.batches.values()) known.isHeld = false;
  }

  private async settle(kind: Settling, which: number): Promise<void> {
    const held = [...this.batches.values()].filter(({ isHeld }) => isHeld);
    const chosen = held[which % Math.max(1, held.length)];
    if (!chosen) return;
    const { batch } = chosen;
    switch (kind) {
      case 'giveBack':
        this.rig.spool.giveBack(batch);
        chosen.isHeld = false;
        return;
      case 'delivered':
        await this.rig.spool.delivered(batch);
        this.forget(batch);
        for (const { topic } of batch.events) this.delivered.add(topic);
        return;
      case 'deliveredExcept': {
        const last = batch.events.length - 1;
        const notCarried = last > 0 ? [{ index: last }] : [];
        await this.rig.spool.delivered(batch, { quarantined: [{ index: 0, error: 'HTTP 400' }], notCarried });
        this.forget(batch);
        const arrived = batch.events.slice(1, batch.events.length - notCarried.length);
        for (const { topic } of arrived) this.delivered.add(topic);
        return;
      }
      case 'split':
        await this.rig.spool.split(batch);
        this.forget(batch);
        return;
      case 'quarantine':
        await this.rig.spool.quarantine(batch, 'HTTP 400');
        this.forget(batch);
    }
  }
}

describe('the disk spool, in any sequence of operations and disk failures', () => {
  it('accounts for every event, gives none twice, keeps their order, and keeps its bounds', async () => {
    await assertProperty(
      fc.asyncProperty(
        diskSpoolOptions,
        fc.array(diskSpoolStep, { maxLength: 60, size: 'max' }),
        async (bounds, steps) => {
          const account = await Account.open(bounds);
          for (const action of steps) {
            await account.run(action);
            await account.check();
          }
          await account.finish();
        },
      ),
      { numRuns: Number(process.env.WIREBAND_SPOOL_MODEL_RUNS ?? runs(300)) },
    );
  });
});

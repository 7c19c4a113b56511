import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent } from '../../../../src/frame';
import { type Batch, type Drop, MemorySpool, type Priority, type SpoolOptions } from '../../../../src/spool';
import { assertProperty } from '../../../harness/assertProperty';
import { FakeClock } from '../../../harness/clock/FakeClock';
import { runs } from '../../../harness/effort';
import type { Settling } from '../../../harness/spool/diskSpoolSteps';

/** A batch as the model knows it; its ID is known once the spool has given it out. */
interface ModelBatch {
  readonly events: readonly EdgeEvent[];
  priority: Priority;
  id?: string;
  held?: Batch;
}

type Step =
  | { readonly kind: 'append'; readonly size: number; readonly alarm: boolean }
  | { readonly kind: 'next'; readonly events: number; readonly bytes: number; readonly priority: Priority }
  | { readonly kind: Settling; readonly which: number }
  | { readonly kind: 'retry' | 'clear' | 'release' | 'startLive' | 'drain' }
  | { readonly kind: 'wait' | 'jump'; readonly ms: number }
  | { readonly kind: 'configure'; readonly options: SpoolOptions };

/** Small bounds, so that they are often reached. An empty event costs about 200 bytes. */
const options: fc.Arbitrary<SpoolOptions> = fc.record({
  capacity: fc.integer({ min: 1, max: 12 }),
  maxBytes: fc.integer({ min: 300, max: 4000 }),
  maxAgeMs: fc.constantFrom(0, 50),
  overflow: fc.constantFrom('oldest', 'newest'),
  order: fc.constantFrom('fifo', 'live-first'),
  alarmsFirst: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('append'), size: fc.nat(400), alarm: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('next'),
      events: fc.integer({ min: 1, max: 5 }),
      bytes: fc.nat(2000),
      priority: fc.constantFrom('any', 'alarms', 'live'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('giveBack', 'delivered', 'deliveredExcept', 'split', 'quarantine'),
      which: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('retry', 'clear', 'release', 'drain') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('startLive') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump'), ms: fc.integer({ min: -1e8, max: 1e8 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure'), options }) },
);

/** Drives a spool, keeps account of every event, and asserts after each step what always holds. */
class Account {
  private readonly clock = new FakeClock();
  private appended = 0;
  private stored = 0;
  private gone = 0;
  private batches: ModelBatch[] = [];
  private quarantined: EdgeEvent[] = [];
  /** In order of arrival. */
  private waiting: EdgeEvent[] = [];
  private readonly live = new Set<EdgeEvent>();
  private isLive = false;
  /** The event being taken in. */
  private arriving: EdgeEvent | undefined;
  private readonly spool: MemorySpool;

  constructor(private bounds: SpoolOptions) {
    this.spool = new MemorySpool(bounds, this.clock);
    this.spool.listen({
      onReady: () => undefined,
      onDropped: (drop) => this.drop(drop),
      onStorage: () => assert.fail(),
    });
  }

  async run(action: Step): Promise<void> {
    switch (action.kind) {
      case 'append':
        return this.append(action.size, action.alarm);
      case 'next':
        return this.next(action.events, action.bytes, action.priority);
      case 'retry':
        return this.retry();
      case 'clear':
        assert.equal(await this.spool.clearQuarantine(), this.quarantined.length);
        this.quarantined = [];
        return;
      case 'release':
        await this.spool.release();
        for (const batch of this.batches) delete batch.held;
        return;
      case 'startLive':
        this.spool.startLive();
        if (this.bounds.order === 'live-first') this.endLive(true);
        return;
      case 'drain':
        return this.drain();
      case 'wait':
        this.clock.pass(action.ms);
        return;
      case 'jump':
        this.clock.jump(action.ms);
        return;
      case 'configure':
        this.bounds = action.options;
        if (action.options.order === 'fifo') this.endLive(false);
        this.spool.configure(action.options);
        return;
      default:
        return this.settle(action.kind, action.which);
    }
  }

  check(): void {
    const { depth, waiting, waitingAlarms, waitingLive, quarantined, bytes, heldBack, capacity } = this.spool;
    assert.equal(this.gone + depth + quarantined, this.appended, 'every event is accounted for');
    assert.equal(this.stored, this.appended, 'stored is called once for each event');
    assert.equal(quarantined, this.quarantined.length);
    assert.equal(waiting, this.waiting.length);
    assert.equal(waitingAlarms, this.bounds.alarmsFirst ? this.ofPriority('alarms').length : 0);
    assert.equal(waitingLive, this.ofPriority('live').length);
    assert.equal(
      depth - waiting,
      this.batches.reduce((sum, { events }) => sum + events.length, 0),
    );
    assert.equal(heldBack, this.batches.filter(({ held }) => !held).length);
    assert.equal(capacity, this.bounds.capacity);
    assert.equal(bytes === 0, depth === 0);
    assert.equal(this.spool.oldestArrival === undefined, depth === 0);
    if (waiting > 0) assert.ok(depth <= capacity && bytes <= this.bounds.maxBytes, 'the bounds hold');
  }

  private append(size: number, isAlarm: boolean): void {
    const event = {
      topic: String(this.appended),
      symbol: 0,
      data: 'x'.repeat(size),
      time: this.appended++,
      bytesIn: 0,
      ...(isAlarm ? { alarm: true as const } : {}),
    };
    this.enqueue(event);
    this.spool.append(event, () => {
      this.stored++;
    });
    this.arriving = undefined;
  }

  private async retry(): Promise<void> {
    const retried = this.quarantined;
    this.quarantined = [];
    // One by one, as the spool does it, so that the arriving event is known.
    const append = this.spool.append.bind(this.spool);
    this.spool.append = (event, stored) => {
      this.enqueue(event);
      append(event, stored);
      this.arriving = undefined;
    };
    assert.equal(await this.spool.retryQuarantine(), retried.length);
    this.spool.append = append;
  }

  private enqueue(event: EdgeEvent): void {
    this.arriving = event;
    this.waiting.push(event);
    if (this.isLive && !event.alarm) this.live.add(event);
  }

  private endLive(again: boolean): void {
    this.live.clear();
    this.isLive = again;
    for (const batch of this.batches) if (batch.priority === 'live') batch.priority = 'any';
  }

  private ofPriority(priority: Priority): EdgeEvent[] {
    if (priority === 'live') return this.waiting.filter((event) => this.live.has(event));
    const [alarms, others] = [
      this.waiting.filter(({ alarm }) => alarm),
      this.waiting.filter(({ alarm }) => !alarm),
    ];
    if (priority === 'alarms') return alarms;
    if (!this.bounds.alarmsFirst) return this.waiting;
    return others.length > 0 ? others : alarms;
  }

  /** The spool says that it dropped an event: it must be the right one. */
  private drop({ reason, events, series, from, to }: Drop): void {
    assert.equal(events, 1);
    this.gone++;
    if (reason === 'cleared' || reason === 'quarantine_full' || reason === 'not_carried') return;
    const dropped = this.waiting.find(({ topic }) => topic === series);
    assert.ok(dropped, 'it waited');
    assert.deepEqual([from, to], [dropped.time, dropped.time]);
    const ordinary = this.waiting.filter(({ alarm, topic }) => !alarm && topic !== this.arriving?.topic);
    if (reason === 'overflow' && dropped !== this.arriving) {
      if (this.arriving && this.bounds.overflow === 'newest')
        assert.ok(this.arriving.alarm && !dropped.alarm);
      if (this.arriving && dropped.alarm) assert.ok(this.arriving.alarm);
      const oldestAlarm = this.waiting.find(({ alarm }) => alarm);
      assert.equal(dropped, ordinary[0] ?? oldestAlarm, 'the oldest ordinary event goes first, alarms last');
    }
    if (reason === 'too_large') assert.equal(dropped, this.arriving);
    this.waiting.splice(this.waiting.indexOf(dropped), 1);
  }

  private async next(events: number, bytes: number, priority: Priority): Promise<void> {
    const expected = this.batches.find(
      (batch) => !batch.held && (priority === 'any' || batch.priority === priority),
    );
    const batch = await this.spool.next({ events, bytes }, priority);
    if (expected) {
      assert.ok(batch, 'a batch given back is returned again');
      assert.deepEqual(batch.events, expected.events, 'with the same events');
      if (expected.id !== undefined) assert.equal(batch.id, expected.id, 'and the same id');
      expected.id = batch.id;
      expected.held = batch;
      return;
    }
    const hasPriority = priority !== 'alarms' || this.bounds.alarmsFirst;
    const waiting = hasPriority ? this.ofPriority(priority) : [];
    if (!batch) {
      assert.deepEqual(waiting, [], 'nothing waits');
      return;
    }
    assert.ok(batch.events.length >= 1 && batch.events.length <= events);
    assert.deepEqual(
      batch.events,
      waiting.slice(0, batch.events.length),
      'the oldest of its priority, in order',
    );
    this.waiting = this.waiting.filter((event) => !batch.events.includes(event));
    assert.ok(!this.batches.some(({ id }) => id === batch.id), 'the id is new');
    const isOfAlarms = this.bounds.alarmsFirst && batch.events.every(({ alarm }) => alarm);
    this.batches.push({
      events: batch.events,
      priority: isOfAlarms ? 'alarms' : priority,
      id: batch.id,
      held: batch,
    });
  }

  private drain(): void {
    const { batches, events, quarantined } = this.spool.drain();
    assert.deepEqual(
      batches.map((batch) => batch.events.map(({ event }) => event)),
      this.batches.map((batch) => batch.events),
    );
    assert.deepEqual(
      events.map(({ event }) => event),
      this.waiting,
    );
    assert.deepEqual(
      quarantined.map(({ event }) => event),
      this.quarantined,
    );
    this.gone += this.appended - this.gone;
    this.batches = [];
    this.waiting = [];
    this.quarantined = [];
  }

  private async settle(kind: Settling, which: number): Promise<void> {
    const held = this.batches.filter((batch) => batch.held);
    const model = held[which % Math.max(1, held.length)];
    if (!model?.held) return;
    const index = this.batches.indexOf(model);
    const { events } = model;
    switch (kind) {
      case 'giveBack':
        this.spool.giveBack(model.held);
        delete model.held;
        return;
      case 'delivered':
        await this.spool.delivered(model.held);
        this.batches.splice(index, 1);
        this.gone += events.length;
        return;
      case 'deliveredExcept': {
        const last = events.length - 1;
        const notCarried = last > 0 ? [{ index: last }] : [];
        await this.spool.delivered(model.held, { quarantined: [{ index: 0, error: 'bad' }], notCarried });
        this.batches.splice(index, 1);
        this.quarantined.push(...events.slice(0, 1));
        // Events that were not carried were reported as dropped.
        this.gone += events.length - 1 - notCarried.length;
        return;
      }
      case 'quarantine':
        await this.spool.quarantine(model.held, 'bad');
        this.batches.splice(index, 1);
        this.quarantined.push(...events);
        return;
      case 'split': {
        await this.spool.split(model.held);
        const middle = Math.ceil(events.length / 2);
        const halves = [events.slice(0, middle), events.slice(middle)].filter((half) => half.length > 0);
        this.batches.splice(index, 1, ...halves.map((half) => ({ events: half, priority: model.priority })));
      }
    }
  }
}

describe('the memory spool, in any sequence of operations', () => {
  it('accounts for every event, keeps order, repeats batches unchanged, and keeps its bounds', async () => {
    await assertProperty(
      fc.asyncProperty(options, fc.array(step, { maxLength: 120, size: 'max' }), async (bounds, steps) => {
        const account = new Account(bounds);
        for (const action of steps) {
          await account.run(action);
          account.check();
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});

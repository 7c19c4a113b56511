import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent } from '../../src/frame';
import { type Batch, MemorySpool, type MemorySpoolOptions } from '../../src/spool';

/** A batch as the model knows it; its id is known once the spool gave it for the first time. */
interface ModelBatch {
  readonly events: readonly EdgeEvent[];
  id?: string;
  held?: Batch;
}

type Step =
  | { readonly kind: 'append'; readonly size: number }
  | { readonly kind: 'next'; readonly events: number; readonly bytes: number }
  | { readonly kind: 'giveBack' | 'delivered' | 'split' | 'quarantine'; readonly which: number }
  | { readonly kind: 'retry' | 'clear' | 'close' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'configure'; readonly options: MemorySpoolOptions };

/** Small bounds, so that they are met often. An empty event costs about 200 bytes. */
const options: fc.Arbitrary<MemorySpoolOptions> = fc.record({
  capacity: fc.integer({ min: 1, max: 12 }),
  maxBytes: fc.integer({ min: 300, max: 4000 }),
  maxAgeMs: fc.constantFrom(0, 50),
  overflow: fc.constantFrom('oldest', 'newest'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('append'), size: fc.nat(400) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('next'),
      events: fc.integer({ min: 1, max: 5 }),
      bytes: fc.nat(2000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('giveBack', 'delivered', 'split', 'quarantine'),
      which: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('retry', 'clear', 'close') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure'), options }) },
);

/** Drives a spool, keeps account of every event, and asserts after each step what always holds. */
class Account {
  private now = 0;
  private appended = 0;
  private stored = 0;
  private delivered = 0;
  private dropped = 0;
  private batches: ModelBatch[] = [];
  private quarantined: EdgeEvent[] = [];
  /** Place in the queue at which each event was put last. */
  private readonly place = new Map<EdgeEvent, number>();
  private lastPlace = 0;
  private lastTaken = 0;
  private readonly spool: MemorySpool;

  constructor(private bounds: MemorySpoolOptions) {
    this.spool = new MemorySpool(bounds, () => this.now);
    this.spool.onDropped((events) => {
      this.dropped += events;
    });
  }

  async run(action: Step): Promise<void> {
    switch (action.kind) {
      case 'append':
        return this.append(action.size);
      case 'next':
        return this.next(action.events, action.bytes);
      case 'retry':
        for (const event of this.quarantined) this.enqueue(event);
        assert.equal(await this.spool.retryQuarantine(), this.quarantined.length);
        this.quarantined = [];
        return;
      case 'clear':
        assert.equal(await this.spool.clearQuarantine(), this.quarantined.length);
        this.quarantined = [];
        return;
      case 'close':
        await this.spool.close();
        for (const batch of this.batches) delete batch.held;
        return;
      case 'wait':
        this.now += action.ms;
        return;
      case 'configure':
        this.bounds = action.options;
        this.spool.configure(action.options);
        return;
      default:
        return this.settle(action.kind, action.which);
    }
  }

  check(): void {
    const { depth, waiting, quarantined, bytes, heldBack, capacity } = this.spool;
    assert.equal(
      this.delivered + depth + this.dropped + quarantined,
      this.appended,
      'every event is accounted for',
    );
    assert.equal(this.stored, this.appended, 'stored is called once for each event');
    assert.equal(quarantined, this.quarantined.length);
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

  private append(size: number): void {
    const event = { topic: 't', symbol: 0, data: 'x'.repeat(size), time: this.appended, bytesIn: 0 };
    this.appended++;
    this.enqueue(event);
    this.spool.append(event, () => {
      this.stored++;
    });
  }

  private enqueue(event: EdgeEvent): void {
    this.place.delete(event);
    this.place.set(event, ++this.lastPlace);
  }

  private async next(events: number, bytes: number): Promise<void> {
    const expected = this.batches.find(({ held }) => !held);
    const waiting = this.spool.waiting;
    const batch = await this.spool.next({ events, bytes });
    if (expected) {
      assert.ok(batch, 'a batch that was given back is given again');
      assert.deepEqual(batch.events, expected.events, 'with the same events');
      if (expected.id !== undefined) assert.equal(batch.id, expected.id, 'and the same id');
      expected.id = batch.id;
      expected.held = batch;
      return;
    }
    if (!batch) {
      assert.equal(this.spool.waiting, 0, 'nothing waits');
      return;
    }
    assert.ok(batch.events.length >= 1 && batch.events.length <= Math.min(events, waiting));
    for (const event of batch.events) {
      const place = this.place.get(event) ?? -1;
      assert.ok(place > this.lastTaken, 'events are taken in the order in which they came');
      this.lastTaken = place;
    }
    assert.ok(!this.batches.some(({ id }) => id === batch.id), 'the id is new');
    this.batches.push({ events: batch.events, id: batch.id, held: batch });
  }

  private async settle(
    kind: 'giveBack' | 'delivered' | 'split' | 'quarantine',
    which: number,
  ): Promise<void> {
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
        this.delivered += events.length;
        return;
      case 'quarantine':
        await this.spool.quarantine(model.held, 'bad');
        this.batches.splice(index, 1);
        this.quarantined.push(...events);
        return;
      case 'split': {
        await this.spool.split(model.held);
        const middle = Math.ceil(events.length / 2);
        const halves = [events.slice(0, middle), events.slice(middle)].filter((half) => half.length > 0);
        this.batches.splice(index, 1, ...halves.map((half) => ({ events: half })));
      }
    }
  }
}

describe('the memory spool, whatever is done with it', () => {
  it('accounts for every event, keeps order, repeats batches as they were, and keeps its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.array(step, { maxLength: 120, size: 'max' }), async (bounds, steps) => {
        const account = new Account(bounds);
        for (const action of steps) {
          await account.run(action);
          account.check();
        }
      }),
      { numRuns: 1000 },
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent } from '../../../../src/frame';
import { type Batch, type Drop, MemorySpool, type Priority, type SpoolOptions } from '../../../../src/spool';
import { Fifo } from '../../../../src/spool/shared/Fifo';
import { assertProperty } from '../../../harness/assertProperty';
import { FakeClock } from '../../../harness/clock/FakeClock';

const roomy: SpoolOptions = {
  capacity: 10_000,
  maxBytes: 1e9,
  maxAgeMs: 0,
  overflow: 'oldest',
  order: 'fifo',
  alarmsFirst: true,
};
const all = { events: 10_000, bytes: 1e9 };

class Rig {
  readonly clock = new FakeClock();
  readonly dropped: Drop[] = [];
  readonly spool: MemorySpool;

  constructor(options: Partial<SpoolOptions> = {}) {
    this.spool = new MemorySpool({ ...roomy, ...options }, this.clock);
    this.spool.listen({
      onReady: () => undefined,
      onDropped: (drop) => this.dropped.push(drop),
      onStorage: () => assert.fail('memory is the only storage that it has'),
    });
  }

  /** How many events, and why. */
  get drops(): string[] {
    return this.dropped.map(({ events, reason }) => `${events} ${reason}`);
  }

  get lost(): string {
    return this.dropped.map(({ series }) => series).join('');
  }

  /** Names in capital letters are alarms. */
  append(...names: string[]): void {
    for (const topic of names) this.spool.append(eventOf(topic), () => undefined);
  }

  async take(events = all.events, bytes = all.bytes, priority?: Priority): Promise<Batch> {
    const batch = await this.spool.next({ events, bytes }, priority);
    assert.ok(batch, 'a batch');
    return batch;
  }

  /** The topics of all waiting events, in order. */
  async rest(): Promise<string> {
    const topics: string[] = [];
    for (let batch = await this.spool.next(all); batch; batch = await this.spool.next(all)) {
      topics.push(topicsOf(batch));
      await this.spool.delivered(batch);
    }
    return topics.join(' ');
  }
}

const eventOf = (topic: string, data = '1'): EdgeEvent => ({
  topic,
  symbol: 1,
  data,
  time: 1_700_000_000_000,
  bytesIn: 2,
  ...(/^[A-Z]/.test(topic) ? { alarm: true } : {}),
});
const topicsOf = (batch: Batch): string => batch.events.map(({ topic }) => topic).join('');

describe('the memory spool', () => {
  it('returns events in batches up to the limit, in order', async () => {
    const rig = new Rig();
    rig.append('a', 'b', 'c', 'd', 'e');
    assert.equal(topicsOf(await rig.take(2)), 'ab');
    assert.equal(topicsOf(await rig.take(2)), 'cd');
    assert.equal(topicsOf(await rig.take(2)), 'e');
    assert.equal(await rig.spool.next(all), undefined);
  });

  it('ends a batch at the byte limit, but lets a single event exceed it', async () => {
    const rig = new Rig();
    for (const topic of ['a', 'b', 'c']) rig.spool.append(eventOf(topic, 'x'.repeat(800)), () => undefined);
    assert.equal(topicsOf(await rig.take(10, 2100)), 'ab');
    assert.equal(topicsOf(await rig.take(10, 10)), 'c');
  });

  it('returns a batch that was given back before anything newer, with the same ID, events and order', async () => {
    const rig = new Rig();
    rig.append('a', 'b', 'c');
    const first = await rig.take(2);
    const second = await rig.take(2);
    rig.spool.giveBack(second);
    rig.spool.giveBack(first);
    rig.append('d');
    assert.equal(rig.spool.heldBack, 2);
    assert.deepEqual(await rig.take(1), first);
    assert.deepEqual(await rig.take(1), second);
    assert.equal(topicsOf(await rig.take()), 'd');
  });

  it('splits a batch into halves in its place, each with its own ID', async () => {
    const rig = new Rig();
    rig.append('a', 'b', 'c', 'd', 'e', 'f');
    const batch = await rig.take(5);
    await rig.spool.split(batch);
    const [first, second] = [await rig.take(1), await rig.take(1)];
    assert.deepEqual([topicsOf(first), topicsOf(second)], ['abc', 'de']);
    assert.equal(new Set([batch.id, first.id, second.id]).size, 3);
    assert.equal(topicsOf(await rig.take()), 'f');
  });

  it('no longer holds batches after a release', async () => {
    const rig = new Rig();
    rig.append('a', 'b');
    const batch = await rig.take(1);
    await rig.spool.release();
    assert.deepEqual(await rig.take(1), batch);
  });

  it('refuses to settle an unknown batch', async () => {
    const rig = new Rig();
    rig.append('a');
    const batch = await rig.take();
    await rig.spool.delivered(batch);
    assert.throws(() => rig.spool.giveBack(batch), /not in this spool/);
    await assert.rejects(rig.spool.delivered(batch), /not in this spool/);
    assert.equal(rig.spool.depth, 0);
  });

  it('reports the arrival of the oldest event that it holds, in a batch or waiting', async () => {
    const rig = new Rig();
    assert.equal(rig.spool.oldestArrival, undefined);
    const start = rig.clock.now();
    rig.append('a');
    rig.clock.pass(1000);
    rig.append('b');
    const batch = await rig.take(1);
    assert.equal(rig.spool.oldestArrival, start);
    await rig.spool.delivered(batch);
    assert.equal(rig.spool.oldestArrival, start + 1000);
  });
});

describe('a full memory spool', () => {
  it('drops the oldest waiting event or refuses the newest, by setting', async () => {
    for (const [overflow, kept] of [
      ['oldest', 'b c d'],
      ['newest', 'a b c'],
    ] as const) {
      const rig = new Rig({ capacity: 3, overflow });
      rig.append('a', 'b', 'c', 'd');
      assert.deepEqual(rig.drops, ['1 overflow']);
      assert.equal(await rig.rest(), kept);
    }
  });

  it('drops as many events as needed if bytes are the limit', async () => {
    const rig = new Rig({ maxBytes: 1000 });
    rig.append('a', 'b', 'c');
    rig.spool.append(eventOf('d', 'x'.repeat(500)), () => undefined);
    assert.deepEqual(rig.drops, ['1 overflow', '1 overflow']);
    assert.equal(await rig.rest(), 'c d');
    assert.equal(rig.spool.bytes, 0);
  });

  it('drops an event that exceeds its total size, and nothing else', async () => {
    const rig = new Rig({ maxBytes: 1000 });
    rig.append('a', 'b');
    let stored = false;
    rig.spool.append(eventOf('c', 'x'.repeat(1000)), () => {
      stored = true;
    });
    assert.deepEqual(rig.drops, ['1 too_large']);
    assert.ok(stored);
    assert.equal(await rig.rest(), 'a b');
  });

  it('drops only waiting events, since a batch may have been sent', async () => {
    const rig = new Rig({ capacity: 2 });
    rig.append('a', 'b');
    const batches = [await rig.take(1), await rig.take(1)];
    rig.append('c');
    assert.deepEqual(rig.drops, ['1 overflow']);
    for (const batch of batches) rig.spool.giveBack(batch);
    assert.equal(await rig.rest(), 'a b');
  });

  it('does not empty its queue for an event that would not fit even then', async () => {
    const rig = new Rig({ maxBytes: 2000 });
    rig.spool.append(eventOf('a', 'x'.repeat(1000)), () => undefined);
    await rig.take(1);
    rig.append('b', 'c');
    rig.spool.append(eventOf('d', 'x'.repeat(1000)), () => undefined);
    assert.deepEqual(rig.drops, ['1 overflow']);
    assert.equal(rig.spool.waiting, 2);
  });

  it('drops what no longer fits when its bounds shrink, oldest first', async () => {
    const rig = new Rig();
    rig.append('a', 'b', 'c', 'd');
    rig.spool.configure({ ...roomy, capacity: 2, overflow: 'newest' });
    assert.deepEqual(rig.drops, ['1 overflow', '1 overflow']);
    assert.equal(rig.spool.capacity, 2);
    rig.append('e');
    assert.equal(await rig.rest(), 'c d');
  });

  it('takes more when its bounds grow', async () => {
    const rig = new Rig({ capacity: 1 });
    rig.append('a');
    rig.spool.configure(roomy);
    rig.append('b');
    assert.deepEqual([rig.drops, await rig.rest()], [[], 'ab']);
  });
});

describe('events that age in the memory spool', () => {
  it('are dropped once they have waited longer than maxAge, when an event is added or taken', async () => {
    const rig = new Rig({ maxAgeMs: 100 });
    rig.append('a');
    rig.clock.pass(100);
    rig.append('b');
    assert.deepEqual(rig.drops, []);
    rig.clock.pass(1);
    rig.append('c');
    assert.deepEqual(rig.drops, ['1 expired']);
    rig.clock.pass(100);
    assert.equal(await rig.rest(), 'c');
    assert.deepEqual(rig.drops, ['1 expired', '1 expired']);
  });

  it('stay once they are in a batch', async () => {
    const rig = new Rig({ maxAgeMs: 100 });
    rig.append('a');
    const batch = await rig.take();
    rig.spool.giveBack(batch);
    rig.clock.pass(1000);
    rig.append('b');
    assert.equal(await rig.rest(), 'a b');
  });

  it('stay indefinitely if maxAge is 0', async () => {
    const rig = new Rig({ maxAgeMs: 0 });
    rig.append('a');
    rig.clock.pass(1e15);
    assert.equal(await rig.rest(), 'a');
  });
});

describe('the age of an event', () => {
  it('does not change when the clock is set a day ahead or back', async () => {
    for (const jump of [86_400_000, -86_400_000]) {
      const rig = new Rig({ maxAgeMs: 3_600_000 });
      rig.append('a');
      rig.clock.pass(1000);
      rig.clock.jump(jump);
      rig.append('b');
      assert.deepEqual(rig.drops, []);
      assert.equal(rig.clock.now() - (rig.spool.oldestArrival ?? 0), 1000);
      rig.clock.pass(3_600_000);
      assert.equal(await rig.rest(), 'b');
      assert.deepEqual(rig.drops, ['1 expired']);
    }
  });
});

describe('the quarantine', () => {
  it('keeps events until they are retried, after the waiting ones', async () => {
    const rig = new Rig();
    rig.append('a', 'b');
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [1, 1]);
    assert.equal(await rig.spool.retryQuarantine(), 1);
    assert.deepEqual([rig.spool.quarantined, rig.spool.depth], [0, 2]);
    assert.equal(await rig.rest(), 'ba');
  });

  it('counts cleared events as dropped', async () => {
    const rig = new Rig();
    rig.append('a', 'b');
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    assert.equal(await rig.spool.clearQuarantine(), 1);
    assert.equal(await rig.spool.clearQuarantine(), 0);
    assert.deepEqual(rig.drops, ['1 cleared']);
  });

  it('keeps the newest 5,000 events and counts the others as dropped', async () => {
    const rig = new Rig();
    for (let i = 0; i < 5003; i++) {
      rig.append(`${i} `);
      await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    }
    assert.deepEqual([rig.spool.quarantined, rig.drops], [5000, Array(3).fill('1 quarantine_full')]);
    await rig.spool.retryQuarantine();
    assert.match(await rig.rest(), /^3 .*5002 $/);
  });

  it('is bounded as usual when retried into a full spool', async () => {
    const rig = new Rig({ capacity: 2, overflow: 'newest' });
    rig.append('a');
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    rig.append('b', 'c');
    await rig.spool.retryQuarantine();
    assert.deepEqual([rig.spool.depth, rig.spool.quarantined, rig.drops], [2, 0, ['1 overflow']]);
  });
});

describe('the queue of the spool', () => {
  it('returns elements in order for any sequence of pushes and shifts', () => {
    assertProperty(
      fc.property(fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 20 }), (steps) => {
        const queue = new Fifo<number>();
        const model: number[] = [];
        let next = 0;
        for (const step of steps) {
          for (let i = 0; i < step; i++) {
            queue.push(next);
            model.push(next++);
          }
          for (const expected of step < 0 ? model.splice(0, -step) : []) {
            assert.equal(queue.peek(), expected);
            assert.equal(queue.shift(), expected);
          }
          assert.equal(queue.length, model.length);
          assert.equal(queue.peek(), model[0]);
        }
      }),
    );
  });

  it('is empty when more is taken than was added', () => {
    const queue = new Fifo<number>();
    queue.push(1);
    assert.deepEqual(
      [queue.shift(), queue.shift(), queue.peek(), queue.length],
      [1, undefined, undefined, 0],
    );
    queue.push(2);
    assert.equal(queue.shift(), 2);
  });
});

import assert from 'node:assert/strict';
import { visitGroup } from '../../../src/engine/EventGroup';
import { HandOver, type HandOverLimits } from '../../../src/engine/HandOver';
import type { SentDrops } from '../../../src/engine/messages';
import { FakeClock } from '../../harness/clock/FakeClock';
import { eventOf } from '../../harness/uplink/uplinkRig';

/** A hand-over whose engine stores what the test tells it to. */
class Rig {
  readonly clock = new FakeClock();
  readonly handOver: HandOver;
  readonly groups: {
    readonly id: number;
    readonly names: string[];
    readonly count: number;
    /** Bytes of its records, and of the memory allocated for them. */
    readonly bytes: number;
    readonly memory: number;
  }[] = [];
  readonly drops: SentDrops[] = [];
  readonly done: string[] = [];
  readonly safe: string[] = [];
  private stored: Int32Array = new Int32Array(1);

  constructor(limits: Partial<HandOverLimits> = {}) {
    const usual = { maxPending: 10_000, overflow: 'oldest', sync: 'interval', maxBytes: 1e9 } as const;
    this.handOver = new HandOver({ ...usual, ...limits }, this.clock);
    this.attach();
  }

  /** @returns the names of the events that are handed over again. */
  attach(): string[] {
    const { stored, groups } = this.handOver.attach({
      post: (group) => {
        const { id, count, records } = group;
        const memory = records.buffer.byteLength;
        this.groups.push({ id, names: namesOf(group), count, bytes: records.length, memory });
      },
      postDrops: (drops) => this.drops.push(drops),
    });
    this.stored = stored;
    return groups.flatMap(namesOf);
  }

  take(...names: string[]): void {
    for (const name of names) {
      this.handOver.take(
        eventOf(name),
        0,
        () => this.done.push(name),
        () => this.safe.push(name),
      );
    }
  }

  get handed(): string {
    return this.groups.map(({ names }) => names.join('')).join(' ');
  }

  get lost(): string {
    const names = this.drops.flatMap(({ drops }) =>
      drops.flatMap(({ series = '', events }) => series.repeat(events)),
    );
    return [...names].sort().join('');
  }

  /** The engine has stored a group; the message that says so comes later. */
  store(index: number): number {
    const { id, count } = this.groups[index] ?? assert.fail();
    Atomics.add(this.stored, 0, count);
    return id;
  }
}

function namesOf(group: Parameters<typeof visitGroup>[0]): string[] {
  const names: string[] = [];
  visitGroup(group, ({ topic }) => names.push(topic));
  return names;
}

describe('events on their way to the engine', () => {
  it('are handed over together after some milliseconds, but an alarm at once with all before it', async () => {
    const rig = new Rig();
    rig.take('a', 'b');
    assert.equal(rig.handed, '');
    await rig.clock.advance(40);
    assert.equal(rig.handed, 'ab');
    rig.take('c', 'A', 'd');
    assert.equal(rig.handed, 'ab cA');
    assert.ok(rig.handOver.isUnanswered);
  });

  it('are handed over within one turn if there are many', () => {
    const rig = new Rig();
    rig.take(...Array.from({ length: 1500 }, () => 'x'));
    const counts = rig.groups.map(({ count }) => count);
    const handed = counts.reduce((sum, count) => sum + count, 0);
    assert.ok(Math.max(...counts) <= 200, counts.join());
    assert.ok(handed > 1500 - 200, counts.join());
  });

  it('are done in order when the engine reports their group as stored', async () => {
    const rig = new Rig();
    rig.take('a', 'b');
    await rig.clock.advance(40);
    assert.deepEqual(rig.done, []);
    rig.handOver.onStored(rig.store(0));
    assert.deepEqual(rig.done, ['a', 'b']);
    assert.ok(!rig.handOver.isUnanswered);
  });

  it('are then safe, or, if held only in memory, once the engine settles them', async () => {
    const rig = new Rig();
    rig.take('a', 'b');
    await rig.clock.advance(40);
    rig.handOver.onStored(rig.store(0));
    assert.deepEqual(rig.safe, ['a', 'b']);
    rig.take('c', 'd', 'e');
    await rig.clock.advance(40);
    rig.handOver.onInMemory(rig.store(1), [4]);
    assert.deepEqual(rig.done, ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(rig.safe, ['a', 'b', 'd']);
    rig.handOver.copy.onSettled([5, 3]);
    assert.deepEqual(rig.safe, ['a', 'b', 'd', 'e', 'c']);
  });

  it('are done and safe after a drop once the engine has counted it', async () => {
    const rig = new Rig({ maxPending: 1 });
    rig.take('a', 'b', 'c');
    await rig.clock.advance(100);
    assert.deepEqual(rig.safe, []);
    for (const { id } of rig.drops) rig.handOver.onStored(id);
    assert.equal(rig.lost, rig.safe.join(''));
    assert.deepEqual(rig.safe, rig.done);
    assert.ok(rig.safe.length > 0);
  });

  it('wait at the limit of events in flight, and follow as soon as the engine counts some as stored', () => {
    const rig = new Rig();
    const many = (count: number) => rig.take(...Array.from({ length: count }, () => 'x'));
    const isFull = (stored: number) => {
      const inFlight = rig.groups.reduce((sum, { count }) => sum + count, 0) - stored;
      return inFlight <= 4096 && inFlight > 4096 - 200;
    };
    many(5000);
    assert.ok(isFull(0));
    // Still in the same turn: no message can have come.
    const first = rig.groups.slice(0, 2).reduce((sum, { count }) => sum + count, 0);
    rig.store(0);
    rig.store(1);
    assert.ok(!isFull(first));
    many(400);
    assert.ok(isFull(first));
  });

  it('may exceed maxPending within one long turn without loss if the engine keeps up', () => {
    const rig = new Rig();
    for (let i = 0; i < 50_000; i++) {
      rig.take('x');
      if (rig.groups.length > 4) rig.store(rig.groups.splice(0, 1).length - 1);
    }
    assert.equal(rig.handOver.totals.refused, 0);
  });

  it('are dropped beyond maxPending, oldest first and alarms last, and done once the engine has counted that', async () => {
    const rig = new Rig({ maxPending: 4 });
    rig.take('x', 'A');
    // Two are in flight, and no more may be.
    rig.take('a', 'b', 'c', 'B');
    await rig.clock.advance(200);
    assert.deepEqual([rig.handed, rig.lost], ['xA', 'ab']);
    rig.take('C', 'D');
    await rig.clock.advance(200);
    assert.equal(rig.lost, 'Babc');
    assert.deepEqual(rig.done, []);
    for (const id of [...rig.drops.map((drops) => drops.id), rig.store(0)]) rig.handOver.onStored(id);
    assert.deepEqual(rig.done.sort(), ['A', 'B', 'a', 'b', 'c', 'x']);
    assert.equal(rig.handed, 'xA C D');
    assert.deepEqual([rig.handOver.totals.events, rig.handOver.totals.refused], [8, 4]);
  });

  it('are refused beyond maxPending if overflow is newest, except for alarms', async () => {
    const rig = new Rig({ maxPending: 3, overflow: 'newest' });
    rig.take('A');
    rig.take('a', 'b', 'c', 'd', 'B');
    await rig.clock.advance(200);
    assert.equal(rig.lost, 'bcd');
    rig.handOver.onStored(rig.store(0));
    rig.handOver.onStored(rig.store(1));
    assert.equal(rig.handed, 'A a B');
  });

  it('take little more memory than their bytes, whatever their size', () => {
    for (const size of [1000, 7000, 12_000, 22_000, 40_000, 200_000]) {
      const rig = new Rig();
      const data = 'x'.repeat(size);
      for (let i = 0; i < 50; i++) rig.handOver.take(eventOf('a', data), 0, () => undefined);
      rig.handOver.handOver();
      const bytes = rig.groups.reduce((sum, group) => sum + group.bytes, 0);
      const memory = rig.groups.reduce((sum, group) => sum + group.memory, 0);
      assert.ok(bytes > 50 * size);
      assert.ok(memory < bytes * 1.4 + 64 * 1024, `${memory} bytes for ${bytes} of ${size} each`);
    }
  });

  it('wait while more bytes in flight would fill the memory of the engine', () => {
    const rig = new Rig();
    const data = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 40; i++) rig.handOver.take(eventOf('a', data), 0, () => undefined);
    rig.handOver.handOver();
    assert.equal(rig.groups.length, 15);
    rig.handOver.onStored(rig.store(0));
    rig.handOver.onStored(rig.store(1));
    assert.equal(rig.groups.length, 17);
    assert.equal(rig.handOver.totals.refused, 0);
  });

  it('are dropped as too large if the spool could not hold them', async () => {
    const rig = new Rig({ maxBytes: 100 });
    rig.handOver.take(eventOf('a', 'x'.repeat(200)), 0, () => rig.done.push('a'));
    await rig.clock.advance(200);
    assert.deepEqual(
      rig.drops.flatMap(({ drops }) => drops.map(({ reason }) => reason)),
      ['too_large'],
    );
  });

  it('are handed over again to another engine only if not stored', async () => {
    const rig = new Rig();
    rig.take('A', 'B');
    rig.handOver.onStored(rig.store(0));
    rig.handOver.detach();
    rig.take('C');
    assert.deepEqual(rig.attach(), ['B']);
    rig.handOver.handOver();
    assert.equal(rig.handed, 'A B C');
    assert.deepEqual(rig.done, ['A']);
  });

  it('are not handed over again if the engine reports them as dropped, and are done with their group', () => {
    const rig = new Rig();
    rig.take('a', 'b', 'c', 'A', 'd', 'B');
    rig.handOver.onRefused([2, 6]);
    rig.handOver.detach();
    assert.deepEqual(rig.attach(), ['a', 'c', 'A', 'd']);
    assert.deepEqual(rig.done, []);
    for (const index of [0, 1]) rig.handOver.onStored(rig.store(index));
    assert.deepEqual(rig.done, ['a', 'b', 'c', 'A', 'd', 'B']);
  });

  it('are kept while only in memory until they are settled, with their batches and quarantine', () => {
    const rig = new Rig();
    rig.take('A', 'B', 'C', 'D', 'E');
    const { copy } = rig.handOver;
    for (const index of [0, 2, 1, 3, 4]) rig.handOver.onInMemory(rig.store(index), []);
    copy.onBatch('first', [1, 2]);
    copy.onSettled([1, 2]);
    copy.onBatch('second', [3, 4]);
    copy.onQuarantined(3, 'no');
    const kept = copy.save() ?? assert.fail();
    assert.deepEqual(
      kept.groups.flatMap(({ group }) => namesOf(group)),
      ['D', 'E'],
    );
    assert.deepEqual(
      kept.quarantined.map(({ sequence, error }) => [sequence, error]),
      [[3, 'no']],
    );
    copy.onSettled([3, 4, 5]);
    assert.equal(copy.save(), undefined);
  });
});

describe('an event in memory with a timestamp corrected by the engine', () => {
  it('is kept with that timestamp, corrected before or after its group was answered', () => {
    const { handOver, groups } = new Rig();
    for (const topic of 'ab') handOver.take({ ...eventOf(topic), stamped: true }, 0, () => undefined);
    handOver.handOver();
    handOver.onRestamped(1, 5);
    handOver.onInMemory(groups[0]?.id ?? 0, []);
    handOver.onRestamped(2, 6);
    const found: unknown[] = [];
    for (const { group } of handOver.copy.save()?.groups ?? []) {
      visitGroup(group, ({ topic, time, stamped }) => found.push([topic, time, stamped]));
    }
    assert.deepEqual(found, [
      ['a', 5, undefined],
      ['b', 6, undefined],
    ]);
  });
});

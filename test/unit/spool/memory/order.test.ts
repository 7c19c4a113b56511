import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../../src/frame';
import { type Batch, type Drop, MemorySpool, type Priority, type SpoolOptions } from '../../../../src/spool';
import { FakeClock } from '../../../harness/clock/FakeClock';

const everything = { events: 10_000, bytes: 1e9 };

/** A topic in capital letters is an alarm's. */
const eventOf = (topic: string, data = '1'): EdgeEvent => ({
  topic,
  symbol: 1,
  data,
  time: 1_700_000_000_000 + topic.length,
  bytesIn: 2,
  ...(/^[A-Z]/.test(topic) ? { alarm: true } : {}),
});

class Rig {
  readonly clock = new FakeClock();
  readonly dropped: Drop[] = [];
  readonly spool: MemorySpool;
  private readonly options: SpoolOptions;

  constructor(options: Partial<SpoolOptions> = {}) {
    const roomy = { capacity: 1000, maxBytes: 1e9, maxAgeMs: 0, overflow: 'oldest' } as const;
    this.options = { ...roomy, order: 'fifo', alarmsFirst: true, ...options };
    this.spool = new MemorySpool(this.options, this.clock);
    this.spool.listen({
      onReady: () => undefined,
      onDropped: (drop) => this.dropped.push(drop),
      onStorage: () => undefined,
    });
  }

  append(topics: string): void {
    for (const topic of topics) this.spool.append(eventOf(topic), () => undefined);
  }

  configure(changes: Partial<SpoolOptions>): void {
    this.spool.configure({ ...this.options, ...changes });
  }

  get lost(): string {
    return this.dropped.map(({ series }) => series).join('');
  }

  /** The topics of the next batch, which stays taken. */
  async take(priority: Priority = 'any', events = everything.events): Promise<string> {
    return topicsOf(await this.spool.next({ ...everything, events }, priority));
  }
}

const topicsOf = (batch: Batch | undefined): string =>
  batch ? batch.events.map(({ topic }) => topic).join('') : 'nothing';

describe('alarms in the memory spool', () => {
  it('are taken separately, before earlier events', async () => {
    const rig = new Rig();
    rig.append('abAcB');
    assert.deepEqual([rig.spool.waiting, rig.spool.waitingAlarms], [5, 2]);
    assert.equal(await rig.take('alarms'), 'AB');
    assert.deepEqual([rig.spool.waiting, rig.spool.waitingAlarms, rig.spool.depth], [3, 0, 5]);
    assert.equal(await rig.take('alarms'), 'nothing');
    assert.equal(await rig.take(), 'abc');
  });

  it('are not mixed with others, and are returned last to a caller that takes the oldest', async () => {
    const rig = new Rig();
    rig.append('aAbBc');
    assert.equal(await rig.take('any', 2), 'ab');
    assert.equal(await rig.take(), 'c');
    const alarms = await rig.spool.next(everything);
    assert.ok(alarms);
    assert.equal(topicsOf(alarms), 'AB');
    rig.spool.giveBack(alarms);
    assert.equal(await rig.spool.next(everything, 'alarms'), alarms, 'still as alarms');
  });

  it('have no priority if they must not overtake', async () => {
    const rig = new Rig({ alarmsFirst: false });
    rig.append('aAb');
    assert.equal(rig.spool.waitingAlarms, 0);
    assert.equal(await rig.take('alarms'), 'nothing');
    assert.equal(await rig.take(), 'aAb');
  });

  it('keep their priority after they are given back, even when split', async () => {
    const rig = new Rig();
    rig.append('ab');
    const ordinary = await rig.spool.next(everything);
    rig.append('ABC');
    const alarms = await rig.spool.next(everything, 'alarms');
    assert.ok(ordinary && alarms);
    rig.spool.giveBack(ordinary);
    rig.spool.giveBack(alarms);
    assert.equal(await rig.spool.next(everything, 'alarms'), alarms);
    await rig.spool.split(alarms);
    assert.deepEqual(
      [await rig.take('alarms'), await rig.take('alarms'), await rig.take('alarms')],
      ['AB', 'C', 'nothing'],
    );
    assert.equal(await rig.spool.next(everything), ordinary);
  });

  it('are dropped last, by events and by bytes', async () => {
    for (const bound of [{ capacity: 4 }, { maxBytes: 900 }]) {
      const rig = new Rig(bound);
      rig.append('aAbBcdC');
      assert.equal(rig.lost, 'abc', JSON.stringify(bound));
      rig.append('D');
      assert.equal(rig.lost, 'abcd');
      rig.append('e');
      assert.equal(rig.lost, 'abcde', 'an ordinary event does not displace an alarm');
      rig.append('E');
      assert.equal(rig.lost, 'abcdeA');
      assert.equal(await rig.take(), 'BCDE');
    }
  });

  it('get room in a full spool with overflow newest while ordinary events wait', async () => {
    const rig = new Rig({ capacity: 3, overflow: 'newest' });
    rig.append('abcd');
    assert.equal(rig.lost, 'd');
    rig.append('AB');
    assert.equal(rig.lost, 'dab');
    rig.append('CDe');
    assert.equal(rig.lost, 'dabcDe');
    assert.equal(await rig.take(), 'ABC');
  });

  it('do not displace events if they would not fit even then', async () => {
    const rig = new Rig({ maxBytes: 2000 });
    rig.spool.append(eventOf('A', 'x'.repeat(1000)), () => undefined);
    await rig.take();
    rig.append('b');
    rig.spool.append(eventOf('B', 'x'.repeat(1000)), () => undefined);
    assert.equal(rig.lost, 'B');
  });

  it('are kept over others when the bounds shrink', async () => {
    const rig = new Rig();
    rig.append('AabBcC');
    rig.configure({ capacity: 2 });
    assert.equal(rig.lost, 'abcA');
    assert.equal(await rig.take('alarms'), 'BC');
  });

  it('expire like all events', async () => {
    const rig = new Rig({ maxAgeMs: 100 });
    rig.append('aA');
    rig.clock.pass(101);
    rig.append('b');
    assert.deepEqual([...rig.lost].sort().join(''), 'Aa');
    assert.ok(rig.dropped.every(({ reason }) => reason === 'expired'));
  });
});

describe('live events in the memory spool', () => {
  it('are those added since startLive(), with priority over the backlog', async () => {
    const rig = new Rig({ order: 'live-first' });
    rig.append('abc');
    assert.equal(rig.spool.waitingLive, 0);
    rig.spool.startLive();
    assert.equal(await rig.take('live'), 'nothing');
    rig.append('dAe');
    assert.deepEqual([rig.spool.waitingLive, rig.spool.waitingAlarms, rig.spool.waiting], [2, 1, 6]);
    assert.equal(await rig.take('live', 1), 'd');
    assert.equal(await rig.take('any', 2), 'ab');
    assert.equal(await rig.take(), 'c', 'the backlog by itself');
    assert.equal(await rig.take(), 'e');
  });

  it('become backlog after a new outage, in order', async () => {
    const rig = new Rig({ order: 'live-first' });
    rig.append('a');
    rig.spool.startLive();
    rig.append('b');
    rig.spool.startLive();
    rig.append('c');
    assert.equal(rig.spool.waitingLive, 1);
    assert.equal(await rig.take('any', 2), 'ab');
    assert.equal(await rig.take('live'), 'c');
  });

  it('keep their priority after they are given back, until they become backlog', async () => {
    const rig = new Rig({ order: 'live-first' });
    rig.append('ab');
    const backlog = await rig.spool.next({ ...everything, events: 1 });
    rig.spool.startLive();
    rig.append('c');
    const live = await rig.spool.next(everything, 'live');
    assert.ok(backlog && live);
    rig.spool.giveBack(backlog);
    rig.spool.giveBack(live);
    assert.equal(await rig.spool.next(everything, 'live'), live);
    rig.spool.giveBack(live);
    rig.spool.startLive();
    assert.equal(await rig.take('live'), 'nothing');
    assert.deepEqual([await rig.take(), await rig.take(), await rig.take()], ['a', 'c', 'b']);
  });

  it('are dropped after the backlog and before alarms', async () => {
    const rig = new Rig({ order: 'live-first', capacity: 4 });
    rig.append('aA');
    rig.spool.startLive();
    rig.append('bcdB');
    assert.equal(rig.lost, 'ab');
    assert.equal(await rig.take('alarms'), 'AB');
    assert.deepEqual([await rig.take(), await rig.take()], ['c', 'd']);
  });

  it('are not separate if the order is first in, first out', async () => {
    const rig = new Rig();
    rig.append('a');
    rig.spool.startLive();
    rig.append('b');
    assert.equal(rig.spool.waitingLive, 0);
    assert.equal(await rig.take('live'), 'nothing');
    assert.equal(await rig.take(), 'ab');
  });

  it('become backlog again when the order is changed to first in, first out', async () => {
    const rig = new Rig({ order: 'live-first' });
    rig.append('a');
    rig.spool.startLive();
    rig.append('b');
    rig.configure({ order: 'fifo' });
    rig.append('c');
    assert.equal(rig.spool.waitingLive, 0);
    assert.equal(await rig.take(), 'abc');
  });
});

describe('the listener of a memory spool', () => {
  it('is notified at once that the spool is ready, with nothing recovered', () => {
    const rig = new Rig();
    const heard: unknown[] = [];
    rig.spool.listen({
      onReady: (recovered) => heard.push(recovered),
      onDropped: () => undefined,
      onStorage: () => undefined,
    });
    assert.deepEqual(heard, [{ events: 0, unreported: [], findings: [] }]);
    assert.deepEqual([rig.spool.storage, rig.spool.written], [{ kind: 'memory' }, null]);
  });

  it('is notified of each dropped event with its series and time', () => {
    const rig = new Rig({ capacity: 1 });
    rig.append('ab');
    const time = 1_700_000_000_001;
    assert.deepEqual(rig.dropped, [{ reason: 'overflow', events: 1, series: 'a', from: time, to: time }]);
  });

  it('is replaced by a later one', () => {
    const rig = new Rig({ capacity: 1 });
    const drops: Drop[] = [];
    rig.spool.listen({
      onReady: () => undefined,
      onDropped: (drop) => drops.push(drop),
      onStorage: () => undefined,
    });
    rig.append('ab');
    assert.deepEqual([drops.length, rig.dropped.length], [1, 0]);
  });
});

describe('a drained memory spool', () => {
  it('returns batches, waiting events in order of arrival, and quarantine, and is empty', async () => {
    const rig = new Rig({ order: 'live-first' });
    const start = rig.clock.now();
    rig.append('qab');
    const refused = await rig.spool.next({ ...everything, events: 1 });
    const batch = await rig.spool.next({ ...everything, events: 1 });
    assert.ok(refused && batch);
    await rig.spool.quarantine(refused, 'HTTP 400');
    rig.clock.pass(10);
    rig.append('A');
    rig.spool.startLive();
    rig.clock.pass(10);
    rig.append('cB');
    await rig.spool.release();
    const { batches, events, quarantined } = rig.spool.drain();
    assert.deepEqual(
      batches.map(({ id, events: [first] }) => [id, first?.event.topic, first?.arrival]),
      [[batch.id, 'a', start]],
    );
    assert.deepEqual(
      events.map(({ event, arrival }) => `${event.topic} ${arrival - start}`),
      ['b 0', 'A 10', 'c 20', 'B 20'],
    );
    assert.deepEqual(
      quarantined.map(({ event, error }) => [event.topic, error]),
      [['q', 'HTTP 400']],
    );
    const { depth, bytes, waiting, heldBack, oldestArrival } = rig.spool;
    assert.deepEqual([depth, bytes, waiting, heldBack, oldestArrival], [0, 0, 0, 0, undefined]);
    assert.deepEqual([rig.spool.quarantined, rig.dropped], [0, []]);
  });

  it('has its full capacity again', () => {
    const rig = new Rig({ capacity: 2 });
    rig.append('aA');
    rig.spool.drain();
    rig.append('bB');
    assert.equal(rig.lost, '');
  });
});

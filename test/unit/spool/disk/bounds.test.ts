import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const sized = (topic: string, size: number) => eventOf(topic, 'x'.repeat(size));

/** What a record costs in addition to its texts, including the texts of an event of one letter. */
const OVERHEAD = 51;

describe('a full disk spool', () => {
  it('drops exactly as many of the oldest ordinary events as needed', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 5 });
    await rig.append('a', 'A', 'b', 'c', 'd');
    assert.equal(rig.drops, '');
    await rig.append('e', 'f');
    assert.deepEqual([rig.lost, rig.drops, rig.spool.depth], ['ab', '2 overflow', 5]);
    assert.deepEqual([topicsOf(await rig.take(9, 'alarms')), await rig.rest()], ['A', 'c d e f']);
  });

  it('drops events retried from quarantine before alarms', async () => {
    for (const overflow of ['oldest', 'newest'] as const) {
      const rig = await DiskSpoolRig.open({ capacity: 3, overflow });
      await rig.append('a');
      await rig.spool.quarantine(await rig.take(1), 'refused');
      await rig.spool.retryQuarantine();
      await rig.append('A', 'B', 'C');
      assert.deepEqual([rig.lost, rig.spool.depth], ['a', 3], overflow);
    }
  });

  it('drops alarms only when nothing else is left, oldest first', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 3 });
    await rig.append('A', 'a', 'b');
    await rig.append('B', 'C');
    assert.equal(rig.lost, 'ab');
    await rig.append('D');
    assert.equal(rig.lost, 'abA');
    await rig.append('c');
    assert.deepEqual([rig.lost, rig.spool.depth], ['abAc', 3]);
    assert.equal(await rig.rest(), 'BCD');
  });

  it('keeps its events with overflow newest, but makes room for an alarm', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 3, overflow: 'newest' });
    await rig.append('a', 'b', 'c');
    await rig.append('d', 'e');
    assert.equal(rig.lost.split('').sort().join(''), 'de');
    await rig.append('A');
    assert.deepEqual([rig.lost.at(-1), rig.spool.depth], ['a', 3]);
    await rig.append('B', 'C', 'f');
    assert.equal(rig.spool.depth, 3);
    await rig.append('D');
    assert.equal(rig.lost.at(-1), 'D');
    assert.equal(await rig.rest(), 'ABC');
  });

  for (const overflow of ['oldest', 'newest'] as const) {
    it(`keeps a batch that was sent, and drops waiting events (${overflow})`, async () => {
      const rig = await DiskSpoolRig.open({ capacity: 3, overflow });
      await rig.append('a', 'b');
      const batches = [await rig.take(1), await rig.take(1)];
      await rig.append('c', 'd', 'e');
      assert.equal(rig.lost, overflow === 'oldest' ? 'cd' : 'ed');
      for (const batch of batches) rig.spool.giveBack(batch);
      await rig.append('f', 'g');
      assert.deepEqual([await rig.take(1), await rig.take(1)], batches);
      assert.equal(await rig.rest(), overflow === 'oldest' ? 'g' : 'c');
    });
  }

  it('drops the oldest events even from batches sealed ahead that no uplink has seen', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 16 });
    await rig.sealAhead();
    await rig.append(...'klmnopq');
    assert.deepEqual([rig.lost, rig.spool.depth], ['c', 16]);
    assert.equal(await rig.rest(1), 'd e f g h i j k l m n o p q');
  });

  it('keeps a batch of an earlier run, which may have been sent', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'c');
    const batch = await rig.take(2);
    const next = await rig.killed({ capacity: 2 });
    await next.append('d', 'e');
    assert.equal(next.lost, 'cde');
    assert.deepEqual(await next.take(), batch);
  });

  it('drops as many of the oldest as needed if bytes are the limit, alarms last', async () => {
    const rig = await DiskSpoolRig.open({ maxBytes: 4 * (OVERHEAD + 101) });
    await rig.append(sized('a', 100), sized('A', 100), sized('b', 100), sized('c', 100));
    assert.equal(rig.drops, '');
    await rig.append(sized('d', 150));
    assert.deepEqual([rig.lost, rig.drops], ['ab', '2 overflow']);
    await rig.append(sized('B', 350));
    assert.equal(rig.lost, 'abcd');
    await rig.append(sized('C', 150));
    assert.deepEqual([rig.lost, await rig.rest()], ['abcdA', 'BC']);
  });

  it('refuses what does not fit with overflow newest if bytes are the limit', async () => {
    const rig = await DiskSpoolRig.open({ maxBytes: 3 * (OVERHEAD + 101), overflow: 'newest' });
    await rig.append(sized('a', 100), sized('b', 100));
    await rig.append(sized('c', 200));
    assert.equal(rig.lost, 'c');
    await rig.append(sized('d', 100));
    assert.deepEqual([rig.lost, await rig.rest()], ['c', 'a b d']);
  });

  it('is within its bounds once everything is written, even if more arrives while it makes room', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 10 });
    await rig.append(...'abcdefghij');
    let more = 6;
    rig.files.pace = ({ kind, path }) => {
      if (kind === 'write' && path.includes('ordinary') && more > 0)
        rig.add(['A', 'b', 'C'][more-- % 3] ?? '');
      return new Promise((resolve) => setImmediate(resolve));
    };
    rig.add('x');
    for (let i = 0; i < 100; i++) await settled();
    assert.equal(rig.spool.depth, 10);
    assert.equal(rig.stored + more, 17);
  });

  it('drops what no longer fits when its bounds shrink, and takes more when they grow', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'A', 'c', 'd');
    rig.spool.configure({ ...roomyOptions, capacity: 3, overflow: 'newest' });
    await settled();
    assert.deepEqual([rig.lost, rig.spool.depth, rig.spool.capacity], ['ab', 3, 3]);
    rig.spool.configure({ ...roomyOptions, maxBytes: 2 * (OVERHEAD + 2) });
    await settled();
    assert.equal(rig.lost, 'abc');
    rig.spool.configure(roomyOptions);
    await rig.append('e', 'f');
    assert.deepEqual([rig.lost, await rig.rest()], ['abc', 'def A']);
  });

  it('that opens with smaller bounds than in its last run is within them after the next event', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abcdef');
    const next = await rig.reopen({ capacity: 3 });
    await next.append('g');
    assert.deepEqual([next.lost, next.spool.depth], ['abcd', 3]);
    assert.equal(await next.rest(), 'e f g');
  });

  it('includes events retried from quarantine in its bounds, and drops them last', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 3 });
    for (const topic of 'abc') {
      await rig.append(topic);
      await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    }
    await rig.append('d', 'e');
    assert.equal(await rig.spool.retryQuarantine(), 3);
    assert.deepEqual([rig.lost, rig.spool.depth], ['de', 3]);
    assert.ok(rig.spool.bytes > 0);
    rig.spool.configure({ ...roomyOptions, capacity: 2 });
    await settled();
    assert.deepEqual([rig.lost, await rig.rest()], ['dea', 'bc']);
    assert.equal(rig.spool.bytes, 0);
  });
});

describe('events that age in the disk spool', () => {
  it('are dropped once they have waited longer than maxAge', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000 });
    await rig.append('a', 'A');
    await rig.clock.advance(30_000);
    await rig.append('b');
    await rig.clock.advance(29_000);
    assert.equal(rig.drops, '');
    await rig.clock.advance(3000);
    assert.deepEqual([rig.lost, rig.drops], ['aA', '2 expired']);
    await rig.clock.advance(30_000);
    assert.deepEqual([rig.lost, rig.spool.depth], ['aAb', 0]);
  });

  it('stay if maxAge is 0, and while they are in a batch that was sent', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000 });
    await rig.append('a', 'b');
    rig.spool.giveBack(await rig.take(1));
    await rig.clock.advance(100_000);
    assert.equal(rig.lost, 'b');
    rig.spool.configure(roomyOptions);
    await rig.append('c');
    await rig.clock.advance(100_000);
    assert.equal(await rig.rest(), 'a c');
  });

  it('are dropped from batches sealed ahead that no uplink has seen', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000, capacity: 16 });
    await rig.sealAhead();
    await rig.clock.advance(62_000);
    assert.deepEqual([rig.lost, rig.spool.depth], ['cdefghij', 2]);
  });

  it('keep their age from an earlier run, and are not returned after they expire', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000 });
    await rig.append('a');
    await rig.clock.advance(40_000);
    await rig.append('b');
    await rig.spool.close();
    await rig.clock.advance(30_000);
    const next = await rig.reopen({ maxAgeMs: 60_000 });
    assert.deepEqual([await next.rest(), next.lost], ['b', 'a']);
  });

  it('keep their age when the clock is set a day ahead or back while they wait', async () => {
    for (const jump of [86_400_000, -86_400_000]) {
      const rig = await DiskSpoolRig.open({ maxAgeMs: 3_600_000 });
      await rig.append('a');
      rig.clock.jump(jump);
      await rig.append('b');
      await rig.clock.advance(3_599_000);
      assert.equal(rig.drops, '', `${jump}`);
      await rig.clock.advance(3000);
      assert.deepEqual([rig.lost, rig.spool.depth], ['ab', 0]);
    }
  });

  it('do not include events added before the spool was open if the clock was set back since the last run', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 3_600_000 });
    await rig.append('a');
    assert.equal(await rig.rest(), 'a');
    await rig.spool.close();
    rig.clock.jump(-86_400_000);
    const next = new DiskSpoolRig({ maxAgeMs: 3_600_000 }, { files: rig.files, clock: rig.clock });
    next.add('b', 'B');
    await next.spool.open();
    await rig.clock.advance(5000);
    assert.deepEqual([next.drops, await next.rest()], ['', 'b B']);
  });

  it('age from the start of the process if they came before the clock was set', async () => {
    const rig = new DiskSpoolRig({ maxAgeMs: 60_000 });
    rig.clock.jump(-rig.clock.now() + 5000);
    const early = await DiskSpoolRig.open({ maxAgeMs: 60_000 }, { files: rig.files, clock: rig.clock });
    await early.append('a');
    rig.clock.jump(Date.UTC(2026, 0));
    const next = await early.killed({ maxAgeMs: 60_000 });
    await next.clock.advance(50_000);
    assert.equal(next.drops, '');
    await next.clock.advance(15_000);
    assert.equal(next.drops, '1 expired');
  });

  it('are also dropped if they waited too long after a retry from quarantine', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000 });
    await rig.append('a');
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    await rig.clock.advance(100_000);
    await rig.spool.retryQuarantine();
    await rig.clock.advance(50_000);
    assert.equal(rig.drops, '');
    await rig.clock.advance(12_000);
    assert.equal(rig.drops, '1 expired');
  });

  it('are also dropped from memory while the disk fails', async () => {
    const rig = await DiskSpoolRig.open({ maxAgeMs: 60_000 });
    rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'EIO' : undefined);
    await rig.append('a', 'A');
    assert.equal(rig.spool.storage.kind, 'failing');
    await rig.clock.advance(70_000);
    assert.deepEqual([rig.lost.split('').sort().join(''), rig.drops], ['Aa', '2 expired']);
  });
});

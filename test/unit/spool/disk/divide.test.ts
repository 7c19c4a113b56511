import assert from 'node:assert/strict';
import { eventId } from '../../../../src/frame';
import type { Batch } from '../../../../src/spool';
import { DiskSpoolRig, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const LIMITS = { events: 10, bytes: 1e6 };

/** Topic → ID of each event of a batch. */
const idsOf = ({ id, events }: Batch): [string, string][] =>
  events.map(({ topic }, index) => [topic, eventId(id, index)]);

describe('a divided batch on disk', () => {
  it('has parts that the caller holds, with event IDs that survive divisions, kills and restarts', async () => {
    let rig = await DiskSpoolRig.open();
    await rig.append(...'abcdefg');
    const whole = await rig.take(7);
    const expected = new Map(idsOf(whole));
    const [first, middle, last] = await rig.spool.divide(whole, [3, 1, 3]);
    assert.ok(first && middle && last);
    assert.deepEqual([first, middle, last].map(topicsOf), ['abc', 'd', 'efg']);
    assert.equal(rig.spool.heldBack, 0, 'the caller holds them');
    await rig.spool.delivered(middle);
    rig.spool.giveBack(last);
    const [a, bc] = await rig.spool.divide(first, [1, 2]);
    assert.ok(a && bc);
    const parts: readonly Batch[] = [a, bc, last];
    for (const part of parts) {
      for (const [topic, id] of idsOf(part)) assert.equal(id, expected.get(topic));
    }
    for (const life of ['killed', 'reopen'] as const) {
      rig = await rig[life]();
      assert.deepEqual([rig.spool.heldBack, rig.spool.depth], [3, 6]);
      for (const part of parts) {
        const again: Batch = await rig.take(7);
        assert.deepEqual(again, part);
        rig.spool.giveBack(again, true, rig.clock.monotonic() + 1000);
      }
    }
  });

  it('also has parts if its events are in no file', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const both = await rig.take(2);
    const quarantined = [0, 1].map((index) => ({ index, error: 'no' }));
    await rig.spool.delivered(both, { quarantined, notCarried: [] });
    await rig.spool.retryQuarantine();
    const [one, two] = await rig.spool.divide(await rig.take(2), [1, 1]);
    assert.ok(one && two);
    assert.deepEqual([topicsOf(one), topicsOf(two)], ['a', 'b']);
    assert.equal((await rig.killed()).spool.depth, 2);
  });
});

describe('a deferred batch on disk', () => {
  it('is counted, but not returned before its time, while others are', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(1);
    const until = rig.clock.monotonic() + 500;
    rig.spool.giveBack(batch, true, until);
    assert.deepEqual([rig.spool.waitingAside, rig.spool.asideUntil, rig.spool.depth], [1, until, 2]);
    assert.equal(topicsOf(await rig.take(1)), 'b');
    assert.equal(await rig.spool.next(LIMITS), undefined);
    rig.clock.pass(500);
    assert.deepEqual([rig.spool.waitingAside, rig.spool.asideUntil, rig.spool.heldBack], [0, undefined, 1]);
    assert.equal(topicsOf(await rig.take(1)), 'a');
  });

  it('is returned at once when pauses end, and after a restart', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    rig.spool.giveBack(await rig.take(1), true, Number.POSITIVE_INFINITY);
    rig.spool.endPauses();
    const batch = await rig.take(1);
    rig.spool.giveBack(batch, true, Number.POSITIVE_INFINITY);
    const next = await rig.reopen();
    assert.deepEqual([next.spool.waitingAside, next.spool.heldBack], [0, 1]);
    assert.deepEqual(await next.take(1), batch);
  });

  it('is not returned to a caller that wants another', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const [a, b] = [await rig.take(1), await rig.take(1)];
    rig.spool.giveBack(a);
    rig.spool.giveBack(b);
    const other = await rig.spool.next(LIMITS, 'any', (id) => id !== a.id);
    assert.equal(other?.id, b.id);
  });
});

describe('the learned request size', () => {
  it('survives kills, restarts and a new manifest, until it is reset', async () => {
    let rig = await DiskSpoolRig.open();
    rig.spool.learnRequestBytes(1234);
    await rig.append('a');
    rig = await rig.killed();
    assert.equal(rig.spool.requestBytes, 1234);
    rig = await rig.reopen();
    assert.equal(rig.spool.requestBytes, 1234);
    rig.spool.learnRequestBytes(undefined);
    await rig.append('b');
    rig = await rig.reopen();
    assert.equal(rig.spool.requestBytes, undefined);
  });
});

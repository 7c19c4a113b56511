import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);

describe('a batch of the disk spool', () => {
  for (const sync of ['interval', 'always'] as const) {
    it(`is returned once its events, their file's name and its record are durable (sync ${sync})`, async () => {
      const rig = await DiskSpoolRig.open({ sync });
      rig.takeOperations();
      rig.add('a', 'b');
      const batch = await rig.take();
      const done = rig.takeOperations();
      const orders = [
        ['write ordinary', 'sync ordinary', 'syncDirectory'],
        ['write journal', 'sync journal'],
      ];
      for (const steps of orders) {
        const places = steps.map((step) => done.lastIndexOf(step));
        assert.ok(
          places.every((place, i) => place > (places[i - 1] ?? -1)),
          done.join(),
        );
      }
      assert.equal(topicsOf(batch), 'ab');
    });
  }

  it('is not returned before the sync completes', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const letGo = rig.files.holdUp(({ kind, path }) => kind === 'sync' && path.includes('journal'));
    let isGiven = false;
    const taking = rig.take().finally(() => {
      isGiven = true;
    });
    await settled();
    assert.equal(isGiven, false);
    letGo();
    assert.equal(topicsOf(await taking), 'a');
  });

  describe('during a slow sync', () => {
    const slow = async (): Promise<{ rig: DiskSpoolRig; letGo: () => void }> => {
      const rig = await DiskSpoolRig.open();
      await rig.append('a');
      return { rig, letGo: rig.files.holdUp(({ kind }) => kind === 'sync') };
    };

    it('does not delay an uplink that closes, and goes to the next one once it is durable', async () => {
      const { rig, letGo } = await slow();
      const taking = rig.spool.next({ events: 9, bytes: 1e6 });
      await settled();
      rig.spool.stopWaiting();
      assert.equal(await taking, undefined);
      const releasing = rig.spool.release();
      await rig.clock.advance(1000);
      await releasing;
      let given = '';
      const again = rig.take().then((batch) => {
        given = topicsOf(batch);
      });
      await settled();
      assert.equal(given, '');
      letGo();
      await again;
      assert.equal(given, 'a');
    });

    it('comes before events in memory even if the uplink did not wait for it', async () => {
      const { rig, letGo } = await slow();
      const taking = rig.spool.next({ events: 9, bytes: 1e6 });
      await settled();
      rig.spool.configure({ ...roomyOptions, intake: 'memory' });
      rig.add('b');
      rig.spool.stopWaiting();
      assert.equal(await taking, undefined);
      const releasing = rig.spool.release();
      await rig.clock.advance(1000);
      await releasing;
      letGo();
      assert.equal(await rig.rest(), 'a b');
    });

    it('is not held back for others, so that an alarm makes no ordinary events due', async () => {
      const { rig, letGo } = await slow();
      rig.add('A');
      const taking = rig.take(9, 'alarms');
      await settled();
      assert.equal(rig.spool.waitingAlarms, 0, 'it is sealed');
      assert.equal(rig.spool.heldBack, 0);
      letGo();
      assert.equal(topicsOf(await taking), 'A');
      assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [0, 1]);
    });

    it('is held back if its caller stopped waiting', async () => {
      const { rig, letGo } = await slow();
      const taking = rig.spool.next({ events: 9, bytes: 1e6 });
      await settled();
      rig.spool.stopWaiting();
      await taking;
      assert.equal(rig.spool.heldBack, 1);
      letGo();
    });

    it('does not delay other manifest writes', async () => {
      const { rig, letGo } = await slow();
      const taking = rig.take();
      await settled();
      rig.takeOperations();
      rig.spool.refuse({ reason: 'overflow', events: 1 }, () => undefined);
      await settled();
      assert.ok(rig.takeOperations().includes('write journal'));
      letGo();
      await taking;
    });
  });

  it('is sealed with a few others at first, then with more from a backlog: three syncs for fifty batches', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...upTo(1010));
    await rig.clock.advance(1000);
    rig.takeOperations();
    const given: string[] = [];
    for (let i = 0; i < 50; i++) given.push(topicsOf(await rig.take(20)));
    const syncs = rig.takeOperations().filter((operation) => operation.startsWith('sync '));
    assert.deepEqual(syncs, Array(3).fill('sync journal'));
    assert.equal(given.join(''), upTo(1000).join(''));
  });

  it('is sealed ahead only if it is full', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...upTo(14));
    await rig.take(4);
    await rig.take(4);
    assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [1, 2]);
    await rig.append('x', 'y');
    assert.equal(topicsOf(await rig.take(4)), 's8s9s10s11');
    assert.equal(topicsOf(await rig.take(4)), 's12s13xy');
  });

  it('is not sealed ahead if it is full by bytes and not by events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', eventOf('c', 'x'.repeat(300)), 'd', 'e');
    assert.equal(topicsOf(await rig.take(2, 'any', 300)), 'ab');
    assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [0, 3]);
  });

  it('is sealed ahead with at most a quarter of the spool', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 80 });
    await rig.append(...upTo(80));
    const heldBack: number[] = [];
    for (let i = 0; i < 12; i++) {
      await rig.take(5);
      heldBack.push(rig.spool.heldBack);
    }
    assert.equal(Math.max(...heldBack), 4);
  });

  it('ends at the byte limit, even after a restart, but a single event may exceed it', async () => {
    const rig = await DiskSpoolRig.open();
    const size = 51 + 1 + 100;
    await rig.append(...['a', 'b', 'c', 'd'].map((topic) => eventOf(topic, 'x'.repeat(100))));
    assert.equal(topicsOf(await rig.take(10, 'any', 2 * size)), 'ab');
    const next = await rig.killed();
    assert.equal(topicsOf(await next.take()), 'ab');
    assert.equal(topicsOf(await next.take(10, 'any', 2 * size - 1)), 'c');
    assert.equal(topicsOf(await next.take(10, 'any', 1)), 'd');
  });

  it('is returned again before anything newer after it was given back, with the same ID and events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'c');
    const [first, second] = [await rig.take(1), await rig.take(1)];
    rig.spool.giveBack(second);
    rig.spool.giveBack(first);
    await rig.append('d');
    assert.deepEqual([await rig.take(), await rig.take()], [first, second]);
    assert.equal(await rig.rest(), 'c d');
  });

  it('is returned again with the same ID and events after a kill and after a restart, even if it was held', async () => {
    let rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'c', 'd', 'e');
    const batches = [await rig.take(2), await rig.take(2)];
    rig = await rig.killed();
    assert.equal(rig.spool.heldBack, 2);
    assert.deepEqual([await rig.take(1), await rig.take(1)], batches);
    rig = await rig.reopen();
    assert.deepEqual([await rig.take(1), await rig.take(1)], batches);
    assert.equal(topicsOf(await rig.take()), 'e');
  });

  it('is free again when the uplink that held it is gone', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(1);
    await rig.spool.release();
    assert.deepEqual(await rig.take(1), batch);
  });

  it('goes to only one of several concurrent callers, whenever they ask', async () => {
    for (let later = 0; later < 250; later++) {
      const rig = await DiskSpoolRig.open();
      await rig.append(...upTo(30));
      const limits = { events: 2, bytes: 1e6 };
      const first = rig.spool.next(limits);
      for (let i = 0; i < later; i++) await Promise.resolve();
      const asked = [first, ...Array.from({ length: 6 }, () => rig.spool.next(limits))];
      const given = (await Promise.all(asked)).flatMap((batch) => batch ?? []);
      assert.equal(given.length, 7);
      assert.equal(new Set(given.map(({ id }) => id)).size, 7, `other callers ${later} steps later`);
      assert.deepEqual(given.map(topicsOf).sort(), given.map((_, i) => `s${2 * i}s${2 * i + 1}`).sort());
    }
  });

  it('cannot be settled if it is not in this spool', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const batch = await rig.take();
    await rig.spool.delivered(batch);
    assert.throws(() => rig.spool.giveBack(batch), /not in this spool/);
    await assert.rejects(rig.spool.delivered(batch), /not in this spool/);
    await assert.rejects(rig.spool.split(batch), /not in this spool/);
    await assert.rejects(rig.spool.quarantine(batch, 'x'), /not in this spool/);
  });

  it('includes events just appended, without waiting for an interval', async () => {
    const rig = await DiskSpoolRig.open({ syncIntervalMs: 60_000 });
    rig.add('a', 'b');
    assert.equal(topicsOf(await rig.take()), 'ab');
  });
});

describe('a split batch of the disk spool', () => {
  it('becomes two batches in its place with new IDs, which survive a kill', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'c', 'd', 'e', 'f');
    const batch = await rig.take(5);
    await rig.spool.split(batch);
    const halves = [await rig.take(), await rig.take()];
    assert.deepEqual(halves.map(topicsOf), ['abc', 'de']);
    assert.equal(new Set([batch, ...halves].map(({ id }) => id)).size, 3);
    const next = await rig.killed();
    assert.deepEqual([await next.take(), await next.take()], halves);
    assert.equal(await next.rest(), 'f');
  });

  for (const topics of ['aAbBcCd', 'abABCDE', 'ABabcde', 'aABCDEF', 'Aabcdef'] as const) {
    it(`is halved in the order of its events, with alarms among them (${topics}), down to single events`, async () => {
      const rig = await DiskSpoolRig.open({ alarmsFirst: false });
      await rig.append(...topics, 'z');
      let parts = [await rig.take(topics.length)];
      assert.equal(topicsOf(parts[0] ?? assert.fail()), topics);
      let next = rig;
      while (parts.some(({ events }) => events.length > 1)) {
        for (const part of parts) if (part.events.length > 1) await next.spool.split(part);
        next = await next.killed({ alarmsFirst: false });
        parts = [];
        while (next.spool.heldBack > 0) parts.push(await next.take());
        assert.equal(parts.map(topicsOf).join(''), topics);
      }
      assert.equal(parts.length, topics.length);
      for (const part of parts) await next.spool.delivered(part);
      assert.equal(await next.rest(), 'z');
      assert.equal(next.drops, '');
    });
  }

  it('stays a batch of alarms, still sent first', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'A', 'B', 'C');
    await rig.spool.split(await rig.take(10, 'alarms'));
    assert.equal(topicsOf(await rig.take(10, 'alarms')), 'AB');
    assert.equal(topicsOf(await rig.take(10)), 'C');
    assert.equal(topicsOf(await rig.take(10)), 'a');
  });

  it('has the same size in bytes, even after a kill', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(eventOf('a', 'x'.repeat(100)), eventOf('b'), eventOf('c', 'x'.repeat(30)));
    const { bytes } = rig.spool;
    await rig.spool.split(await rig.take());
    assert.equal(rig.spool.bytes, bytes);
    const next = await rig.killed();
    assert.equal(next.spool.bytes, bytes);
  });

  it('stays one batch if it has only one event', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const batch = await rig.take();
    await rig.spool.split(batch);
    assert.equal(topicsOf(await rig.take()), 'a');
    assert.equal(rig.spool.depth, 1);
  });
});

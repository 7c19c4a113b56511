import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);

describe('a batch of the disk spool', () => {
  for (const sync of ['interval', 'always'] as const) {
    it(`is given once its events, their file's name, and the record of its sealing are durable (sync ${sync})`, async () => {
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

  it('is not given before the sync is through', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    let letGo: () => void = () => assert.fail('nothing waits for the disk');
    rig.files.pace = ({ kind, path }) =>
      kind === 'sync' && path.includes('journal')
        ? new Promise((resolve) => {
            letGo = resolve;
          })
        : undefined;
    let isGiven = false;
    const taking = rig.take().finally(() => {
      isGiven = true;
    });
    await settled();
    assert.equal(isGiven, false);
    letGo();
    assert.equal(topicsOf(await taking), 'a');
  });

  describe('while a sync takes long', () => {
    const slow = async (): Promise<{ rig: DiskSpoolRig; letGo: () => void }> => {
      const rig = await DiskSpoolRig.open();
      await rig.append('a');
      const waiting: (() => void)[] = [];
      rig.files.pace = ({ kind }) =>
        kind === 'sync' ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined;
      const letGo = (): void => {
        rig.files.pace = () => undefined;
        for (const go of waiting.splice(0)) go();
      };
      return { rig, letGo };
    };

    it('is not waited for by an uplink that ends, and is given to the next once it is durable', async () => {
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

    it('comes before events in memory also where it was not waited for', async () => {
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

    it('does not hold up what is written to the manifest meanwhile', async () => {
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

  it('is made with few others at first, then with ever more when a backlog waits: three syncs for fifty', async () => {
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

  it('is made beforehand only where it is full', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...upTo(14));
    await rig.take(4);
    await rig.take(4);
    assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [1, 2]);
    await rig.append('x', 'y');
    assert.equal(topicsOf(await rig.take(4)), 's8s9s10s11');
    assert.equal(topicsOf(await rig.take(4)), 's12s13xy');
  });

  it('is not made beforehand where it is full of bytes and not of events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', eventOf('c', 'x'.repeat(300)), 'd', 'e');
    assert.equal(topicsOf(await rig.take(2, 'any', 300)), 'ab');
    assert.deepEqual([rig.spool.heldBack, rig.spool.waiting], [0, 3]);
  });

  it('is made beforehand with at most a quarter of the spool', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 80 });
    await rig.append(...upTo(80));
    const heldBack: number[] = [];
    for (let i = 0; i < 12; i++) {
      await rig.take(5);
      heldBack.push(rig.spool.heldBack);
    }
    assert.equal(Math.max(...heldBack), 4);
  });

  it('ends at the limit of bytes, also after a restart, but a single event may exceed it', async () => {
    const rig = await DiskSpoolRig.open();
    const size = 51 + 1 + 100;
    await rig.append(...['a', 'b', 'c', 'd'].map((topic) => eventOf(topic, 'x'.repeat(100))));
    assert.equal(topicsOf(await rig.take(10, 'any', 2 * size)), 'ab');
    const next = await rig.killed();
    assert.equal(topicsOf(await next.take()), 'ab');
    assert.equal(topicsOf(await next.take(10, 'any', 2 * size - 1)), 'c');
    assert.equal(topicsOf(await next.take(10, 'any', 1)), 'd');
  });

  it('that was given back comes again before anything newer, with its id and events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b', 'c');
    const [first, second] = [await rig.take(1), await rig.take(1)];
    rig.spool.giveBack(second);
    rig.spool.giveBack(first);
    await rig.append('d');
    assert.deepEqual([await rig.take(), await rig.take()], [first, second]);
    assert.equal(await rig.rest(), 'c d');
  });

  it('comes again with its id and events after a kill and after a restart, whoever held it', async () => {
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

  it('is not held any more when the uplink that held it is gone', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'b');
    const batch = await rig.take(1);
    await rig.spool.release();
    assert.deepEqual(await rig.take(1), batch);
  });

  it('is given to one only of those who ask at the same time, whenever they ask', async () => {
    for (let later = 0; later < 250; later++) {
      const rig = await DiskSpoolRig.open();
      await rig.append(...upTo(30));
      const limits = { events: 2, bytes: 1e6 };
      const first = rig.spool.next(limits);
      for (let i = 0; i < later; i++) await Promise.resolve();
      const asked = [first, ...Array.from({ length: 6 }, () => rig.spool.next(limits))];
      const given = (await Promise.all(asked)).flatMap((batch) => batch ?? []);
      assert.equal(given.length, 7);
      assert.equal(new Set(given.map(({ id }) => id)).size, 7, `asked ${later} steps later`);
      assert.deepEqual(given.map(topicsOf).sort(), given.map((_, i) => `s${2 * i}s${2 * i + 1}`).sort());
    }
  });

  it('that is not in this spool cannot be settled', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const batch = await rig.take();
    await rig.spool.delivered(batch);
    assert.throws(() => rig.spool.giveBack(batch), /not in this spool/);
    await assert.rejects(rig.spool.delivered(batch), /not in this spool/);
    await assert.rejects(rig.spool.split(batch), /not in this spool/);
    await assert.rejects(rig.spool.quarantine(batch, 'x'), /not in this spool/);
  });

  it('has events that were just appended, without waiting for an interval', async () => {
    const rig = await DiskSpoolRig.open({ syncIntervalMs: 60_000 });
    rig.add('a', 'b');
    assert.equal(topicsOf(await rig.take()), 'ab');
  });
});

describe('a batch of the disk spool that is split', () => {
  it('becomes two batches in its place, each with an id of its own, that survive a kill', async () => {
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
    it(`is halved in the order of its events, with alarms among them (${topics}), down to single ones`, async () => {
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

  it('of alarms becomes batches of alarms, which still go first', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a', 'A', 'B', 'C');
    await rig.spool.split(await rig.take(10, 'alarms'));
    assert.equal(topicsOf(await rig.take(10, 'alarms')), 'AB');
    assert.equal(topicsOf(await rig.take(10)), 'C');
    assert.equal(topicsOf(await rig.take(10)), 'a');
  });

  it('holds as many bytes as before, also after a kill', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(eventOf('a', 'x'.repeat(100)), eventOf('b'), eventOf('c', 'x'.repeat(30)));
    const { bytes } = rig.spool;
    await rig.spool.split(await rig.take());
    assert.equal(rig.spool.bytes, bytes);
    const next = await rig.killed();
    assert.equal(next.spool.bytes, bytes);
  });

  it('and holds one event becomes one batch', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append('a');
    const batch = await rig.take();
    await rig.spool.split(batch);
    assert.equal(topicsOf(await rig.take()), 'a');
    assert.equal(rig.spool.depth, 1);
  });
});

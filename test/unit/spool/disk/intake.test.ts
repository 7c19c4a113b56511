import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../../src/frame';
import { settled } from '../../../harness/clock/FakeClock';
import { SimulatedFileSystem } from '../../../harness/disk/SimulatedFileSystem';
import { DiskSpoolRig, eventOf } from '../../../harness/spool/DiskSpoolRig';

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);

/** Opens a spool on a disk that then completes no operation of a kind on the logs until it is released. */
async function openHeldUp(
  held: string,
  options: Parameters<typeof DiskSpoolRig.open>[0],
): Promise<{ readonly rig: DiskSpoolRig; readonly letGo: () => void }> {
  const rig = await DiskSpoolRig.open(options);
  const letGo = rig.files.holdUp(({ kind, path }) => kind === held && /(ordinary|alarm)-/.test(path));
  return { rig, letGo };
}

describe('an event appended to the disk spool', () => {
  for (const sync of ['interval', 'always', 'never'] as const) {
    it(`counts as stored only once it is written (sync ${sync})`, async () => {
      const { rig, letGo } = await openHeldUp('write', { sync });
      rig.add('a');
      await settled();
      assert.equal(rig.stored, 0);
      letGo();
      await settled();
      assert.equal(rig.stored, 1);
      const next = await rig.killed();
      assert.equal(await next.rest(), 'a');
    });
  }

  it('counts as stored only after a sync of its file if sync is always', async () => {
    const { rig, letGo } = await openHeldUp('sync', { sync: 'always' });
    rig.takeOperations();
    rig.add('a', 'B');
    await settled();
    assert.equal(rig.stored, 0);
    letGo();
    await settled();
    assert.equal(rig.stored, 2);
    const done = rig.takeOperations();
    for (const log of ['ordinary', 'alarm']) {
      assert.ok(done.lastIndexOf(`write ${log}`) < done.indexOf(`sync ${log}`), done.join());
    }
    assert.ok(done.includes('syncDirectory'), 'durable file names');
  });

  it('is synced within the interval, together with all events since', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'interval', syncIntervalMs: 200 });
    rig.takeOperations();
    for (const topic of upTo(50)) {
      await rig.append(topic);
      await rig.clock.advance(3);
    }
    assert.ok(!rig.takeOperations().includes('sync ordinary'));
    await rig.clock.advance(50);
    const syncs = rig.takeOperations().filter((operation) => operation.startsWith('sync '));
    assert.deepEqual(
      syncs.filter((operation) => operation !== 'sync journal'),
      ['sync ordinary'],
    );
  });

  it('delays no batch by more than one sync on a disk whose syncs take far longer than the interval', async () => {
    const syncMs = 2000;
    const files = new SimulatedFileSystem();
    const rig = await DiskSpoolRig.open({ sync: 'interval', syncIntervalMs: 200 }, { files });
    files.pace = ({ kind, path }) => {
      if (kind !== 'sync' || !/(ordinary|journal)-/.test(path)) return undefined;
      return new Promise((resolve) => rig.clock.after(syncMs, resolve));
    };
    const took: number[] = [];
    let isOver = false;
    const deliver = async (): Promise<void> => {
      while (!isOver) {
        const began = rig.clock.monotonic();
        const batch = await rig.spool.next({ events: 10_000, bytes: 1e9 });
        if (batch) {
          took.push(rig.clock.monotonic() - began);
          await rig.spool.delivered(batch);
        }
        // The request and its response.
        await new Promise<void>((resolve) => rig.clock.after(40, resolve));
      }
    };
    const delivering = deliver();
    for (let ms = 0; ms < 60_000; ms += 20) {
      rig.add(`s${ms}`);
      await rig.clock.advance(20);
    }
    isOver = true;
    await rig.clock.advance(2 * syncMs);
    await delivering;
    assert.ok(took.length > 25, `${took.length} batches`);
    const late = took.filter((ms) => ms > syncMs + 40);
    assert.ok(late.length <= 1, `some took ${late.join(', ')} ms`);
  });

  it('is synced soon after the last one, while nobody asks for a batch', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'interval', syncIntervalMs: 200 });
    rig.takeOperations();
    let syncs = 0;
    for (let ms = 0; ms < 2000; ms += 50) {
      await rig.append(`s${ms}`);
      await rig.clock.advance(50);
      syncs += rig.takeOperations().filter((operation) => operation === 'sync ordinary').length;
    }
    assert.ok(syncs >= 8 && syncs <= 10, `${syncs} syncs`);
  });

  it('causes no sync if nothing follows', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'interval', syncIntervalMs: 200 });
    await rig.append('a');
    await rig.clock.advance(200);
    rig.takeOperations();
    await rig.clock.advance(10_000);
    assert.deepEqual(rig.takeOperations(), []);
  });

  it('is never synced if sync is never, and neither is its batch', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'never' });
    rig.takeOperations();
    await rig.append('a', 'B');
    await rig.clock.advance(10_000);
    await rig.take();
    const done = rig.takeOperations();
    assert.ok(done.includes('write ordinary'));
    assert.deepEqual(
      done.filter((operation) => operation.startsWith('sync')),
      [],
    );
  });

  it('shares its write and sync with many others', async () => {
    const rig = await DiskSpoolRig.open({ sync: 'always' });
    await rig.append('first');
    await settled();
    rig.takeOperations();
    await rig.append(...upTo(900));
    assert.deepEqual(
      rig.takeOperations().filter((operation) => operation !== 'space'),
      ['write ordinary', 'sync ordinary'],
    );
  });
});

describe('a burst of 50,000 events within one turn of the event loop', () => {
  it('leaves the spool within its limits for events and bytes', async () => {
    const few = await DiskSpoolRig.open({ capacity: 7000 });
    few.add(...upTo(50_000));
    await settled();
    assert.deepEqual([few.spool.depth, few.drops, few.stored], [7000, '43000 overflow', 50_000]);
    const small = await DiskSpoolRig.open({ maxBytes: 300_000 });
    small.add(...upTo(50_000));
    await settled();
    assert.ok(small.spool.bytes <= 300_000, String(small.spool.bytes));
    assert.equal(small.stored, 50_000);
  });
});

describe('intake faster than the disk', () => {
  it('is dropped beyond maxPending, oldest first and alarms last, and counted', async () => {
    const { rig, letGo } = await openHeldUp('write', { maxPending: 4 });
    rig.add('x');
    await settled();
    rig.add('a', 'A', 'b', 'c', 'd', 'B', 'C');
    assert.deepEqual([rig.lost, rig.drops], ['abc', '3 overflow']);
    rig.add('D', 'E');
    assert.equal(rig.lost, 'abcdA');
    letGo();
    await settled();
    assert.equal(rig.stored, 10);
    assert.equal(await rig.rest(), 'x BCDE');
  });

  it('is refused beyond maxPending if overflow is newest, alarms last', async () => {
    const { rig, letGo } = await openHeldUp('write', { maxPending: 3, overflow: 'newest' });
    rig.add('x');
    await settled();
    rig.add('a', 'b', 'c', 'd', 'A', 'B', 'C', 'D');
    assert.equal(rig.lost, 'dcbaD');
    letGo();
    await settled();
    assert.deepEqual([rig.stored, await rig.rest()], [9, 'x ABC']);
  });

  it('is reported as gaps after a restart, once the drops count as stored', async () => {
    const { rig, letGo } = await openHeldUp('write', { maxPending: 1 });
    rig.add('x');
    await settled();
    rig.add(eventOf('a', '1', 1000), eventOf('a', '1', 3000), 'b');
    assert.deepEqual([rig.stored, rig.lost], [0, 'aa']);
    letGo();
    await settled();
    assert.equal(rig.stored, 4);
    const next = await rig.killed();
    assert.deepEqual(next.recovered[0]?.unreported, [
      { reason: 'overflow', events: 2, series: 'a', from: 1000, to: 3000 },
    ]);
  });
});

describe('an unusual event in the disk spool', () => {
  const odd: readonly EdgeEvent[] = [
    { topic: '', symbol: 0, data: '', time: 0, bytesIn: 0 },
    { topic: 'größe/温度/🌡', symbol: 0xffff, data: '"ÄÖÜ 漢字 🙂"', time: 1.25, bytesIn: 0x7fffffff },
    { topic: 'old', symbol: 1, data: '1', time: -86_400_000.5, bytesIn: 1 },
    { topic: 'far', symbol: 1, data: '1', time: 8.64e15, bytesIn: 1, alarm: true },
    { topic: 'q', symbol: 1, data: '1', time: 1, bytesIn: 1, quantity: 'température', unit: '°C' },
    { topic: 'q'.repeat(70_000), symbol: 1, data: '1', time: 1, bytesIn: 1, quantity: 'q'.repeat(20_000) },
    { topic: 'u', symbol: 1, data: '1', time: 1, bytesIn: 1, unit: 'u'.repeat(20_000), alarm: true },
    { topic: 'ÿþ\xff\xfe\0', symbol: 1, data: '"\\u0000"', time: 1, bytesIn: 1 },
    { topic: 'huge', symbol: 1, data: `"${'5 MB '.repeat(1_000_000)}"`, time: 1, bytesIn: 5_000_006 },
  ];

  it('comes back unchanged: empty, 5 MB, any script, times before 1970 or between two ms', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...odd);
    const next = await rig.killed({ alarmsFirst: false });
    const events: EdgeEvent[] = [];
    for (let batch = await next.spool.next({ events: 4, bytes: 1e6 }); batch; ) {
      events.push(...batch.events);
      await next.spool.delivered(batch);
      batch = await next.spool.next({ events: 4, bytes: 1e6 });
    }
    assert.deepEqual(events, odd);
    assert.deepEqual([next.spool.depth, next.drops], [0, '']);
  });

  it('comes back with replacement characters for invalid text, and harms no other event', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(eventOf('a\ud800', '"\udc00\ud800"'), eventOf('b'));
    const { events } = await (await rig.killed()).take();
    assert.deepEqual(events, [eventOf('a\ufffd', '"\ufffd\ufffd"'), eventOf('b')]);
  });

  it('comes back without an absurdly long quantity or unit', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append({ ...eventOf('a'), quantity: 'q'.repeat(1e6), unit: 'V' });
    const { events } = await (await rig.killed()).take();
    assert.deepEqual(events, [{ ...eventOf('a'), unit: 'V' }]);
  });

  it('leaves a gap if it exceeds maxBytes, and causes no other drop', async () => {
    const rig = await DiskSpoolRig.open({ maxBytes: 1000 });
    await rig.append('a', eventOf('b', 'x'.repeat(1000), 77), 'c');
    assert.deepEqual(rig.dropped, [{ reason: 'too_large', events: 1, series: 'b', from: 77, to: 77 }]);
    const next = await rig.killed({ maxBytes: 1000 });
    assert.deepEqual(next.recovered[0]?.unreported, rig.dropped);
    assert.equal(await next.rest(), 'ac');
  });
});

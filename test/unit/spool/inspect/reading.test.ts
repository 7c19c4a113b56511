import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EdgeEvent } from '../../../../src/frame';
import { DiskSpool } from '../../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../../src/spool/diskSpoolOptions';
import { readSpool, type SpooledEvent } from '../../../../src/spool/inspect/readSpool';
import { verifySpool } from '../../../../src/spool/inspect/verifySpool';
import { sleep } from '../../../harness/until';

const OPTIONS: DiskSpoolOptions = {
  ...{ capacity: 100_000, maxBytes: 1024 ** 3, maxAgeMs: 0, overflow: 'oldest', order: 'fifo' },
  ...{ alarmsFirst: true, maxPending: 10_000, sync: 'never', syncIntervalMs: 50, minFreeBytes: 0 },
  intake: 'disk',
};

const LIMITS = { events: 10, bytes: 1_000_000 };

function eventOf(number: number, length = 0): EdgeEvent {
  const event = { data: JSON.stringify({ number, text: 'x'.repeat(length) }), time: number, bytesIn: 10 };
  return number % 10 === 9
    ? { ...event, topic: 'plant/alarm', symbol: 0xfc6d, alarm: true }
    : { ...event, topic: `plant/line${number % 2}`, symbol: 0xfc60, quantity: 'temperature', unit: 'Cel' };
}

const numberOf = ({ event }: SpooledEvent): number => Object(JSON.parse(event.data)).number;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

describe('the inspection of a spool directory', () => {
  let directory: string;
  const spools: DiskSpool[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wireband-reading-'));
  });
  afterEach(async () => {
    for (const spool of spools.splice(0)) await spool.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function openSpool(options: Partial<DiskSpoolOptions> = {}): Promise<DiskSpool> {
    const spool = new DiskSpool(directory, { ...OPTIONS, ...options });
    spools.push(spool);
    spool.listen({ onReady: () => undefined, onDropped: () => undefined, onStorage: () => undefined });
    await spool.open();
    return spool;
  }

  async function closeSpools(): Promise<void> {
    for (const spool of spools.splice(0)) await spool.close();
  }

  function append(spool: DiskSpool, events: readonly EdgeEvent[]): Promise<unknown> {
    return Promise.all(
      events.map((event) => new Promise<void>((stored) => spool.append(event, () => stored()))),
    );
  }

  async function read<T>(use: (reading: Awaited<ReturnType<typeof readSpool>>) => Promise<T>): Promise<T> {
    const reading = await readSpool(directory);
    return use(reading).finally(() => reading.close());
  }

  async function eventsOf(reading: Awaited<ReturnType<typeof readSpool>>): Promise<SpooledEvent[]> {
    const events: SpooledEvent[] = [];
    for await (const event of reading.events()) events.push(event);
    return events;
  }

  const hashes = async (): Promise<string[]> =>
    Promise.all(
      (await readdir(directory)).sort().map(async (name) => {
        const hash = createHash('sha256').update(await readFile(join(directory, name)));
        return `${name} ${hash.digest('hex')}`;
      }),
    );

  /** The newest of the matching files. */
  async function fileLike(pattern: RegExp): Promise<string> {
    const name = (await readdir(directory))
      .filter((each) => pattern.test(each))
      .sort()
      .at(-1);
    return join(directory, name ?? assert.fail());
  }

  for (const state of ['live', 'dead'] as const) {
    it(`returns each event of a ${state} spool once, with its place, and changes nothing`, async () => {
      const spool = await openSpool();
      await append(spool, [eventOf(0)]);
      const refused = await spool.next(LIMITS);
      assert.ok(refused);
      await spool.quarantine(refused, 'HTTP 422: no such series');
      await append(
        spool,
        upTo(100)
          .slice(1)
          .map((number) => eventOf(number)),
      );
      const alarms = await spool.next(LIMITS, 'alarms');
      const delivered = await spool.next(LIMITS);
      const held = await spool.next(LIMITS);
      assert.ok(alarms && delivered && held);
      await spool.delivered(delivered);
      if (state === 'dead') await closeSpools();

      const before = await hashes();
      await read(async (reading) => {
        const events = await eventsOf(reading);
        const inBatch = (id: string) =>
          events.flatMap((event) => (event.place === 'batch' && event.batch === id ? [event.event] : []));
        assert.deepEqual(inBatch(alarms.id), alarms.events);
        assert.deepEqual(inBatch(held.id), held.events);
        assert.deepEqual(
          events.filter(({ place }) => place === 'quarantine'),
          [{ place: 'quarantine', event: eventOf(0), error: 'HTTP 422: no such series' }],
        );
        const waiting = events.filter(({ place }) => place === 'waiting');
        const numbers = waiting.map(numberOf);
        assert.deepEqual(
          numbers,
          [...numbers].sort((a, b) => a - b),
        );
        assert.deepEqual(
          waiting.map(({ event }) => event),
          numbers.map((number) => eventOf(number)),
        );
        const gone = new Set(delivered.events.map(({ data }) => Object(JSON.parse(data)).number));
        assert.deepEqual(
          events.map(numberOf).sort((a, b) => a - b),
          upTo(100).filter((number) => !gone.has(number)),
        );
        assert.deepEqual(
          [reading.waiting + reading.inBatches + reading.quarantine.length, reading.unreadable],
          [events.length, 0],
        );
        assert.equal(reading.waiting, waiting.length);
        assert.equal(reading.holder?.liveness, state === 'live' ? 'alive' : undefined);
        assert.ok(reading.bytes > 0 && reading.fileBytes > reading.bytes);
        const [oldest, newest] = [reading.oldestArrival ?? 0, reading.newestArrival ?? 0];
        assert.ok(newest >= oldest && newest <= Date.now() && oldest > Date.now() - 60_000);
        assert.deepEqual([reading.findings, reading.drops], [[], []]);
      });
      assert.deepEqual(await hashes(), before);
    });
  }

  it('returns no event twice, and none that never existed, while the spool is in use', async () => {
    const spool = await openSpool({ maxBytes: 3_000_000, capacity: 2000 });
    let appended = 0;
    // A few rounds per look, which begin and remove fewer files than a look may start over.
    const feed = async () => {
      for (let round = 0; round < 3; round++) {
        await append(
          spool,
          upTo(100).map((number) => eventOf(appended + number, 1000)),
        );
        appended += 100;
        while (spool.waiting > 300) {
          const batch = await spool.next(LIMITS);
          if (batch) await spool.delivered(batch);
        }
        await sleep(10);
      }
    };
    for (let look = 0; look < 15; look++) {
      const feeding = feed();
      try {
        await read(async (reading) => {
          const numbers = (await eventsOf(reading)).map(numberOf);
          assert.equal(new Set(numbers).size, numbers.length);
          assert.ok(numbers.every((number) => number < appended + 100));
          assert.ok(reading.waiting + reading.inBatches >= numbers.length);
        });
        const { isSound, damage, findings } = await verifySpool(directory);
        assert.ok(isSound, JSON.stringify({ damage, findings }));
      } finally {
        await feeding;
      }
    }
    assert.equal(appended, 15 * 300);
  });

  it('handles an empty directory, and rejects a missing one', async () => {
    await read(async (reading) => {
      assert.deepEqual(await eventsOf(reading), []);
      assert.deepEqual(
        [reading.waiting, reading.inBatches, reading.fileBytes, reading.oldestArrival, reading.holder],
        [0, 0, 0, undefined, undefined],
      );
    });
    await assert.rejects(readSpool(join(directory, 'none')), { code: 'ENOENT' });
  });

  describe('with verification', () => {
    beforeEach(async () => {
      const spool = await openSpool();
      await append(
        spool,
        upTo(50).map((number) => eventOf(number, 200)),
      );
      await closeSpools();
    });

    it('finds a sound spool sound, and counts what it read', async () => {
      const { isSound, files, records, damage, unfinished, findings } = await verifySpool(directory);
      assert.deepEqual(
        { isSound, damage, unfinished, findings },
        {
          ...{ isSound: true, damage: [], unfinished: [] },
          findings: [],
        },
      );
      assert.equal(files, 4, 'two segments and two manifests');
      assert.ok(records > 50, `${records}`);
    });

    it('names the file and the position of a flipped bit', async () => {
      const path = await fileLike(/^ordinary/);
      const bytes = await readFile(path);
      const at = bytes.indexOf('"number":20,');
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      await writeFile(path, bytes);
      const { isSound, damage } = await verifySpool(directory);
      assert.equal(isSound, false);
      assert.equal(damage.length, 1);
      const [{ file, offset, length } = { file: '', offset: 0, length: 0 }] = damage;
      assert.ok(path.endsWith(file));
      assert.ok(offset < at && at < offset + length && length < 400, `${offset} ${length} ${at}`);
    });

    it('names a block of zeros, even in the manifest', async () => {
      for (const pattern of [/^ordinary/, /^journal/]) {
        const path = await fileLike(pattern);
        const bytes = await readFile(path);
        await writeFile(path, Buffer.from(bytes).fill(0, bytes.length - 60));
        const { isSound, damage } = await verifySpool(directory);
        assert.equal(isSound, false, path);
        assert.ok(
          damage.some(({ file }) => path.endsWith(file)),
          JSON.stringify(damage),
        );
        await writeFile(path, bytes);
      }
      assert.equal((await verifySpool(directory)).isSound, true);
    });

    it('does not count a cut-off last record as damage', async () => {
      const path = await fileLike(/^journal/);
      const { length } = await readFile(path);
      const spool = await openSpool();
      await append(spool, [eventOf(50)]);
      await spool.next(LIMITS);
      await closeSpools();
      const compacted = await fileLike(/^journal/);
      assert.notEqual(compacted, path);
      for (const cut of [1, 9]) {
        await truncate(compacted, (await readFile(compacted)).length - cut);
        const { isSound, unfinished, damage } = await verifySpool(directory);
        assert.deepEqual([isSound, damage], [true, []]);
        assert.equal(unfinished.length, 1);
        assert.ok(compacted.endsWith(unfinished[0]?.file ?? ''), `${length}`);
      }
    });

    it('detects a missing file between others', async () => {
      const spool = await openSpool({ maxBytes: 100_000 });
      for (let round = 0; round < 10; round++) {
        await append(
          spool,
          upTo(20).map((number) => eventOf(number, 200)),
        );
      }
      await closeSpools();
      const ordinary = (await readdir(directory)).filter((name) => name.startsWith('ordinary')).sort();
      assert.ok(ordinary.length >= 3, ordinary.join());
      assert.equal((await verifySpool(directory)).isSound, true);
      await unlink(join(directory, ordinary[1] ?? ''));
      const { isSound, findings } = await verifySpool(directory);
      assert.equal(isSound, false);
      assert.match(findings.join(), /\d+ ordinary events are missing/);
    });

    it('reports foreign files, but not as damage', async () => {
      await writeFile(join(directory, 'notes.txt'), 'mine');
      await appendFile(join(directory, 'ordinary.log'), 'mine');
      const { isSound, foreign } = await verifySpool(directory);
      assert.deepEqual([isSound, [...foreign].sort()], [true, ['notes.txt', 'ordinary.log']]);
    });
  });
});

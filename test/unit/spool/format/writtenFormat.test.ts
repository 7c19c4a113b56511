import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAbout } from '../../../../src/spool/directory/spoolDirectory';
import { acquireLock } from '../../../../src/spool/lock/DirectoryLock';
import {
  type Fields,
  JOURNAL,
  type ReadEventRecord,
  type ReadSpoolFile,
  readSpoolFile,
  readSpoolJson,
} from '../../../fixtures/spoolReader';
import { type SpoolStory, spoolStories } from '../../../harness/spool/spoolStories';

/** An event of a story as its record should be. */
function recordOf({ appended }: SpoolStory, order: number): Omit<ReadEventRecord, 'n'> & { lane: string } {
  const story = appended[order - 1];
  assert.ok(story, `appended event ${order}`);
  const { alarm, quantity = '', unit = '', ...event } = story.event;
  return { ...event, quantity, unit, order, arrival: story.arrival, lane: alarm ? 'alarm' : 'ordinary' };
}

/** Every object anywhere in a value that has these fields. */
function* objectsWith(value: unknown, ...fields: readonly string[]): Generator<Fields> {
  if (typeof value !== 'object' || value === null) return;
  const object: Fields = Object.fromEntries(Object.entries(value));
  if (!Array.isArray(value) && fields.every((field) => field in object)) yield object;
  for (const member of Object.values(object)) yield* objectsWith(member, ...fields);
}

/** A story's files, written again by today's code and decoded by the reader that knows only the page. */
function decoded(story: SpoolStory): ReadonlyMap<string, ReadSpoolFile> {
  return new Map([...story.files].map(([name, bytes]) => [name, readSpoolFile(name, bytes)]));
}

describe('the bytes written by the disk spool', () => {
  for (const [name, tell] of Object.entries(spoolStories)) {
    describe(`in the story of a spool that was ${name}`, () => {
      let story: SpoolStory;
      let files: ReadonlyMap<string, ReadSpoolFile>;
      before(async () => {
        story = await tell();
        files = decoded(story);
      });

      it('have the fields of the appended event in each event', () => {
        let events = 0;
        for (const [file, { records }] of files) {
          for (const record of records) {
            if (record.type !== 'event') continue;
            events++;
            const { type, n, start, end, ...fields } = record;
            assert.deepEqual({ ...fields, lane: file.split('-')[0] }, recordOf(story, fields.order));
          }
        }
        assert.ok(events > 10);
      });

      it('describe in each footer the events before it', () => {
        for (const { records } of files.values()) {
          const footer = records.find(({ type }) => type === 'footer');
          if (footer?.type !== 'footer') continue;
          const events = records.flatMap((record) => (record.type === 'event' ? [record] : []));
          const [first, last] = [events.at(0), events.at(-1)];
          assert.deepEqual(footer.footer, {
            firstN: first?.n,
            count: events.length,
            firstArrival: first?.arrival,
            lastArrival: last?.arrival,
            lastOrder: last?.order,
          });
        }
      });

      it('have in each journal span the positions of the events that it counts', () => {
        const spans = journalObjects('lane', 'from', 'to', 'lost');
        for (const { lane, from, to, events, lost, bytes } of spans) {
          const [start, end] = [Object(from), Object(to)];
          assert.equal(end.n - start.n, Number(events) + Number(lost));
          const path = `${String(lane)}-${String(end.segment).padStart(10, '0')}.log`;
          const segment = files.get(path);
          // Removed since, or with a torn end.
          if (!segment || segment.torn > 0) continue;
          const inside = segment.records.flatMap((record) => (record.type === 'event' ? [record] : []));
          assert.equal(inside.find(({ n }) => n === end.n - 1)?.end, end.offset);
          if (start.segment !== end.segment) continue;
          assert.equal(bytes, end.offset - start.offset);
        }
      });

      it('have in each journal batch the count and the arrival of its events', () => {
        for (const { spans, held, count, arrival } of journalObjects('spans', 'held', 'count')) {
          const spanned = [...objectsWith(spans, 'lane', 'events')];
          const inSpans = spanned.reduce((sum, { events }) => sum + Number(events), 0);
          const stored = [...objectsWith(held, 'event', 'arrival')];
          assert.equal(count, inSpans + stored.length);
          const arrivals = [...stored.map((event) => event.arrival), ...story.appended.map((e) => e.arrival)];
          assert.ok(arrivals.includes(arrival));
        }
      });

      it('have in each journal event its own fields', () => {
        for (const event of journalObjects('topic', 'symbol', 'data')) {
          const same = story.appended.find((appended) => appended.event.time === event.time);
          assert.deepEqual(event, same?.event);
        }
      });

      it('have in each drop the series and the times of its events', () => {
        for (const { series, events, from, to } of journalObjects('reason')) {
          const ofSeries = story.appended.filter(({ event }) => event.topic === series);
          const times = ofSeries.map(({ event }) => event.time);
          assert.deepEqual([events, from, to], [times.length, Math.min(...times), Math.max(...times)]);
        }
      });

      function journalObjects(...fields: readonly string[]): Fields[] {
        const records = [...files.values()].flatMap((file) => file.records);
        return records.flatMap((record) =>
          record.type === 'journal' ? [...objectsWith(record.fields, ...fields)] : [],
        );
      }
    });
  }

  it('cover every record kind of the page', async () => {
    const kinds = new Set<string>();
    for (const tell of Object.values(spoolStories)) {
      for (const { records } of decoded(await tell()).values()) {
        for (const record of records) if (record.type === 'journal') kinds.add(record.kind);
      }
    }
    assert.deepEqual([...kinds].sort(), Object.keys(JOURNAL).sort());
  });

  it('match the page in about.json and in lock', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'written-format-'));
    try {
      const about = { id: 'a1', name: 'Uplink', deviceId: 'gateway' };
      await writeAbout(directory, about);
      assert.deepEqual(readSpoolJson('about', await readFile(join(directory, 'about.json'), 'utf8')), about);
      const lock = await acquireLock(directory, async () => undefined);
      const written = readSpoolJson('lock', await readFile(join(directory, 'lock'), 'utf8'));
      assert.equal(written.pid, process.pid);
      await lock.release();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

import { join } from 'node:path';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Priority } from '../../../src/spool';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { FakeClock, settled } from '../clock/FakeClock';
import { SimulatedFileSystem } from '../disk/SimulatedFileSystem';
import { freeLock, SPOOL_DIRECTORY } from './crashedSpool';
import { roomyOptions } from './DiskSpoolRig';

/** What happens to a spool, up to the moment at which its files are looked at. */
export interface SpoolStory {
  /** Every event that was taken in, in order. */
  readonly appended: readonly StoryEvent[];
  /** Bytes of the files of the spool, by name. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** An event with the time at which the spool took it in, milliseconds since the epoch. */
export interface StoryEvent {
  readonly event: EdgeEvent;
  readonly arrival: number;
}

/** The stories whose files are in test/fixtures/spool-v1, by the name of the folder. */
export const spoolStories = { closed, killed, shortened } as const;
export type SpoolStoryName = keyof typeof spoolStories;

const OPTIONS: DiskSpoolOptions = {
  ...roomyOptions,
  order: 'live-first',
  alarmsFirst: false,
  sync: 'always',
};

/** Small enough for several files. */
const SEGMENT_BYTES = 500;
/** Start of the gateway, milliseconds since the epoch. */
const START = Date.UTC(2026, 0, 1, 12);
const BETWEEN_ARRIVALS_MS = 250;
/** The spool checks a failing disk once a second. */
const UNTIL_DISK_IS_TRIED_MS = 2000;
/** Topic of two events that are dropped together. */
const TO_BE_DROPPED = 'hall/queue';
/** More than the frame of a record, less than any record. */
const TORN_BYTES = 17;
/** Maximum number of quarantined events. */
const QUARANTINE_EVENTS = 5000;

/** Each differs from the others in something that the format has a field for. */
const SAMPLES: readonly Omit<EdgeEvent, 'time' | 'bytesIn'>[] = [
  { topic: 'hall/temperature', symbol: 0xfc60, data: '21.5', quantity: 'temperature', unit: 'Cel' },
  { topic: 'hall/door', symbol: 0xfc10, data: '"open"' },
  { topic: 'søknad/温度/🌡', symbol: 0xfc60, data: '{"värde":"−4 °C"}', unit: '°C' },
  { topic: 'hall/smoke', symbol: 0xfc6d, data: 'true', alarm: true },
  { topic: 'hall/count', symbol: 1, data: '18446744073709551616', quantity: 'count' },
  { topic: 'hall/pump', symbol: 0xffff, data: '[1,2.5,null]', stamped: true },
  { topic: 'cellar/water', symbol: 0xfc6d, data: '0.25', quantity: 'level', unit: 'm', alarm: true },
];

/** A spool that lives through a story. Ids of its batches are `batch-1`, `batch-2` and so on. */
class Narrator {
  readonly clock = new FakeClock();
  readonly system = new SimulatedFileSystem();
  readonly appended: StoryEvent[] = [];
  readonly spool: DiskSpool;
  private ids = 0;

  private constructor(private readonly options: DiskSpoolOptions) {
    this.clock.jump(START - this.clock.now());
    this.spool = new DiskSpool(SPOOL_DIRECTORY, options, {
      files: this.system,
      clock: this.clock,
      lock: freeLock,
      newId: () => `batch-${++this.ids}`,
      segmentBytes: SEGMENT_BYTES,
    });
    const ignore = (): void => undefined;
    this.spool.listen({ onReady: ignore, onDropped: ignore, onStorage: ignore });
  }

  static async begin(options: Partial<DiskSpoolOptions> = {}): Promise<Narrator> {
    const narrator = new Narrator({ ...OPTIONS, ...options });
    await narrator.spool.open();
    return narrator;
  }

  /**
   * Takes in `count` further events, each in its own group; time passes between them.
   * @param topic of all of them; by default each has its own.
   */
  async append(count: number, topic?: string): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.clock.pass(BETWEEN_ARRIVALS_MS);
      const number = this.appended.length;
      const sample = SAMPLES[number % SAMPLES.length] ?? SAMPLES[0];
      if (!sample) throw new Error('There are no samples.');
      const time = START - 1000 * number - 0.5;
      const own = topic ?? `${sample.topic}/${number}`;
      await this.take({ ...sample, topic: own, time, bytesIn: 70_000 + number });
    }
  }

  async take(...events: readonly EdgeEvent[]): Promise<void> {
    const arrival = this.clock.now();
    const stored = events.map((event) => {
      this.appended.push({ event, arrival });
      return new Promise<void>((resolve) => this.spool.append(event, resolve));
    });
    await Promise.all(stored);
  }

  async next(events: number, priority: Priority = 'any'): Promise<Batch> {
    const batch = await this.spool.next({ events, bytes: 1e9 }, priority);
    if (!batch) throw new Error('There is no batch.');
    return batch;
  }

  /** Applies other options, and waits until they have taken full effect. */
  async configure(options: Partial<DiskSpoolOptions>): Promise<void> {
    this.spool.configure({ ...this.options, ...options });
    await settled();
  }

  /** @param torn bytes missing at the end of the newest ordinary segment and of the manifest. */
  end(torn = 0): SpoolStory {
    this.system.die();
    const { disk } = this.system;
    const files = disk.list(SPOOL_DIRECTORY).map((name): [string, Buffer] => {
      const entry = disk.entry(join(SPOOL_DIRECTORY, name));
      if (typeof entry !== 'number') throw new Error(`${name} is not a file.`);
      return [name, Buffer.from(disk.content(entry).bytes)];
    });
    files.sort(([a], [b]) => (a < b ? -1 : 1));
    const isTorn = (name: string, i: number): boolean =>
      !name.startsWith('alarm') && files[i + 1]?.[0].split('-')[0] !== name.split('-')[0];
    return {
      appended: this.appended,
      files: new Map(
        files.map(([name, bytes], i) => [
          name,
          isTorn(name, i) ? bytes.subarray(0, bytes.length - torn) : bytes,
        ]),
      ),
    };
  }
}

/**
 * A clean close, with batches, quarantine and drops left behind. Its manifest has every kind of record but
 * `quarantine-shortened`.
 */
async function closed(): Promise<SpoolStory> {
  const story = await Narrator.begin();
  const { spool } = story;
  await story.append(11);
  await story.append(2, TO_BE_DROPPED);
  await story.append(5);
  await spool.delivered(await story.next(2));
  await spool.delivered(await story.next(3), {
    quarantined: [{ index: 0, error: 'HTTP 422: value "−4 °C" is not a number' }],
    notCarried: [{ index: 1 }],
  });
  await spool.clearQuarantine();
  spool.dropsReported();
  const refused = await story.next(1);
  await spool.quarantine(refused, 'HTTP 400');
  spool.quarantineReported(refused.events);
  await spool.retryQuarantine();
  await story.next(1);
  const large = await story.next(3);
  await spool.quarantine(await story.next(1), 'HTTP 413: too large');
  spool.startLive();
  await story.append(4);
  await story.next(2, 'live');
  const unsent = await story.next(1);
  spool.giveBack(unsent, false);
  await story.configure({ capacity: spool.depth - 2 });
  await spool.split(large);
  spool.learnRequestBytes(65_536);
  await spool.close();
  return story.end();
}

/**
 * The disk fails in the middle of a write and recovers, so that the manifest is compacted to a snapshot with some of
 * everything; then the power fails while an event and a record of the manifest are being written.
 */
async function killed(): Promise<SpoolStory> {
  const story = await Narrator.begin({ alarmsFirst: true });
  const { spool } = story;
  await story.append(11);
  await spool.quarantine(await story.next(1, 'alarms'), 'HTTP 400');
  await spool.retryQuarantine();
  spool.startLive();
  await story.append(5);
  await story.next(1, 'alarms');
  await spool.delivered(await story.next(3, 'live'), {
    quarantined: [{ index: 1, error: 'HTTP 422' }],
    notCarried: [{ index: 0 }],
  });
  story.system.failNext('write', { code: 'EIO', written: TORN_BYTES });
  await story.append(3);
  await story.clock.advance(UNTIL_DISK_IS_TRIED_MS);
  await spool.delivered(await story.next(1, 'live'));
  await story.append(2);
  return story.end(TORN_BYTES);
}

/** One more quarantined event than the maximum. */
async function shortened(): Promise<SpoolStory> {
  const story = await Narrator.begin();
  const events = Array.from({ length: QUARANTINE_EVENTS + 1 }, (_, number) => {
    return { topic: `t${number}`, symbol: number, data: String(number), time: START + number, bytesIn: 2 };
  });
  await story.take(...events);
  const all = await story.next(events.length);
  await story.spool.delivered(all, {
    quarantined: events.map((_, index) => ({ index, error: `HTTP ${400 + (index % 100)}` })),
    notCarried: [],
  });
  return story.end();
}

import assert from 'node:assert/strict';
import type { Clock } from '../../../src/clock';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Recovered } from '../../../src/spool';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { FakeClock } from '../clock/FakeClock';
import { type DiskContents, SimulatedDisk } from '../disk/SimulatedDisk';
import { SimulatedFileSystem } from '../disk/SimulatedFileSystem';

export const SPOOL_DIRECTORY = '/data/spool/node';

/** Turns of the event loop within which a spool that does not hang finishes anything. */
const MAX_TURNS = 3000;

/** Everything that a spool opened on a disk after a crash gives. */
export interface ReadOut {
  readonly recovered: Recovered;
  /** In the order in which it gave them; `made`: only after the crash. */
  readonly batches: readonly (Batch & { readonly made: boolean })[];
  readonly quarantined: Batch['events'];
  /** Events that it reported as damaged or missing. */
  readonly unreadable: number;
}

/** What the main thread hands over again after its engine has died. */
export interface HandedAgain {
  /** As it was last told. */
  readonly orderBase: number | undefined;
  /** In the order of their numbers. */
  readonly events: readonly { readonly event: EdgeEvent; readonly sequence: number }[];
}

const NOTHING_HANDED: HandedAgain = { orderBase: undefined, events: [] };

const NEW_ID = 'made-by-reader-';

const roomy: DiskSpoolOptions = {
  capacity: 1e6,
  maxBytes: 1e9,
  maxAgeMs: 0,
  overflow: 'oldest',
  order: 'fifo',
  alarmsFirst: false,
  maxPending: 10_000,
  sync: 'interval',
  syncIntervalMs: 200,
  minFreeBytes: 0,
  intake: 'disk',
};

export const freeLock = async () => ({ check: async () => true, release: async () => undefined });

/** Lets the event loop turn until the promise is fulfilled. @throws {Error} if it hangs. */
export async function finished<T>(what: string, promise: Promise<T>): Promise<T> {
  let isThrough = false;
  const through = promise.finally(() => {
    isThrough = true;
  });
  through.catch(() => undefined);
  for (let turn = 0; !isThrough; turn++) {
    if (turn > MAX_TURNS) throw new Error(`${what} hangs`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return through;
}

/**
 * @param perBatch maximum number of events in a batch that it makes.
 * @param handed given if only the thread in the process died.
 */
export async function readCrashed(
  contents: DiskContents,
  perBatch: number,
  handed = NOTHING_HANDED,
): Promise<ReadOut> {
  const files = new SimulatedFileSystem(new SimulatedDisk(contents));
  const clock = new FakeClock();
  const { spool, recovered, unreadable } = await openCrashed(files, clock, handed);
  const toldAtOnce = unreadable.events;
  const { depth, quarantined, bytes } = spool;
  const batches = await takeAll(spool, perBatch);
  const toldSince = unreadable.events - toldAtOnce;
  assert.equal(
    countOf(batches) + toldSince,
    depth,
    'depth counts readable events and those found to be damaged',
  );
  assert.ok(bytes === 0 || depth > 0, 'an empty spool holds no bytes');
  assert.equal(await finished('retryQuarantine', spool.retryQuarantine()), quarantined);
  const retried = await takeAll(spool, perBatch);
  assert.equal(countOf(retried), quarantined, 'quarantined counts the readable events');
  assert.equal(spool.depth, depth + quarantined - toldSince);
  const takenIn = depth + quarantined + toldAtOnce - recovered.events;
  assert.ok(takenIn >= 0 && takenIn <= handed.events.length, 'recovered counts all that should be there');
  files.die();
  return {
    recovered,
    batches,
    quarantined: retried.flatMap(({ events }) => events),
    unreadable: unreadable.events,
  };
}

/** Reads everything and opens again: it must come back unchanged. Then delivers it and opens again: nothing is left. */
export async function readTwice(contents: DiskContents, perBatch: number): Promise<void> {
  const files = new SimulatedFileSystem(new SimulatedDisk(contents));
  const clock = new FakeClock();
  const first = await openCrashed(files, clock);
  const batches = await takeAll(first.spool, perBatch);
  first.spool.dropsReported();
  await finished('close', first.spool.close());
  const second = await openCrashed(files, clock);
  const again = await takeAll(second.spool, perBatch);
  assert.deepEqual(again.map(withoutMade), batches.map(withoutMade), 'every batch comes back as it was');
  assert.deepEqual(second.recovered.unreported, [], 'drops are reported once');
  for (const batch of again) await finished('delivered', second.spool.delivered(batch));
  await finished('clearQuarantine', second.spool.clearQuarantine());
  second.spool.dropsReported();
  await finished('close', second.spool.close());
  const third = await openCrashed(files, clock);
  assert.deepEqual(await takeAll(third.spool, perBatch), []);
  assert.deepEqual(third.recovered, { events: 0, unreported: [], findings: [] });
  await finished('close', third.spool.close());
  assert.equal(files.openFiles, 0, 'no file is left open');
}

async function openCrashed(
  files: SimulatedFileSystem,
  clock: Clock,
  { orderBase, events } = NOTHING_HANDED,
): Promise<{ spool: DiskSpool; recovered: Recovered; unreadable: { events: number } }> {
  const unreadable = { events: 0 };
  let made = 0;
  const newId = (): string => `${NEW_ID}${++made}`;
  const parts = { files, clock, newId, lock: freeLock, orderBase };
  const spool = new DiskSpool(SPOOL_DIRECTORY, roomy, parts);
  const ready = new Promise<Recovered>((resolve) => {
    spool.listen({
      onReady: resolve,
      onDropped: ({ reason, events }) => {
        if (reason === 'unreadable') unreadable.events += events;
      },
      onStorage: () => undefined,
    });
  });
  const stored = events.map(
    ({ event, sequence }) => new Promise<void>((done) => spool.append(event, done, sequence)),
  );
  await finished('open', spool.open());
  await finished('what was handed over again', Promise.all(stored));
  const recovered = await finished('opening', ready);
  assert.equal(spool.storage.kind, 'disk');
  return { spool, recovered, unreadable };
}

async function takeAll(spool: DiskSpool, perBatch: number): Promise<(Batch & { made: boolean })[]> {
  const batches: (Batch & { made: boolean })[] = [];
  for (;;) {
    const batch = await finished('next', spool.next({ events: perBatch, bytes: 1e9 }, 'any'));
    if (!batch) return batches;
    batches.push(Object.assign(batch, { made: batch.id.startsWith(NEW_ID) }));
    assert.ok(batches.length < 10_000, 'it comes to an end');
  }
}

function countOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, { events }) => sum + events.length, 0);
}

const withoutMade = ({ id, events }: Batch): Batch => ({ id, events });

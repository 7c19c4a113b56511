import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Drop, Recovered } from '../../../src/spool';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { readSpool, type SpooledEvent, type SpoolReading } from '../../../src/spool/inspect/readSpool';
import { type ReadSpoolFile, readSpoolFile } from '../../fixtures/spoolReader';
import { repository } from '../package/packedPackage';
import { freeLock } from './crashedSpool';
import { roomyOptions } from './DiskSpoolRig';
import { deliverAll } from './SpoolFolder';
import type { SpoolStoryName } from './spoolStories';

export const SPOOL_V1 = join(repository, 'test', 'fixtures', 'spool-v1');

const OPTIONS: DiskSpoolOptions = { ...roomyOptions, alarmsFirst: false, sync: 'always' };
const PER_BATCH = 4;

/** Everything that a spool opened on a directory gives. */
export interface OpenedSpool {
  readonly recovered: Recovered;
  /** Earlier batches keep their ids; new ones are `new-1`, `new-2` and so on. */
  readonly batches: readonly Pick<Batch, 'id' | 'events'>[];
  /** What came out of quarantine. */
  readonly quarantined: readonly EdgeEvent[];
  /** Drops that were reported once it was open. */
  readonly dropped: readonly Drop[];
}

/** What can be seen of a directory without opening it. */
export type LookedAtSpool = Omit<SpoolReading, 'events' | 'close' | 'ends'> & {
  readonly ends: readonly (readonly [string, number])[];
  readonly events: readonly SpooledEvent[];
};

/** Uses a copy of a spool of the fixture. */
export async function withCopy<T>(
  name: SpoolStoryName,
  action: (directory: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'spool-v1-'));
  try {
    const directory = join(root, name);
    await cp(join(SPOOL_V1, name), directory, { recursive: true });
    return await action(directory);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Opens a spool, delivers everything that it gives, and closes it. */
export async function openSpool(directory: string): Promise<OpenedSpool> {
  let made = 0;
  const spool = new DiskSpool(directory, OPTIONS, { lock: freeLock, newId: () => `new-${++made}` });
  const dropped: Drop[] = [];
  const ready = new Promise<Recovered>((onReady) => {
    spool.listen({ onReady, onDropped: (drop) => dropped.push(drop), onStorage: () => undefined });
  });
  await spool.open();
  const recovered = await ready;
  const batches = (await deliverAll(spool, PER_BATCH)).map(({ id, events }) => ({ id, events }));
  await spool.retryQuarantine();
  const quarantined = (await deliverAll(spool, PER_BATCH)).flatMap(({ events }) => events);
  await spool.close();
  return { recovered, batches, quarantined, dropped };
}

export async function lookAt(directory: string): Promise<LookedAtSpool> {
  const reading = await readSpool(directory);
  try {
    const events: SpooledEvent[] = [];
    for await (const event of reading.events()) events.push(event);
    const { waiting, inBatches, batches, quarantine, bytes, fileBytes } = reading;
    const { oldestArrival, newestArrival, drops, findings, foreign, unreadable, holder } = reading;
    return {
      ...{ holder, waiting, inBatches, batches, quarantine, bytes, fileBytes, oldestArrival, newestArrival },
      ...{ drops, findings, foreign, unreadable, ends: [...reading.ends], events },
    };
  } finally {
    await reading.close();
  }
}

/** Segments and manifests of a directory, decoded by the reader that follows only the documentation page. */
export async function decodedFiles(directory: string): Promise<Readonly<Record<string, ReadSpoolFile>>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log')).sort();
  const decoded: Record<string, ReadSpoolFile> = {};
  for (const name of names) decoded[name] = readSpoolFile(name, await readFile(join(directory, name)));
  return decoded;
}

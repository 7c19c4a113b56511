import { cpSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resultOf, type Workers } from '../workers';
import { source } from './withWorkers';
import type { FillOptions } from './workers/fillDirectory';

export type Ending = 'closed' | 'killed';

/** Has a process fill a spool and end, cleanly or by SIGKILL. */
export async function fillSpool(
  workers: Workers,
  directory: string,
  events: number,
  ending: Ending,
): Promise<void> {
  const options: FillOptions = { directory, events, isClosed: ending === 'closed' };
  const worker = workers.start(source('fillDirectory'), options);
  try {
    await resultOf(worker);
    if (ending === 'killed') worker.signal('SIGKILL');
    await worker.ended;
  } finally {
    await worker.kill();
  }
}

/**
 * Makes a copy of a filled spool for use, written to the disk, so that no later measurement has to wait for that.
 * @param copy where to put it.
 */
export async function useCopy<T>(
  directory: string,
  use: (copy: string) => Promise<T>,
  copy = `${directory}-copy`,
): Promise<T> {
  cpSync(directory, copy, { recursive: true });
  for (const name of await readdir(copy)) {
    const file = await open(join(copy, name), 'r');
    await file.sync();
    await file.close();
  }
  try {
    return await use(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

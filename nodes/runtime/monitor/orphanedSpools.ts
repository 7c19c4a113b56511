import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { EngineUplink } from '../../../src/engine';
import type { OrphanedSpool } from '../../../src/monitor';
import { recordBytes } from '../../../src/spool/format/eventRecord';
import { deleteLockedSpool, lockDeadSpool } from '../../../src/spool/inspect/deleteSpool';
import { eventJson } from '../../../src/spool/inspect/eventJson';
import type { FoundSpoolPlace } from '../../../src/spool/inspect/findSpools';
import { readSpool } from '../../../src/spool/inspect/readSpool';
import { orphanedPlaces } from '../orphanedPlaces';
import { toError } from '../register';
import { runningUplinks } from '../runningUplinks';
import { AdminError } from './adminRoutes';

/** Events passed to an uplink before waiting until they are stored. */
const CHUNK = 500;

export async function orphanedSpools(RED: NodeAPI): Promise<readonly OrphanedSpool[]> {
  const places = await unusedPlaces(RED);
  return Promise.all(places.map(look));
}

/** @throws {AdminError} if no orphaned spool has this key. */
export async function orphanOf(RED: NodeAPI, key: string | undefined): Promise<FoundSpoolPlace> {
  const place = (await unusedPlaces(RED)).find(({ directory }) => keyOf(directory) === key);
  if (!place) throw new AdminError(404, 'This spool no longer exists.');
  return place;
}

/** Maximum bytes of a spool exported to a browser; larger ones need the command line. */
const MAX_EXPORT = 64 * 1024 * 1024;

/** The contents of a spool as lines of JSON. @throws {AdminError} if it is too large for a browser. */
export async function exportText({ directory }: FoundSpoolPlace): Promise<string> {
  const reading = await readSpool(directory);
  try {
    if (reading.fileBytes > MAX_EXPORT) {
      throw new AdminError(413, 'Too large for the browser: use "wireband-edge spool export".');
    }
    const lines: string[] = [];
    for await (const event of reading.events()) lines.push(`${eventJson(event)}\n`);
    return lines.join('');
  } finally {
    await reading.close();
  }
}

/** Deletes a spool with its events. @throws {AdminError} if a process uses it. */
export async function discardOrphan({ directory }: FoundSpoolPlace): Promise<void> {
  await deleteLockedSpool(directory, await lockOf(directory));
}

/**
 * Moves all events of a spool to an uplink, including those in quarantine, and deletes the spool once they are stored
 * there. If interrupted, events are in both places and arrive twice.
 * @returns the number of events.
 * @throws {AdminError} if a process uses the spool, or the uplink has no room or keeps its events in memory, or if
 * events could not be read; the spool is not deleted then.
 */
export async function adoptOrphan({ directory }: FoundSpoolPlace, uplink: EngineUplink): Promise<number> {
  if (uplink.storage.kind === 'memory' || uplink.storage.kind === 'failing') {
    throw new AdminError(
      409,
      'The uplink keeps its events in memory: choose one whose storage is on disk and working.',
    );
  }
  const lock = await lockOf(directory);
  let events = 0;
  try {
    const reading = await readSpool(directory);
    try {
      const wanted = reading.waiting + reading.inBatches + reading.quarantine.length;
      const aside = reading.quarantine.reduce((sum, { event }) => sum + recordBytes(event), 0);
      const { capacity, maxBytes } = uplink.plan.spool;
      const hasRoom = uplink.stats().buffer_bytes + reading.bytes + aside <= maxBytes;
      if (!hasRoom || uplink.depth + wanted > capacity) {
        throw new AdminError(
          409,
          `The uplink has no room for ${wanted} more events: raise the limits of its buffer first.`,
        );
      }
      let stored: Promise<void>[] = [];
      for await (const { event } of reading.events()) {
        events++;
        // While the uplink's disk fails, events may be in memory only, so wait until they are safe.
        stored.push(new Promise((safe) => uplink.ingest(event, () => undefined, 0, safe)));
        if (stored.length < CHUNK) continue;
        await Promise.all(stored);
        stored = [];
      }
      await Promise.all(stored);
      if (reading.unreadable > 0) {
        throw new AdminError(
          500,
          `${events} events were adopted. ${reading.unreadable} could not be read, so the spool was not deleted.`,
        );
      }
    } finally {
      await reading.close();
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
  await deleteLockedSpool(directory, lock);
  return events;
}

async function lockOf(directory: string) {
  const lock = await lockDeadSpool(directory);
  if (!lock) throw new AdminError(409, 'This spool is in use by a process.');
  return lock;
}

/** Excludes spools still in use by a node that has just been removed. */
async function unusedPlaces(RED: NodeAPI): Promise<readonly FoundSpoolPlace[]> {
  const used = new Set(runningUplinks().map(({ directory }) => directory));
  return (await orphanedPlaces(RED)).filter(({ directory }) => !used.has(directory));
}

async function look({ id, directory, about }: FoundSpoolPlace): Promise<OrphanedSpool> {
  const known = {
    key: keyOf(directory),
    node: id,
    name: about?.name ?? '',
    device: about?.deviceId ?? '',
    directory,
  };
  try {
    const reading = await readSpool(directory);
    try {
      return {
        ...known,
        events: reading.waiting + reading.inBatches,
        quarantined: reading.quarantine.length,
        bytes: reading.fileBytes,
        oldest: reading.oldestArrival ?? null,
      };
    } finally {
      await reading.close();
    }
  } catch (error) {
    return { ...known, events: 0, quarantined: 0, bytes: 0, oldest: null, error: toError(error).message };
  }
}

function keyOf(directory: string): string {
  return createHash('sha1').update(directory).digest('hex').slice(0, 20);
}

import { existsSync } from 'node:fs';
import { DiskSpool, MemorySpool, spoolDirectory } from '../../src/spool';
import { Statistics, type UplinkOptions } from '../../src/uplink';

/** What an uplink has taken in and not delivered, with its counters. */
export interface Backlog {
  readonly spool: MemorySpool | DiskSpool;
  readonly statistics: Statistics;
}

/** A successor comes within seconds, or not at all: flows were stopped, or Node-RED is. */
const SUCCESSOR_WITHIN_MS = 60_000;

/** Backlogs by node id while a deploy has their node stopped: the node's successor takes them over. */
const waiting = new Map<string, { readonly backlog: Backlog; readonly timer: NodeJS.Timeout }>();

/** Keeps a backlog for the node's successor. What is on disk is closed in good order if none comes. */
export function leaveBacklog(nodeId: string, backlog: Backlog): void {
  const timer = setTimeout(() => {
    if (!(backlog.spool instanceof DiskSpool) || backlog.spool.storage.kind !== 'disk') return;
    waiting.delete(nodeId);
    void backlog.spool.close();
  }, SUCCESSOR_WITHIN_MS);
  timer.unref();
  waiting.set(nodeId, { backlog, timer });
}

/**
 * The backlog of a node: its predecessor's, or what is on disk, or a new one. Whatever the storage was before,
 * what it held goes on being delivered.
 * @param userDir where spools on disk lie; without one there are none.
 */
export function takeBacklog(
  nodeId: string,
  { storage, spool: options }: UplinkOptions,
  userDir: string | undefined,
): Backlog {
  const entry = waiting.get(nodeId);
  clearTimeout(entry?.timer);
  waiting.delete(nodeId);
  const left = entry?.backlog;
  left?.spool.configure(options);
  if (left?.spool instanceof DiskSpool) return left;
  const statistics = left?.statistics ?? new Statistics();
  const directory = userDir === undefined ? undefined : spoolDirectory(userDir, nodeId);
  if (directory === undefined || (storage === 'memory' && !existsSync(directory))) {
    return left ?? { spool: new MemorySpool(options), statistics };
  }
  const spool = new DiskSpool(directory, options);
  if (left) spool.adopt(left.spool.surrender());
  void spool.open();
  return { spool, statistics };
}

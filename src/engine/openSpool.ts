import { existsSync } from 'node:fs';
import type { Clock } from '../clock';
import {
  DiskSpool,
  type DiskSpoolParts,
  type DrainedEvents,
  MemorySpool,
  readAbout,
  type SpoolWatch,
} from '../spool';
import type { UplinkPlan } from './messages';

export interface OpenSpoolParts {
  readonly clock: Clock;
  readonly files?: DiskSpoolParts['files'];
  readonly watch?: SpoolWatch | undefined;
  /** Events that were in memory before and still have to be delivered. */
  readonly left?: DrainedEvents | undefined;
  readonly orderBase?: number | undefined;
}

/**
 * Opens the spool of an uplink. Whatever the storage was before, the events in it are still delivered: with storage in
 * memory, an existing directory is drained.
 */
export function openSpool(
  { spool: options, directory }: Pick<UplinkPlan, 'spool' | 'directory'>,
  { clock, files, watch, left, orderBase }: OpenSpoolParts,
): MemorySpool | DiskSpool {
  if (directory === undefined || (options.intake === 'memory' && !existsSync(directory))) {
    const spool = new MemorySpool(options, clock, watch);
    if (left) spool.importAll(left);
    return spool;
  }
  // Opening the spool rewrites it.
  const formerDevice = readAbout(directory)?.deviceId;
  const parts = { clock, watch, orderBase, formerDevice, ...(files && { files }) };
  const spool = new DiskSpool(directory, options, parts);
  if (left) spool.importAll(left);
  return spool;
}

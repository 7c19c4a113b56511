export {
  findSpoolDirectory,
  ownFolder,
  readAbout,
  type SpoolAbout,
  spoolDirectory,
  writeAbout,
} from './directory/spoolDirectory';
export { noteSpoolRoot, spoolRoots } from './directory/spoolRoots';
export { DiskSpool, type DiskSpoolParts } from './disk/DiskSpool';
export { DiskSpaceError } from './disk/SpoolWriter';
export { type DiskSpoolOptions, SYNCS, type Sync } from './diskSpoolOptions';
export { MemorySpool } from './memory/MemorySpool';
export {
  type Batch,
  type BatchLimits,
  type Drop,
  type DropReason,
  type Exceptions,
  ORDERS,
  type Order,
  OVERFLOWS,
  type Overflow,
  type Priority,
  type QuarantinedEvent,
  type Recovered,
  type Spool,
  type SpoolListener,
  type SpoolOptions,
  type SpoolWatch,
  type StorageState,
  type WantsBatch,
} from './Spool';
export type { ArrivedEvent, DrainedEvents } from './shared/DrainedEvents';

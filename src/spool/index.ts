export { DiskSpool, type DiskSpoolParts } from './DiskSpool';
export { type DiskSpoolOptions, SYNCS, type Sync } from './diskSpoolOptions';
export { type ArrivedEvent, MemorySpool, type Surrendered } from './MemorySpool';
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
  type QuarantinedEvent,
  type Recovered,
  type Spool,
  type SpoolListener,
  type SpoolOptions,
  type SpoolWatch,
  type StorageState,
  type Turn,
} from './Spool';
export { DiskSpaceError } from './SpoolWriter';
export { SPOOL_FOLDER, type SpoolAbout, spoolDirectory, writeAbout } from './spoolDirectory';

import type { Bench } from '../Bench';
import { backlogDrain } from './backlogDrain';
import { bytesWritten } from './bytesWritten';
import { durableLatency } from './durableLatency';
import { footprint } from './footprint';
import { manyUplinks } from './manyUplinks';
import { reopening } from './reopening';
import { slowDisk } from './slowDisk';
import { storageCost } from './storageCost';
import { syncedAppends } from './syncedAppends';

/** The spool on disk compared with storage in memory and with the bare file system. */
export const durableSpoolBenches: readonly Bench[] = [
  storageCost,
  syncedAppends,
  reopening,
  durableLatency,
  backlogDrain,
  bytesWritten,
  slowDisk,
  manyUplinks,
  footprint,
];

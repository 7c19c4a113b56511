import {
  DiskSpool,
  type DiskSpoolOptions,
  type DiskSpoolParts,
  MemorySpool,
  type Spool,
} from '../../../src/spool';
import { readUplinkSettings, type UplinkSettings } from '../../../src/uplink';
import { benchEvent } from './benchEvents';
import { Signal } from './Signal';

/** The defaults, with room for every backlog that is measured. */
export const SETTINGS: UplinkSettings = { bufferSize: 2_000_000, maxBytes: 1024 ** 3 };

/** Limits of an uplink's batches. */
export const LIMITS = { events: 200, bytes: 1024 * 1024 };

/** Events handed over per turn of the event loop, as from a socket. */
export const BURST = 50;

export function spoolOptions(settings: UplinkSettings = {}): DiskSpoolOptions {
  return readUplinkSettings({ ...SETTINGS, ...settings }).spool;
}

export function makeSpool(
  directory: string | undefined,
  settings: UplinkSettings = {},
  parts: DiskSpoolParts = {},
) {
  const spool = directory === undefined ? new MemorySpool(spoolOptions(settings)) : undefined;
  return spool ?? new DiskSpool(directory ?? '', spoolOptions(settings), parts);
}

/** Resolves once it takes in events, and is on disk if it should be. @throws {Error} if that fails. */
export async function open(spool: Spool): Promise<void> {
  spool.listen({
    onReady: () => undefined,
    onDropped: ({ reason, events }) => fail(`${events} events were dropped: ${reason}`),
    onStorage: (state) => state.kind === 'failing' && fail(state.error),
  });
  if (spool instanceof DiskSpool) await spool.open();
}

/** Maximum number of events on their way to the disk during filling. */
const FILL_WINDOW = 2000;

/** Appends events, BURST per turn, until all are stored. */
export async function fill(spool: Spool, events: number): Promise<void> {
  let stored = 0;
  const progress = new Signal();
  const onStored = (): void => {
    stored++;
    if (stored % BURST === 0 || stored === events) progress.fire();
  };
  for (let i = 0; i < events; await nextTurn()) {
    while (i - stored > FILL_WINDOW - BURST) await progress.wait();
    for (const end = Math.min(events, i + BURST); i < end; i++) spool.append(benchEvent(i), onStored);
  }
  while (stored < events) await progress.wait();
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

/** What a steady stream of events writes to the disk. */
import { readFileSync } from 'node:fs';
import { Pacer } from '../../../test/harness/clock/Pacer';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { makeSpool, open, SETTINGS } from './benchSpool';
import { makeUplink } from './benchUplink';
import { NullTransport } from './NullTransport';
import { watchedFiles } from './WatchedFiles';

export interface WritesOptions {
  readonly directory: string;
  /** Events per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Whether the backend is away in the middle third. */
  readonly hasOutage: boolean;
}

export interface Writes {
  /** Bytes of topics and payloads. */
  readonly eventBytes: number;
  /** Bytes that the spool wrote: event records, and in total. */
  readonly recordBytes: number;
  readonly totalBytes: number;
  /** Bytes of the pages that the system had to write; undefined if it does not tell. */
  readonly pageBytes?: number;
  /** Files and directories synced per second. */
  readonly syncsPerSecond: number;
}

const { directory, rate, seconds, hasOutage } = readOptions<WritesOptions>();

function writtenPages(): number | undefined {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

work(async () => {
  let syncs = 0;
  let eventBytes = 0;
  const onSync = (): void => {
    syncs++;
  };
  const files = watchedFiles({ onSynced: onSync, onDirectorySynced: onSync });
  const spool = makeSpool(directory, {}, { files });
  await open(spool);
  const before = {
    pages: writtenPages(),
    records: spool.written?.events ?? 0,
    total: spool.written?.total ?? 0,
  };
  syncs = 0;
  const startedAt = performance.now();
  const transport = new NullTransport();
  const uplink = makeUplink(
    spool,
    transport,
    { ...SETTINGS, backoffMax: 1, backoffBase: 0.5 },
    () => undefined,
  );
  uplink.start();
  const pacer = new Pacer(rate, (i) => {
    const event = benchEvent(i);
    eventBytes += event.bytesIn;
    uplink.ingest(event);
  });
  for (const isAway of [false, hasOutage, false]) {
    transport.isAway = isAway;
    await wait((seconds * 1000) / 3);
  }
  pacer.stop();
  uplink.flush();
  while (spool.depth > 0) await wait(20);
  const took = (performance.now() - startedAt) / 1000;
  const pages = writtenPages();
  tellResult({
    eventBytes,
    recordBytes: (spool.written?.events ?? 0) - before.records,
    totalBytes: (spool.written?.total ?? 0) - before.total,
    ...(pages !== undefined && before.pages !== undefined ? { pageBytes: pages - before.pages } : {}),
    syncsPerSecond: syncs / took,
  } satisfies Writes);
  process.exit();
});

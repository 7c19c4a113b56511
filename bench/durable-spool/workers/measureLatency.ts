/** How long after its arrival an event is safe on disk (fdatasync), at a steady rate. */

import { Pacer } from '../../../test/harness/clock/Pacer';
import { percentile } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { makeSpool, open, SETTINGS } from './benchSpool';
import { makeUplink } from './benchUplink';
import { NullTransport } from './NullTransport';
import { watchedFiles } from './WatchedFiles';

export interface LatencyOptions {
  readonly directory: string;
  /** Events per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Whether the backend accepts the events meanwhile. */
  readonly isOnline: boolean;
}

/** Milliseconds. */
export interface Latency {
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

const { directory, rate, seconds, isOnline } = readOptions<LatencyOptions>();

/** Arrivals of events that are written but not synced yet, by file. */
const written = new Map<string, number[]>();
/** Arrivals of events that the sync under way will make safe, by file. */
const syncing = new Map<string, number[]>();
const latencies: number[] = [];
let lastWritten = '';

/** Events count as stored, in order of arrival, right after the write to the file that holds them. */
const files = watchedFiles({
  onWritten: (file) => {
    if (file.startsWith('ordinary')) lastWritten = file;
  },
  onSyncBegins: (file) => {
    syncing.set(file, written.get(file) ?? []);
    written.delete(file);
  },
  onSynced: (file) => {
    const now = performance.now();
    for (const arrival of syncing.get(file) ?? []) latencies.push(now - arrival);
    syncing.delete(file);
  },
});

function onStored(arrival: number): void {
  const arrivals = written.get(lastWritten);
  if (arrivals) arrivals.push(arrival);
  else written.set(lastWritten, [arrival]);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

work(async () => {
  const spool = makeSpool(directory, {}, { files });
  await open(spool);
  const transport = new NullTransport();
  transport.isAway = !isOnline;
  const uplink = makeUplink(spool, transport, SETTINGS, () => undefined);
  uplink.start();
  const pacer = new Pacer(rate, (i) => {
    const arrival = performance.now();
    uplink.ingest(benchEvent(i), () => onStored(arrival));
  });
  await wait(seconds * 1000);
  const events = pacer.stop();
  await wait(1000);
  if (latencies.length !== events) throw new Error(`${latencies.length} of ${events} events are safe.`);
  const worst = latencies.reduce((most, ms) => Math.max(most, ms), 0);
  tellResult({
    events,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst,
  } satisfies Latency);
  process.exit();
});

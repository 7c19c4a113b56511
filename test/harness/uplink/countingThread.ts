/** The engine's thread, which reports what it holds to anyone who asks on the channel COUNTS. */
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import '../../../src/engine/engineThread';
import { HostedBackend } from '../../../src/engine/HostedBackend';
import { HostedUplink } from '../../../src/engine/HostedUplink';
import { MemoryReports } from '../../../src/engine/MemoryReports';
import { DiskSpool, MemorySpool } from '../../../src/spool';
import { HttpTransport, Statistics, Uplink } from '../../../src/uplink';

/** What the thread holds after a garbage collection. */
export interface Counts {
  /** Live objects of each class of which an uplink has one instance. */
  readonly objects: Readonly<Record<string, number>>;
  /** Timers, sockets, files and other open resources, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  readonly heapBytes: number;
}

const CLASSES = {
  HostedUplink,
  HostedBackend,
  MemoryReports,
  DiskSpool,
  MemorySpool,
  HttpTransport,
  Statistics,
  Uplink,
};

const COUNTS = 'what the engine thread holds';

function count(): Counts {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const objects = Object.entries(CLASSES).map(([name, type]) => [name, Number(queryObjects(type))]);
  return { objects: Object.fromEntries(objects), resources, heapBytes: process.memoryUsage().heapUsed };
}

/** Asks the thread. */
export function countsOfThread(): Promise<Counts> {
  const channel = new BroadcastChannel(COUNTS);
  return new Promise((resolve) => {
    channel.onmessage = (message) => {
      channel.close();
      resolve(Object(message).data);
    };
    channel.postMessage('?');
  });
}

if (!isMainThread) {
  const channel = new BroadcastChannel(COUNTS);
  channel.onmessage = (message) => {
    if (Object(message).data === '?') channel.postMessage(count());
  };
  channel.unref();
}

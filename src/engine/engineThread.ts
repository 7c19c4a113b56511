/** The engine's thread, started by threadChannel.ts. Its event loop has nothing else to do. */
import { isMainThread, type MessagePort, workerData } from 'node:worker_threads';
import { endedThreads } from '../spool/lock/endedThreads';
import { EngineHost } from './EngineHost';
import type { ToEngine } from './messages';
import { beat } from './Watchdog';

/** The data that the thread is started with. */
export interface EngineThreadData {
  readonly port: MessagePort;
  /** One number, which counts up as long as the event loop is running. */
  readonly beats: Int32Array;
  readonly endedThreads: readonly number[];
}

if (!isMainThread) {
  const { port, beats, endedThreads: ended }: EngineThreadData = workerData;
  for (const thread of ended) endedThreads.add(thread);
  const host = new EngineHost({}, (messages) => port.postMessage(messages));
  port.on('message', (message: ToEngine) => host.take(message));
  beat(beats);
}

/** The engine's thread: threadChannel.ts starts it. Its event loop has nothing else to do. */
import { isMainThread, type MessagePort, workerData } from 'node:worker_threads';
import { EngineHost } from './EngineHost';
import type { ToEngine } from './messages';
import { beat } from './Watchdog';

/** What the thread is started with. */
export interface EngineThreadData {
  readonly port: MessagePort;
  /** One number, that counts on as long as the event loop turns. */
  readonly beats: Int32Array;
}

if (!isMainThread) {
  const { port, beats }: EngineThreadData = workerData;
  const host = new EngineHost({}, (messages) => port.postMessage(messages));
  port.on('message', (message: ToEngine) => host.take(message));
  beat(beats);
}

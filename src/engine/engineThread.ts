/** The engine's thread: threadChannel.ts starts it. Its event loop has nothing else to do. */
import { isMainThread, type MessagePort, workerData } from 'node:worker_threads';
import { EngineHost } from './EngineHost';
import type { ToEngine } from './messages';

/** What the thread is started with. */
export interface EngineThreadData {
  readonly port: MessagePort;
}

if (!isMainThread) {
  const { port }: EngineThreadData = workerData;
  const host = new EngineHost({}, (messages) => port.postMessage(messages));
  port.on('message', (message: ToEngine) => host.take(message));
}

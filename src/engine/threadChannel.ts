import {
  MessageChannel,
  type ResourceLimits,
  receiveMessageOnPort,
  SHARE_ENV,
  Worker,
} from 'node:worker_threads';
import { endedThreads } from '../spool/lock/endedThreads';
import type { OpenChannel } from './EngineChannel';
import type { EngineThreadData } from './engineThread';
import type { FromEngine } from './messages';
import { HUNG_AFTER_MS, Watchdog } from './Watchdog';

/**
 * Most of what the engine allocates is garbage after the next response. A nursery that holds a second of it leaves
 * little to copy, and takes 16 MB under load; V8's default would take 48 MB.
 */
const LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24 };

export interface ThreadOptions {
  readonly limits?: ResourceLimits;
  /** The file that the thread runs. */
  readonly entry?: string;
  /** A thread whose event loop is blocked for this long is terminated, milliseconds. */
  readonly hungAfterMs?: number;
}

/** An engine in a thread of its own. It keeps the process alive only while it is held. */
export function openThreadChannel({
  limits = LIMITS,
  entry = require.resolve('./engineThread'),
  hungAfterMs = HUNG_AFTER_MS,
}: ThreadOptions = {}): OpenChannel {
  return (listener) => {
    const { port1, port2 } = new MessageChannel();
    const beats = new Int32Array(new SharedArrayBuffer(4));
    let worker: Worker;
    try {
      worker = new Worker(entry, {
        workerData: { port: port2, beats, endedThreads: [...endedThreads] } satisfies EngineThreadData,
        transferList: [port2],
        // A proxy that is set later takes effect, as it would in this thread.
        env: SHARE_ENV,
        // This process's flags, such as a debugger's, are not for the thread, but TypeScript sources need their loader.
        execArgv: entry.endsWith('.ts') ? process.execArgv : [],
        name: 'wireband',
        resourceLimits: limits,
      });
    } catch (error) {
      port1.close();
      port2.close();
      throw error;
    }
    const { threadId } = worker;
    let reason = 'it was ended';
    const take = (messages: readonly FromEngine[]): void => listener.onMessages(messages);
    const watchdog = new Watchdog(
      beats,
      () => {
        reason = `its event loop has been blocked for ${hungAfterMs / 1000} s`;
        void worker.terminate();
      },
      hungAfterMs,
    );
    worker.unref();
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      watchdog.stop();
      endedThreads.add(threadId);
      // Messages from before its end still count.
      for (let last = receiveMessageOnPort(port1); last; last = receiveMessageOnPort(port1)) {
        take(last.message);
      }
      port1.close();
      listener.onEnd(reason);
    });
    port1.on('message', take);
    port1.unref();
    return {
      isThread: true,
      post: (message) => port1.postMessage(message),
      hold(isHeld) {
        // The thread, not the port: the port closes before the thread's end is reported.
        if (isHeld) worker.ref();
        else worker.unref();
      },
      end: () => void worker.terminate(),
    };
  };
}

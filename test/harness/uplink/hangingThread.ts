/** The engine's thread, which hangs when it is told so: in a loop or in a wait without an end. */
import { workerData } from 'node:worker_threads';
import '../../../src/engine/engineThread';
import type { EngineThreadData } from '../../../src/engine/engineThread';
import type { ToEngine } from '../../../src/engine/messages';

/** Ways to hang; what is told is the `error` of a message that means nothing else here. */
export const HANGS = {
  'an endless loop': () => {
    for (;;) {
      // For ever.
    }
  },
  'a wait without an end': () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
};

const { port }: EngineThreadData = workerData ?? {};
port?.on('message', (message: ToEngine) => {
  if (message.kind !== 'listener-failed') return;
  for (const [way, hang] of Object.entries(HANGS)) if (message.error === way) hang();
});

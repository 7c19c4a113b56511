/** The engine's thread, which hangs on command: in a loop or in an endless wait. */
import { workerData } from 'node:worker_threads';
import '../../../src/engine/engineThread';
import type { EngineThreadData } from '../../../src/engine/engineThread';
import type { ToEngine } from '../../../src/engine/messages';

/** Ways to hang; the command is the `error` of a message that has no other meaning here. */
export const HANGS = {
  'an endless loop': () => {
    for (;;) {
      // Forever.
    }
  },
  'a wait without an end': () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
};

const { port }: EngineThreadData = workerData ?? {};
port?.on('message', (message: ToEngine) => {
  if (message.kind !== 'listener-failed') return;
  for (const [way, hang] of Object.entries(HANGS)) if (message.error === way) hang();
});

/**
 * The thread that posts: PostingThread starts it. Its event loop has nothing else to do, so that no request waits for a
 * turn of a busy one.
 */
import { workerData } from 'node:worker_threads';
import { HttpTransport } from './HttpTransport';
import type { FromPostingThread, PostingThreadData, ToPostingThread } from './postingThreadMessages';
import type { Lane } from './Transport';

const { options, port }: PostingThreadData = workerData;
const transport = new HttpTransport(options);
const lanes = new Map<number, Lane>();

function openLane(id: number, parallel: number): Lane {
  const lane = transport.openLane(parallel);
  lanes.set(id, lane);
  return lane;
}

port.on('message', (message: ToPostingThread) => {
  const lane = lanes.get(message.lane);
  switch (message.kind) {
    case 'post': {
      const { id, parallel, request, turn } = message;
      void (lane ?? openLane(message.lane, parallel)).post(request, turn).then((exchange) => {
        port.postMessage({ id, exchange } satisfies FromPostingThread);
      });
      return;
    }
    case 'recall':
      lane?.recall();
      return;
    case 'close':
      lane?.close();
      lanes.delete(message.lane);
      return;
  }
});

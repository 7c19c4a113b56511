import { createServer } from 'node:http';
import { listen } from '../../test/harness/network/listening';
import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import { fillSpool, useCopy } from './filledSpool';
import { source, withWorkers } from './withWorkers';
import type { Drain, DrainOptions } from './workers/drainBacklog';

const ROUND_TRIP_MS = 100;
const BATCH = 200;
const AIMS_S = new Map([
  [1, 26],
  [4, 7],
]);

/** How long a backlog takes to drain to a distant backend. */
export const backlogDrain: Bench = {
  name: 'durable-spool/drain',
  title: 'Durable spool: draining a backlog',
  run: ({ isQuick }) =>
    withWorkers(['fillDirectory', 'drainBacklog'], async (workers) => {
      const rounds = isQuick ? 1 : 3;
      const events = isQuick ? 2000 : 50_000;
      const server = createServer((request, response) => {
        request.resume().on('end', () => setTimeout(() => response.writeHead(200).end(), ROUND_TRIP_MS));
      });
      const url = `http://127.0.0.1:${await listen(server)}`;
      const directory = workers.path('filled');
      try {
        await fillSpool(workers, directory, events, 'closed');
        const measure = (parallel: number): Promise<Drain> =>
          useCopy(directory, (copy) => {
            const options: DrainOptions = { directory: copy, url, parallel };
            return workers.run<Drain>(source('drainBacklog'), options);
          });
        const times = new Map<number, number[]>([...AIMS_S.keys()].map((parallel) => [parallel, []]));
        for (let round = 0; round < rounds; round++) {
          for (const [parallel, seconds] of times) {
            const drain = await measure(parallel);
            if (drain.events !== events) throw new Error(`${drain.events} events were there to drain.`);
            seconds.push(drain.ms / 1000);
            console.error(`parallel ${parallel}: ${(drain.ms / 1000).toFixed(1)} s`);
          }
        }
        const rows = [...times].map(([parallel, seconds]) => [
          `parallel ${parallel}`,
          events === 50_000 ? String(AIMS_S.get(parallel)) : '–',
          median(seconds).toFixed(1),
          ((events / BATCH / parallel) * (ROUND_TRIP_MS / 1000)).toFixed(1),
        ]);
        return [
          `${count(events)} events that an earlier process left on disk, delivered over HTTP to a server that answers after`,
          `${ROUND_TRIP_MS} ms, ${BATCH} per request; time from the opening of the spool to the last response. Medians of ${rounds}.`,
          '',
          table(['', 'aim s', 's', 'round trips alone, s'], rows),
        ].join('\n');
      } finally {
        server.close();
        server.closeAllConnections();
      }
    }),
};

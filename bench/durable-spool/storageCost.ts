import { rmSync } from 'node:fs';
import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import { source, withWorkers } from './withWorkers';
import type { Throughput, ThroughputOptions } from './workers/throughput';

interface Case {
  readonly name: string;
  readonly through: ThroughputOptions['through'];
  readonly backlog: number;
}

interface Pair {
  readonly memory: Throughput;
  readonly disk: Throughput;
}

const CASES: readonly Case[] = [
  { name: 'spool, keeping up', through: 'spool', backlog: 0 },
  { name: 'spool, 50,000 waiting', through: 'spool', backlog: 50_000 },
  { name: 'uplink, keeping up', through: 'uplink', backlog: 0 },
  { name: 'uplink, 50,000 waiting', through: 'uplink', backlog: 50_000 },
];

const AIM_MICROS = 2.5;

/** What storage on disk costs compared with storage in memory. */
export const storageCost: Bench = {
  name: 'durable-spool/storage-cost',
  title: 'Durable spool: what it costs',
  run: ({ isQuick }) =>
    withWorkers(['throughput'], async (workers) => {
      const rounds = isQuick ? 1 : 5;
      const events = isQuick ? 20_000 : 1_600_000;
      const measure = async (one: Case, storage: 'memory' | 'disk'): Promise<Throughput> => {
        const directory = workers.path('spool');
        const { through, backlog } = one;
        const options = { through, backlog, events, ...(storage === 'disk' ? { directory } : {}) };
        const result = await workers.run<Throughput>(source('throughput'), options);
        rmSync(directory, { recursive: true, force: true });
        console.error(
          `${one.name}, ${storage}: ${result.cpuPerEvent.toFixed(2)} µs, ${count(result.eventsPerSecond)}/s`,
        );
        return result;
      };
      const pairs: Pair[][] = CASES.map(() => []);
      for (let round = 0; round < rounds; round++) {
        for (const [i, one] of CASES.entries()) {
          pairs[i]?.push({ memory: await measure(one, 'memory'), disk: await measure(one, 'disk') });
        }
      }
      return report(pairs, rounds);
    }),
};

function report(pairs: readonly (readonly Pair[])[], rounds: number): string {
  const rows = CASES.map(({ name }, i) => {
    const of = (read: (pair: Pair) => number) => median((pairs[i] ?? []).map(read));
    return [
      name,
      of(({ memory }) => memory.cpuPerEvent).toFixed(2),
      of(({ disk }) => disk.cpuPerEvent).toFixed(2),
      of(({ memory, disk }) => disk.cpuPerEvent - memory.cpuPerEvent).toFixed(2),
      of(({ memory, disk }) => disk.cpuPerEvent / memory.cpuPerEvent).toFixed(2),
      count(of(({ memory }) => memory.eventsPerSecond)),
      count(of(({ disk }) => disk.eventsPerSecond)),
    ];
  });
  return [
    'Events (130 bytes of topic and payload) pass through storage in memory and on disk (sync `interval`) as fast as they are',
    'taken out, in batches of 200. The uplink writes requests; its backend is a function that accepts them. CPU time',
    `of the process, all threads; each run has its own process. Medians of ${rounds} interleaved rounds.`,
    `Aim: disk costs at most ${AIM_MICROS} µs per event more than memory.`,
    '',
    table(['', 'memory µs', 'disk µs', 'difference', 'ratio', 'memory events/s', 'disk events/s'], rows),
  ].join('\n');
}

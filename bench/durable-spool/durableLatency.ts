import { rmSync } from 'node:fs';
import type { Bench } from '../Bench';
import { median, table } from '../figures';
import { source, withWorkers } from './withWorkers';
import type { Latency, LatencyOptions } from './workers/measureLatency';

const SYNC_INTERVAL_MS = 200;
const AIM_MS = SYNC_INTERVAL_MS + 60;
const RATE = 10_000;

/** For how long after its arrival an event can still be lost in a power cut. */
export const durableLatency: Bench = {
  name: 'durable-spool/latency',
  title: 'Durable spool: time until an event is safe',
  run: ({ isQuick }) =>
    withWorkers(['measureLatency'], async (workers) => {
      const rounds = isQuick ? 1 : 3;
      const seconds = isQuick ? 1 : 10;
      const measured: Record<'online' | 'away', Latency[]> = { online: [], away: [] };
      for (let round = 0; round < rounds; round++) {
        for (const state of ['online', 'away'] as const) {
          const directory = workers.path('spool');
          const options: LatencyOptions = { directory, rate: RATE, seconds, isOnline: state === 'online' };
          const latency = await workers.run<Latency>(source('measureLatency'), options);
          rmSync(directory, { recursive: true });
          console.error(`${state}: p99 ${latency.p99.toFixed(0)} ms`);
          measured[state].push(latency);
        }
      }
      const row = (name: string, latencies: readonly Latency[]): string[] => {
        const of = (read: (latency: Latency) => number) => median(latencies.map(read)).toFixed(0);
        return [name, of(({ p50 }) => p50), of(({ p99 }) => p99), of(({ worst }) => worst)];
      };
      return [
        'Time from the arrival of an event until it is synced (fdatasync), at 10,000 events per second with sync `interval`',
        `(0.2 s), while the backend accepts events and while it is away. Medians of ${rounds} runs of ${seconds} s.`,
        `Aim: p99 at most the sync interval + 60 ms = ${AIM_MS} ms.`,
        '',
        table(
          ['backend', 'p50 ms', 'p99 ms', 'worst ms'],
          [row('accepts events', measured.online), row('away', measured.away)],
        ),
      ].join('\n');
    }),
};

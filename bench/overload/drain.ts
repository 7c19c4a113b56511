import { rmSync } from 'node:fs';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { fillSpool } from '../durable-spool/filledSpool';
import { withWorkers } from '../durable-spool/withWorkers';
import { count, median, table } from '../figures';
import { type DrainLoad, type DrainMeasurement, measureDrain } from './measureDrain';

const ROUNDS = 3;

interface Case extends DrainLoad {
  /** For the 99th percentile. */
  readonly aimMs: number;
}

const CASES: readonly Case[] = [
  { backlog: 200_000, rate: 5000, aimMs: 20 },
  { backlog: 1_000_000, rate: 20_000, aimMs: 50 },
];
const QUICK: readonly Case[] = [{ backlog: 20_000, rate: 2000, aimMs: 20 }];

/** The main loop while a backlog drains: its delays affect other flows of the same Node-RED. */
export const drainBench: Bench = {
  name: 'overload/drain',
  title: 'Overload: a backlog drains while messages come in',
  run: ({ isQuick }) =>
    withWorkers(['fillDirectory'], async (workers) => {
      const rounds = isQuick ? 1 : ROUNDS;
      const broker = await startBroker();
      const rows: string[][] = [];
      try {
        for (const one of isQuick ? QUICK : CASES) {
          const filled = workers.path('filled');
          await fillSpool(workers, filled, one.backlog, 'closed');
          const measured: DrainMeasurement[] = [];
          for (let round = 0; round < rounds; round++) {
            const measurement = await measureDrain(filled, one, broker.port);
            console.error(`round ${round + 1}: ${JSON.stringify(measurement)}`);
            measured.push(measurement);
          }
          rmSync(filled, { recursive: true });
          rows.push(row(one, measured));
        }
      } finally {
        await broker.close();
      }
      return report(rows, broker.name, rounds);
    }),
};

function row({ backlog, rate, aimMs }: Case, measured: readonly DrainMeasurement[]): string[] {
  const typical = (read: (one: DrainMeasurement) => number) => median(measured.map(read));
  const worst = (read: (one: DrainMeasurement) => number) => Math.max(...measured.map(read));
  return [
    `${count(backlog)} waiting, ${count(rate)}/s`,
    String(aimMs),
    typical(({ delayP99Ms }) => delayP99Ms).toFixed(0),
    worst(({ delayMaxMs }) => delayMaxMs).toFixed(0),
    count(typical(({ deliveredRate }) => deliveredRate)),
    measured.every(({ caughtUpMs }) => caughtUpMs !== undefined)
      ? (typical(({ caughtUpMs = Number.NaN }) => caughtUpMs) / 1000).toFixed(1)
      : 'never',
    count(worst(({ rssMb }) => rssMb)),
    count(worst(({ dropped }) => dropped)),
    count(worst(({ unaccounted }) => Math.abs(unaccounted))),
  ];
}

function report(rows: readonly string[][], broker: string, rounds: number): string {
  return [
    `mqtt in → classify → delta → uplink behind ${broker}, QoS 0, JSON payloads, a spool on disk that an earlier process`,
    'filled; publisher, broker and backend in separate processes on the same machine. Messages come in for 4 s before the',
    'backend answers; measured from its first response until delivery is within a second of what comes in. Loop delay: by',
    'how much the timers of Node-RED’s main loop are late.',
    `Medians of ${rounds} rounds; maximum delay, memory, dropped and unaccounted events: the worst of them.`,
    '',
    table(
      [
        ...['', 'aim ms', 'loop delay p99 ms', 'max ms', 'delivered events/s', 'caught up after s', 'RSS MB'],
        ...['dropped', 'unaccounted'],
      ],
      rows,
    ),
  ].join('\n');
}

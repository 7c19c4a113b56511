import { mkdirSync, rmSync } from 'node:fs';
import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import type { Workers } from '../workers';
import { type Ending, fillSpool, useCopy } from './filledSpool';
import { source, withWorkers } from './withWorkers';
import type { Reopening, ReopenOptions } from './workers/reopen';

const AIMS_MS = new Map([
  [50_000, 60],
  [1_000_000, 1000],
]);
const AIM_MIB = 40;

const ENDINGS: readonly Ending[] = ['closed', 'killed'];

interface Measured {
  readonly empty: Reopening;
  readonly filled: Reopening;
}

/** How long it takes to resume after a restart, and what a backlog costs in memory. */
export const reopening: Bench = {
  name: 'durable-spool/reopening',
  title: 'Durable spool: reopening',
  run: ({ isQuick }) =>
    withWorkers(['fillDirectory', 'reopen'], async (workers) => {
      const rounds = isQuick ? 1 : 5;
      const sizes = isQuick ? [5000] : [...AIMS_MS.keys()];
      const rows = [];
      for (const events of sizes) {
        for (const ending of ENDINGS) rows.push(await openingTimes(workers, events, ending, rounds));
      }
      const memory = await memoryUse(workers, sizes.at(-1) ?? 0, isQuick ? 1 : 3);
      return [
        'A new process opens a spool whose files are in the page cache. Times run from the start of opening; the first batch is',
        `ready once its 200 events are sealed and synced. CPU time is that of the process until then, all threads. Medians of ${rounds}.`,
        '',
        table(['waiting events', 'aim ms', 'open ms', 'first batch ms', 'slowest', 'CPU ms'], rows),
        '',
        `Memory (RSS) of that process. Aim: a backlog costs at most ${AIM_MIB} MiB.`,
        '',
        table(['', 'MiB', 'over empty'], memory),
      ].join('\n');
    }),
};

async function openingTimes(
  workers: Workers,
  events: number,
  ending: Ending,
  rounds: number,
): Promise<readonly string[]> {
  const directory = workers.path('filled');
  await fillSpool(workers, directory, events, ending);
  const opened: Reopening[] = [];
  for (let round = 0; round < rounds; round++) {
    opened.push(
      await useCopy(directory, (copy) => reopen(workers, { directory: copy, followedBy: 'nothing' })),
    );
  }
  rmSync(directory, { recursive: true });
  if (opened.some((one) => one.events !== events)) throw new Error('Events are missing after the reopening.');
  const name = `${count(events)} events, ${ending === 'closed' ? 'closed' : 'after `kill -9`'}`;
  console.error(
    `${name}: ${opened.map(({ openMs, batchMs }) => `${openMs.toFixed(0)}/${batchMs.toFixed(0)}`)}`,
  );
  const batch = opened.map(({ batchMs }) => batchMs);
  const figures = [
    median(opened.map(({ openMs }) => openMs)),
    median(batch),
    Math.max(...batch),
    median(opened.map(({ cpuMs }) => cpuMs)),
  ];
  return [name, count(AIMS_MS.get(events) ?? Number.NaN), ...figures.map((figure) => figure.toFixed(0))];
}

async function memoryUse(workers: Workers, events: number, rounds: number): Promise<string[][]> {
  const directory = workers.path('filled');
  const empty = workers.path('empty');
  await fillSpool(workers, directory, events, 'closed');
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    mkdirSync(empty);
    const base = await reopen(workers, { directory: empty, followedBy: { pass: events } });
    rmSync(empty, { recursive: true });
    const filled = await useCopy(directory, (copy) =>
      reopen(workers, { directory: copy, followedBy: 'drain' }),
    );
    measured.push({ empty: base, filled });
    console.error(
      `RSS: ${[base, filled].map(({ rss, peakRss }) => `${rss.toFixed(0)}/${peakRss.toFixed(0)}`)}`,
    );
  }
  const row = (
    name: string,
    value: (one: Measured) => number,
    base?: (one: Measured) => number,
  ): string[] => [
    name,
    median(measured.map(value)).toFixed(0),
    base ? median(measured.map((one) => value(one) - base(one))).toFixed(0) : '',
  ];
  const waiting = count(events);
  return [
    row('empty, opened', (one) => one.empty.rss),
    row(
      `${waiting} events on disk, opened`,
      (one) => one.filled.rss,
      (one) => one.empty.rss,
    ),
    row(`empty, ${waiting} events passing through, peak`, (one) => one.empty.peakRss),
    row(
      `${waiting} events on disk, draining, peak`,
      (one) => one.filled.peakRss,
      (one) => one.empty.peakRss,
    ),
  ];
}

function reopen(workers: Workers, options: ReopenOptions): Promise<Reopening> {
  return workers.run<Reopening>(source('reopen'), options);
}

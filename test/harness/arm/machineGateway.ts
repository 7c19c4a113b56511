/**
 * One life of a gateway of the packed package, on whatever machine runs it. Its plan comes as JSON in the first argument.
 * It writes, at once, a line for each thing that happens, so that what it has promised is known whenever it dies:
 * `thread started`, `thread ended`, `stored <number>`, `told <name>`, `found <words>`, `closed <left>`. Asked by SIGUSR2
 * it ends the thread of its engine, asked by SIGTERM itself.
 */
import { writeSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { EdgeClient } from '@wireband/node-red-edge';
import { numberedEvent } from '../numberedEvents';

export interface MachinePlan {
  readonly directory: string;
  readonly backendUrl: string;
  /** The number of its first event. */
  readonly first: number;
  /** Events that it takes in. */
  readonly count: number;
  /** Every so manyth event has the topic POISON_TOPIC; 0 for none. */
  readonly poisonEvery: number;
  /** Time of the event 0, milliseconds since the epoch; each event is a millisecond later than the one before. */
  readonly timeOfFirst: number;
}

/** Every so many milliseconds it takes in so many, unless more than that many are not stored yet: some 200 a second. */
const TICK_MS = 10;
const A_TICK = 2;
const MAX_UNSTORED = 100;

/** Seconds: closing is no race, not even on a machine that is emulated and busy. */
const CLOSE_GRACE = 60;

const STDOUT = 1;

function report(line: string): void {
  writeSync(STDOUT, `${line}\n`);
}

function live({ directory, backendUrl, first, count, poisonEvery, timeOfFirst }: MachinePlan): void {
  let thread: Worker | undefined;
  process.on('worker', (worker: Worker) => {
    thread = worker;
    report('thread started');
    worker.once('exit', () => report('thread ended'));
  });
  process.on('SIGUSR2', () => void thread?.terminate());

  const client = new EdgeClient({
    backendUrl,
    spoolDirectory: directory,
    deviceId: 'gateway-7',
    flushInterval: 0.2,
    flushBatch: 50,
    backoffBase: 0.05,
    backoffMax: 0.2,
    onEvent: ({ event }) => report(`told ${event}`),
    onFindings: (findings) => {
      for (const finding of findings) report(`found ${finding}`);
    },
  }).start();

  let taken = 0;
  let stored = 0;
  const takeIn = (number: number): void => {
    taken++;
    const { topic, symbol, data, time } = numberedEvent(number, timeOfFirst + number, { poisonEvery });
    const onStored = (): void => {
      stored++;
      report(`stored ${number}`);
    };
    client.ingest(data, { topic, symbol, timestamp: time, onStored });
  };
  const load = setInterval(() => {
    if (taken - stored > MAX_UNSTORED) return;
    for (let i = 0; i < A_TICK && taken < count; i++) takeIn(first + taken);
  }, TICK_MS);

  process.once('SIGTERM', () => {
    clearInterval(load);
    void client.close(CLOSE_GRACE).then(() => report(`closed ${client.stats().buffer_depth}`));
  });
}

live(JSON.parse(process.argv[2] ?? '{}'));

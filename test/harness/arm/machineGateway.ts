/**
 * One life of a gateway of the packed package, on whatever machine runs it. Its plan is the JSON in the first
 * argument. It immediately writes a line for each thing that happens, so that its promises are known whenever it dies:
 * `thread started`, `thread ended`, `stored <number>`, `told <name>`, `found <words>`, `closed <left>`. SIGUSR2 makes
 * it end its engine's thread, SIGTERM itself.
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
  /** Every nth event has the topic POISON_TOPIC; 0 for none. */
  readonly poisonEvery: number;
  /** Time of event 0, milliseconds since the epoch; each event is one millisecond later than the one before. */
  readonly timeOfFirst: number;
}

/** Each tick it takes in A_TICK events, unless more than MAX_UNSTORED are not stored yet: some 200 per second. */
const TICK_MS = 10;
const A_TICK = 2;
const MAX_UNSTORED = 100;

/** Seconds: closing is no race, even on a busy emulated machine. */
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

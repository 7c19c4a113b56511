/** One filter with many series: CPU per message, bytes per series. */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeededRandom } from '../../../test/harness/seededRandom';
import { readOptions, tellResult, work } from '../../workerSide';
import { type MeasuredName, measuredFilter } from './measuredFilters';

export interface DeltaSpeedOptions {
  readonly filter: MeasuredName;
  readonly series: number;
  /** Messages measured, after as many for warm-up. */
  readonly messages: number;
  /** Path of a file in the Node-RED package. */
  readonly nodeRed: string;
}

export interface DeltaSpeed {
  /** CPU of the process, all threads, microseconds per message. */
  readonly micros: number;
  /** Memory per series, on the JavaScript heap and outside it, without the topic. */
  readonly bytes: number;
  readonly topicBytes: number;
  /** Share of the measured messages that was suppressed. */
  readonly suppression: number;
}

/** Messages measured at a time; in between, the next ones are chosen. */
const GO = 100_000;

/** Of each series around its level; this puts one value in twelve 0.5 or more from the last forwarded one. */
const NOISE = 0.35;

const SEED = 1;

const COLLECTIONS = 4;
const PAUSE_MS = 50;

const { filter: name, series, messages, nodeRed } = readOptions<DeltaSpeedOptions>();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Memory outside the JavaScript heap is released in the background, some time after the collection. */
async function memory(): Promise<number> {
  for (let i = 0; i < COLLECTIONS; i++) {
    collectGarbage();
    await setTimeout(PAUSE_MS);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function topicOf(i: number): string {
  return Buffer.from(`plant/line${i % 10}/machine${i}/temperature`).toString('latin1');
}

work(async () => {
  const filter = measuredFilter(name, nodeRed, 2 * series);
  const random = new SeededRandom(SEED);
  const levels = Float64Array.from({ length: series }, () => random.between(20, 30));
  const readingOf = (i: number): number => (levels[i] ?? 0) + random.between(-NOISE, NOISE);
  const empty = await memory();
  const topics = Array.from({ length: series }, (_, i) => topicOf(i));
  const before = await memory();
  for (let i = 0; i < series; i++) filter.passes(topics[i] ?? '', readingOf(i));
  const after = await memory();

  const chosen = new Uint32Array(GO);
  const payloads = new Float64Array(GO);
  let [micros, passed] = [0, 0];
  for (let done = -messages; done < messages; done += GO) {
    for (let k = 0; k < GO; k++) {
      const i = Math.floor(random.next() * series);
      chosen[k] = i;
      payloads[k] = readingOf(i);
    }
    const begun = process.cpuUsage();
    let passedNow = 0;
    for (let k = 0; k < GO; k++) {
      if (filter.passes(topics[chosen[k] ?? 0] ?? '', payloads[k] ?? 0)) passedNow++;
    }
    const { user, system } = process.cpuUsage(begun);
    if (done >= 0) [micros, passed] = [micros + user + system, passed + passedNow];
  }
  const result: DeltaSpeed = {
    micros: micros / messages,
    bytes: (after - before) / series,
    topicBytes: (before - empty) / series,
    suppression: 1 - passed / messages,
  };
  tellResult(result);
});

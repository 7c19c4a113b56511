/** One filter with many series: CPU for a message, bytes for a series. */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeededRandom } from '../../../test/harness/seededRandom';
import { readOptions, tellResult, work } from '../../workerSide';
import { type MeasuredName, measuredFilter } from './measuredFilters';

export interface DeltaSpeedOptions {
  readonly filter: MeasuredName;
  readonly series: number;
  /** Messages that are measured, after as many that are not. */
  readonly messages: number;
  /** Path of a file of Node-RED. */
  readonly nodeRed: string;
}

export interface DeltaSpeed {
  /** CPU of the process, all threads, microseconds a message. */
  readonly micros: number;
  /** Memory, JavaScript's and what it holds outside of it, without the topic. */
  readonly bytes: number;
  readonly topicBytes: number;
  /** Of the measured messages, the part that was dropped. */
  readonly suppression: number;
}

/** Messages measured in one go; between them the next ones are chosen. */
const GO = 100_000;

/** Of each series around its level; one value in twelve is then 0.5 or more from the last forwarded one. */
const NOISE = 0.35;

const SEED = 1;

const COLLECTIONS = 4;
const PAUSE_MS = 50;

const { filter: name, series, messages, nodeRed } = readOptions<DeltaSpeedOptions>();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is outside of JavaScript's own memory is given back in the background, some time after the collection. */
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

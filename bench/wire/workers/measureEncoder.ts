/**
 * Measures how large one encoder's batches are and what they cost.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { EdgeEvent } from '../../../src/frame';
import { median } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import { type Encoder, type EncoderName, encoderOf } from '../encoders';

export interface Task {
  readonly encoder: EncoderName;
  /** Path of a JSON file with the events. */
  readonly events: string;
  /** Numbers of events per batch. */
  readonly batches: readonly number[];
  /** How long to measure each figure per round, milliseconds of CPU. */
  readonly ms: number;
}

/** Per event. */
export interface Cost {
  readonly bytes: number;
  /** Microseconds of CPU, all threads. */
  readonly cpu: number;
}

export interface EncoderMeasurement {
  readonly plain: Cost;
  readonly gzip: Cost;
}

/** Rounds over all measurements, one after the other; the first ones are for the compiler. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 3;

/** zlib's own default, which the uplink uses. */
const LEVEL = 6;

const { encoder, events: file, batches, ms } = readOptions<Task>();
const events: readonly EdgeEvent[] = JSON.parse(readFileSync(file, 'utf8'));

/** One way of writing all the events. */
interface Course {
  readonly events: number;
  /** Writes them once; returns the bytes. */
  readonly pass: () => number;
  /** Microseconds per event, one for each round. */
  readonly rounds: number[];
}

function courseOf(size: number, write: Encoder): Course {
  const all = Array.from({ length: Math.floor(events.length / size) }, (_, i) =>
    events.slice(i * size, (i + 1) * size),
  );
  const bytesOf = (bodies: readonly Uint8Array[]) => bodies.reduce((bytes, body) => bytes + body.length, 0);
  const pass = () => all.reduce((bytes, batch) => bytes + bytesOf(write(batch)), 0);
  return { events: all.length * size, pass, rounds: [] };
}

/** Microseconds of CPU per pass, over as many passes as fill the time. */
function cpuOf(pass: () => number): number {
  const before = process.cpuUsage();
  for (let passes = 1; ; passes++) {
    pass();
    const { user, system } = process.cpuUsage(before);
    if (user + system >= ms * 1000) return (user + system) / passes;
  }
}

const costOf = ({ events: count, pass, rounds }: Course): Cost => {
  return { bytes: pass() / count, cpu: median(rounds) };
};

work(async () => {
  const encode = await encoderOf(encoder);
  const compress: Encoder = (batch) => encode(batch).map((body) => gzipSync(body, { level: LEVEL }));
  const courses = batches.map((size) => ({ plain: courseOf(size, encode), gzip: courseOf(size, compress) }));
  const all = courses.flatMap(({ plain, gzip }) => [plain, gzip]);
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const { events: count, pass, rounds } of all) {
      const cpu = cpuOf(pass);
      if (round >= WARM_UP_ROUNDS) rounds.push(cpu / count);
    }
  }
  tellResult(
    courses.map(({ plain, gzip }): EncoderMeasurement => ({ plain: costOf(plain), gzip: costOf(gzip) })),
  );
});

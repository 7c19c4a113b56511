/**
 * Measures how large one encoder's batches are and what they cost.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { EdgeEvent } from '../../../src/frame';
import { readOptions, tellResult, work } from '../../workerSide';
import { type Encoder, type EncoderName, encoderOf } from '../encoders';

export interface Task {
  readonly encoder: EncoderName;
  /** A file with the events, JSON. */
  readonly events: string;
  /** Events in a batch. */
  readonly batches: readonly number[];
  /** How long each figure is measured, milliseconds of CPU. */
  readonly ms: number;
}

/** For one event. */
export interface Cost {
  readonly bytes: number;
  /** Microseconds of CPU, all threads. */
  readonly cpu: number;
}

export interface Measurement {
  readonly plain: Cost;
  readonly gzip: Cost;
}

/** zlib's own default, and what the uplink uses. */
const LEVEL = 6;

const { encoder, events: file, batches, ms } = readOptions<Task>();
const events: readonly EdgeEvent[] = JSON.parse(readFileSync(file, 'utf8'));

function measure(size: number, write: Encoder): Cost {
  const all = Array.from({ length: Math.floor(events.length / size) }, (_, i) =>
    events.slice(i * size, (i + 1) * size),
  );
  const pass = () =>
    all.reduce((sum, batch) => sum + write(batch).reduce((bytes, body) => bytes + body.length, 0), 0);
  const bytes = pass() / (all.length * size);
  spend(pass, ms);
  const { passes, cpuMs } = spend(pass, ms);
  return { bytes, cpu: (cpuMs * 1000) / (passes * all.length * size) };
}

function spend(pass: () => number, atLeastMs: number): { passes: number; cpuMs: number } {
  const before = process.cpuUsage();
  for (let passes = 1; ; passes++) {
    pass();
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    if (cpuMs >= atLeastMs) return { passes, cpuMs };
  }
}

function measureBoth(size: number, encode: Encoder): Measurement {
  return {
    plain: measure(size, encode),
    gzip: measure(size, (batch) => encode(batch).map((body) => gzipSync(body, { level: LEVEL }))),
  };
}

work(async () => {
  const encode = await encoderOf(encoder);
  tellResult(batches.map((size) => measureBoth(size, encode)));
});

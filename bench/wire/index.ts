import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../Bench';
import { median, table } from '../figures';
import { Workers } from '../workers';
import { ENCODERS, type EncoderName } from './encoders';
import { type BatchSeries, eventsOf, SERIES } from './series';
import type { Cost, EncoderMeasurement, Task } from './workers/measureEncoder';

const ROUNDS = 3;
const BATCHES = [20, 200, 1000] as const;

/** How long a worker measures each figure per round, milliseconds of CPU. */
const MEASURE_MS = 40;
const QUICK_MS = 5;

const WORKER = join(__dirname, 'workers', 'measureEncoder.ts');

/** Bytes and CPU of each format for the same batches, with gzip and without. */
export const wireBench: Bench = {
  name: 'wire',
  title: 'Bytes on the wire',
  run: async ({ isQuick }) => {
    const workers = await Workers.build([WORKER]);
    try {
      const sections = [];
      for (const series of SERIES) sections.push(await section(workers, series, isQuick));
      return [INTRODUCTION, ...sections].join('\n\n');
    } finally {
      workers.remove();
    }
  },
};

const INTRODUCTION = [
  'The same events in every format, in batches of 20, 200 and 1,000. Per event: bytes of the request body, and CPU time to',
  'encode it (µs, all threads); "gz" is with gzip level 6. Each format runs in its own process; medians of interleaved rounds.',
  'CBOR and MessagePack write the rows of `wireband` with the payload as a value in place of the frame; values that Influx and',
  'OTLP leave out cost them nothing.',
].join('\n');

const ABOUT: Readonly<Record<BatchSeries, string>> = {
  plant: [
    '**A plant with mixed topics**: twelve halls, each with the devices of the demo, after a change filter of 2 %.',
    'Aim: columnar with gzip takes at most 13 bytes per event at 200, and no more CPU time than `wireband` with gzip.',
  ].join('\n'),
  occupancy: [
    '**A real series**: temperature, humidity, light and CO2 of an office, one topic each, one event per reading',
    '(test/fixtures/series). Aim: columnar with gzip takes at most 1.56 bytes per reading at 1,000.',
  ].join('\n'),
  rows: '**The same series, the four signals in one payload**: one event per minute, with four readings.',
};

async function section(workers: Workers, series: BatchSeries, isQuick: boolean): Promise<string> {
  const file = workers.path(`${series}.json`);
  writeFileSync(file, JSON.stringify(eventsOf(series)));
  const results = new Map<EncoderName, EncoderMeasurement[][]>(ENCODERS.map((encoder) => [encoder, []]));
  for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
    for (const encoder of ENCODERS) {
      const task: Task = { encoder, events: file, batches: BATCHES, ms: isQuick ? QUICK_MS : MEASURE_MS };
      results.get(encoder)?.push(await workers.run<EncoderMeasurement[]>(WORKER, task));
    }
    console.error(`${series}, round ${round + 1}`);
  }
  const head = ['', ...BATCHES.flatMap((size) => [`${size}: B`, 'gz B', 'µs', 'gz µs'])];
  const rows = ENCODERS.map((encoder) => [encoder, ...cells(results.get(encoder) ?? [])]);
  return [ABOUT[series], table(head, rows)].join('\n\n');
}

function cells(rounds: readonly (readonly EncoderMeasurement[])[]): string[] {
  return BATCHES.flatMap((_, i) => {
    const typical = (read: (measurement: EncoderMeasurement) => number) =>
      median(rounds.flatMap((round) => round.slice(i, i + 1).map(read)));
    const part = (cost: (measurement: EncoderMeasurement) => Cost, value: keyof Cost) =>
      typical((measurement) => cost(measurement)[value]);
    const plain = (measurement: EncoderMeasurement) => measurement.plain;
    const gzip = (measurement: EncoderMeasurement) => measurement.gzip;
    return [
      part(plain, 'bytes').toFixed(1),
      part(gzip, 'bytes').toFixed(2),
      part(plain, 'cpu').toFixed(2),
      part(gzip, 'cpu').toFixed(2),
    ];
  });
}

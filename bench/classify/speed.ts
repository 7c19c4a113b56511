import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import type { Bench } from '../Bench';
import { table } from '../figures';
import { Workers } from '../workers';
import type { ClassifierTimes, ClassifierTimesOptions } from './workers/classifierTimes';
import type { ObjectTimes, ObjectTimesOptions } from './workers/objectTimes';

const ROUNDS = 7;
const CASES = [
  { name: '100,000 distinct topics', topics: 100_000, aim: '1' },
  { name: '1,000 distinct topics', topics: 1000, aim: '0.3' },
] as const;
const CONTESTANTS = ['this classifier', '0.1.0, keywords', 'split and map'] as const;
const PROGRAM = resolve(__dirname, 'workers/classifierTimes.ts');
const OBJECTS_PROGRAM = resolve(__dirname, 'workers/objectTimes.ts');

const OBJECT_CASES = [
  { name: 'objects, 1,000 repeating topics', figure: 'repeating', aim: '0.5' },
  {
    name: 'objects, 100,000 topics that never repeat',
    figure: 'neverRepeating',
    aim: '1.2 times the cost without a cache',
  },
  { name: 'numbers, 1,000 repeating topics', figure: 'numbers', aim: '' },
  { name: '`readings` of objects, per reading', figure: 'reading', aim: '1.5' },
] as const;

/** The cost of a message, on many topics and on few, and of messages designed to be expensive. */
export const speedBench: Bench = {
  name: 'classify/speed',
  title: 'Classification: speed',
  run: async ({ isQuick }) => {
    const workers = await Workers.build([PROGRAM, OBJECTS_PROGRAM]);
    try {
      const options: ClassifierTimesOptions = {
        rounds: isQuick ? 1 : ROUNDS,
        topics: CASES.map(({ topics }) => topics),
      };
      const times = await workers.run<ClassifierTimes>(PROGRAM, options);
      const objectOptions: ObjectTimesOptions = { rounds: options.rounds };
      return report(times, await workers.run<ObjectTimes>(OBJECTS_PROGRAM, objectOptions));
    } finally {
      workers.remove();
    }
  },
};

function report({ mixed, hostile }: ClassifierTimes, objects: ObjectTimes): string {
  return [
    'Microseconds per message in `message` mode: sixteen styles mixed evenly (Tasmota, Zigbee2MQTT, Shelly, Homie,',
    'Home Assistant, Victron, ESPHome, rtl_433, building points, plant tags, German, single keys); five of them are',
    'objects, the others single values. For comparison, two simple loops over the same messages: the keyword table of',
    '0.1.0, and "split and map", which splits the topic and looks up each segment in a map. The three take turns every',
    '500 messages; a figure is the 10th percentile of such windows, so that other load on the machine hardly matters.',
    `Ratios are to split and map. Load average: ${loadavg()[0]?.toFixed(1)}.`,
    '',
    table(
      ['messages', 'aim µs', ...CONTESTANTS.flatMap((name) => [`${name} µs`, 'ratio'])],
      CASES.map(({ name, aim }, i) => [name, aim, ...withRatios(mixed[i] ?? [])]),
    ),
    '',
    'Objects with eight fields; topic and payload are created anew for each message. Answers are cached by topic and by',
    'the parts of the payload that were examined; if topics never repeat, the cache is tried only now and then.',
    '',
    table(
      ['messages', 'aim µs', 'µs'],
      OBJECT_CASES.map(({ name, figure, aim }) => [name, aim, objects[figure].toFixed(2)]),
    ),
    '',
    'Milliseconds per hostile message. Aims: 2 ms, and half the time for half the length.',
    '',
    table(
      ['message', ...CONTESTANTS.map((name) => `${name} ms`)],
      hostile.map(({ name, costs }) => [name, ...costs.map((cost) => cost.toFixed(2))]),
    ),
  ].join('\n');
}

function withRatios(costs: readonly number[]): string[] {
  const base = costs.at(-1) ?? Number.NaN;
  return costs.flatMap((cost) => [cost.toFixed(3), (cost / base).toFixed(2)]);
}

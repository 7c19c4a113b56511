import { Classifier } from '../../src/classify';
import type { Bench } from '../Bench';
import { percentile, table } from '../figures';
import type { Message } from './asks';
import { classifyByKeywords } from './keywordTable';
import { mixedMessages } from './realStyles';
import { splitAndLookUp } from './splitAndLookUp';

const ROUNDS = 7;
/** Messages that are classified in a round, so that short lists are gone through more often. */
const MESSAGES_A_ROUND = 200_000;
/** Messages that are timed together: short enough that many windows meet no other load of the machine. */
const WINDOW = 500;
/** The part of the windows, fastest first, that is taken for undisturbed. */
const QUIET_PART = 0.1;
const NO_MESSAGE: Message = { topic: '', payload: undefined };
/** Topics are at most this long in MQTT. */
const LONGEST_TOPIC = 65_535;
const HOSTILE_SEGMENTS = ['/', 'a/', 'temperatux/', 'level/', 'alarm/', 'aB', 'wind'];

type Classify = (message: Message) => unknown;

interface Contestant {
  readonly name: string;
  readonly classify: Classify;
}

/** What a message costs, on many topics and few, and on what was made to cost much. */
export const speedBench: Bench = {
  name: 'classify/speed',
  title: 'Classification: speed',
  run: async ({ isQuick }) => {
    const rounds = isQuick ? 1 : ROUNDS;
    const contestants = allContestants();
    const many = mixedMessages(100_000);
    const few = mixedMessages(1000);
    const cases = [
      { name: '100,000 distinct topics', aim: '1', messages: many },
      { name: '1,000 distinct topics', aim: '0.3', messages: few },
    ];
    return [
      'Microseconds a message in `message` mode: sixteen styles mixed evenly (Tasmota, Zigbee2MQTT, Shelly, Homie,',
      'Home Assistant, Victron, ESPHome, rtl_433, building points, tags of plants, German, lone keys), half of them with',
      'parsed JSON. Beside it simple loops on the same messages in the same rounds: the topic split and each segment',
      'looked up in a map, and the keyword table of 0.1.0.',
      'The three take turns every 500 messages; a figure is the 10th percentile of such windows, so that other load of the',
      'machine counts little. Ratios are to the split and map.',
      '',
      table(
        ['messages', 'aim µs', ...contestants.flatMap(({ name }) => [`${name} µs`, 'ratio'])],
        cases.map(({ name, aim, messages }) => [
          name,
          aim,
          ...withRatios(measureInTurn(contestants, messages, rounds, isQuick)),
        ]),
      ),
      '',
      'Hostile messages, milliseconds each; the aim is 2 ms.',
      '',
      table(['message', 'this classifier ms', 'split and map ms', 'ratio'], hostileRows(contestants, rounds)),
    ].join('\n');
  },
};

function allContestants(): Contestant[] {
  const classifier = new Classifier();
  return [
    { name: 'this classifier', classify: ({ topic, payload }) => classifier.classify(topic, payload) },
    { name: '0.1.0, keywords', classify: ({ topic, payload }) => classifyByKeywords(topic, payload) },
    { name: 'split and map', classify: ({ topic, payload }) => splitAndLookUp(topic, payload) },
  ];
}

/** Microseconds a message of each, measured in turn, window after window, all messages in each round. */
function measureInTurn(
  contestants: readonly Contestant[],
  messages: readonly Message[],
  rounds: number,
  isQuick: boolean,
): number[] {
  const passes = isQuick ? 1 : Math.max(1, Math.round(MESSAGES_A_ROUND / messages.length));
  const windows = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (let from = 0; from < passes * messages.length; from += WINDOW) {
      for (const [i, { classify }] of contestants.entries()) {
        const started = process.hrtime.bigint();
        for (let n = from; n < from + WINDOW; n++) classify(messages[n % messages.length] ?? NO_MESSAGE);
        const nanoseconds = Number(process.hrtime.bigint() - started);
        // The first round warms up.
        if (round > 0) windows[i]?.push(nanoseconds / 1000 / WINDOW);
      }
    }
  }
  return windows.map((seen) => percentile(seen, QUIET_PART));
}

function withRatios(costs: readonly number[]): string[] {
  const base = costs.at(-1) ?? Number.NaN;
  return costs.flatMap((cost) => [cost.toFixed(3), (cost / base).toFixed(2)]);
}

function hostileRows(contestants: readonly Contestant[], rounds: number): string[][] {
  const [ours, , base] = contestants;
  if (!ours || !base) return [];
  return hostileMessages().map(({ name, message }) => {
    const costs = [ours, base].map(({ classify }) => {
      const seen = Array.from({ length: rounds * 5 }, () => milliseconds(() => classify(message)));
      return percentile(seen.slice(rounds), QUIET_PART);
    });
    const [cost = Number.NaN, simple = Number.NaN] = costs;
    return [name, cost.toFixed(2), simple.toFixed(2), (cost / simple).toFixed(1)];
  });
}

function hostileMessages(): { name: string; message: Message }[] {
  const ofLength = (segment: string, length: number) =>
    segment.repeat(Math.ceil(length / segment.length)).slice(0, length);
  const keys = (key: (i: number) => string) =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [key(i), i]));
  return [
    ...HOSTILE_SEGMENTS.map((segment) => ({
      name: `topic of 65,535 bytes, \`${segment}\` repeated`,
      message: { topic: ofLength(segment, LONGEST_TOPIC), payload: 1 },
    })),
    {
      name: 'the same, half as long, `a/`',
      message: { topic: ofLength('a/', Math.floor(LONGEST_TOPIC / 2)), payload: 1 },
    },
    { name: '10,000 unknown keys', message: { topic: 'x', payload: keys((i) => `k${i}`) } },
    { name: '10,000 keys with units', message: { topic: 'x', payload: keys((i) => `level_${i}_unit`) } },
    { name: '10,000 weak keys', message: { topic: 'x', payload: keys((i) => `level_${i}`) } },
  ];
}

function milliseconds(run: () => void): number {
  const started = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - started) / 1e6;
}

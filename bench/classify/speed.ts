import { Classifier } from '../../src/classify';
import type { Bench } from '../Bench';
import { median, table } from '../figures';
import type { Message } from './asks';
import { classifyByKeywords } from './keywordTable';
import { mixedMessages } from './realStyles';
import { splitAndLookUp } from './splitAndLookUp';

const ROUNDS = 7;
/** Messages that are classified in a round, so that short lists are gone through more often. */
const MESSAGES_A_ROUND = 200_000;
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
      'Microseconds of CPU a message in `message` mode: sixteen styles mixed evenly (Tasmota, Zigbee2MQTT, Shelly, Homie,',
      'Home Assistant, Victron, ESPHome, rtl_433, building points, tags of plants, German, lone keys), half of them with',
      'parsed JSON. Beside it simple loops on the same messages in the same rounds: the topic split and each segment',
      'looked up in a map, and the keyword table of 0.1.0.',
      `Medians of ${rounds} interleaved rounds; ratios are to the split and map.`,
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

/** Median microseconds a message of each, measured in turn. */
function measureInTurn(
  contestants: readonly Contestant[],
  messages: readonly Message[],
  rounds: number,
  isQuick: boolean,
): number[] {
  const passes = isQuick ? 1 : Math.max(1, Math.round(MESSAGES_A_ROUND / messages.length));
  const seen = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { classify }] of contestants.entries()) {
      const cost = cpuMicroseconds(() => {
        for (let pass = 0; pass < passes; pass++) for (const message of messages) classify(message);
      });
      // The first round warms up.
      if (round > 0) seen[i]?.push(cost / passes / messages.length);
    }
  }
  return seen.map(median);
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
      const seen = Array.from({ length: rounds + 1 }, () => cpuMicroseconds(() => classify(message)) / 1000);
      return median(seen.slice(1));
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

function cpuMicroseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

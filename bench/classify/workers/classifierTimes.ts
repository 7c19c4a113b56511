import { Classifier } from '../../../src/classify';
import { percentile } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import type { Message } from '../asks';
import { classifyByKeywords } from '../keywordTable';
import { mixedMessages } from '../realStyles';
import { splitAndLookUp } from '../splitAndLookUp';

export interface ClassifierTimesOptions {
  readonly rounds: number;
  /** Numbers of distinct topics. */
  readonly topics: readonly number[];
}

/** Figures of this classifier, of the keywords of 0.1.0, and of split and map. */
export interface ClassifierTimes {
  /** Microseconds per message, for each number of topics. */
  readonly mixed: readonly (readonly number[])[];
  /** Milliseconds of single messages. */
  readonly hostile: readonly { readonly name: string; readonly costs: readonly number[] }[];
}

/** Messages to classify per round: short lists are repeated. */
const MESSAGES_A_ROUND = 200_000;
/** Messages timed together: few enough that many windows see no other load on the machine. */
const WINDOW = 500;
/** The share of the windows, fastest first, that counts as undisturbed. */
const QUIET_PART = 0.1;
const NO_MESSAGE: Message = { topic: '', payload: undefined };
/** Maximum length of a topic in MQTT. */
const LONGEST_TOPIC = 65_535;
const HOSTILE_SEGMENTS = ['/', 'a/', 'temperatux/', 'level/', 'alarm/', 'aB', 'wind'];

type Classify = (message: Message) => unknown;

interface Contestant {
  readonly name: string;
  readonly classify: Classify;
}

work(async () => {
  const { rounds, topics } = readOptions<ClassifierTimesOptions>();
  const contestants = allContestants();
  tellResult({
    mixed: topics.map((count) => measureInTurn(contestants, mixedMessages(count), rounds)),
    hostile: hostileMessages().map(({ name, message }) => ({
      name,
      costs: contestants.map(({ classify }) => {
        const seen = Array.from({ length: rounds * 5 }, () => milliseconds(() => classify(message)));
        return percentile(seen.slice(rounds), QUIET_PART);
      }),
    })),
  } satisfies ClassifierTimes);
});

function allContestants(): Contestant[] {
  const classifier = new Classifier();
  return [
    { name: 'this classifier', classify: ({ topic, payload }) => classifier.classify(topic, payload) },
    { name: '0.1.0, keywords', classify: ({ topic, payload }) => classifyByKeywords(topic, payload) },
    { name: 'split and map', classify: ({ topic, payload }) => splitAndLookUp(topic, payload) },
  ];
}

/** Microseconds per message for each contestant, measured in turn, window by window, all messages in each round. */
function measureInTurn(
  contestants: readonly Contestant[],
  messages: readonly Message[],
  rounds: number,
): number[] {
  const passes = Math.max(1, Math.round(MESSAGES_A_ROUND / messages.length));
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

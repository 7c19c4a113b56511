import { Classifier, readingsOf } from '../../../src/classify';
import { percentile } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import type { Message } from '../asks';

export interface ObjectTimesOptions {
  readonly rounds: number;
}

/** Microseconds per message, or per reading. */
export interface ObjectTimes {
  readonly repeating: number;
  readonly neverRepeating: number;
  readonly numbers: number;
  readonly reading: number;
}

const TOPICS = 1000;
const NEVER = 100_000;
/** Messages timed together: few enough that many windows see no other load on the machine. */
const WINDOW = 500;
const WINDOWS_A_ROUND = 100;
/** The share of the windows, fastest first, that counts as undisturbed. */
const QUIET_PART = 0.1;

work(async () => {
  const { rounds } = readOptions<ObjectTimesOptions>();
  const windows = rounds * WINDOWS_A_ROUND;
  tellResult({
    repeating: measure(windows, (n) => objectMessage(n % TOPICS, n), classifying()),
    neverRepeating: measure(Math.max(windows, NEVER / WINDOW), (n) => objectMessage(n, n), classifying()),
    numbers: measure(windows, (n) => ({ ...objectMessage(n % TOPICS, n), payload: n % 100 }), classifying()),
    reading: measure(windows, (n) => objectMessage(n % TOPICS, n), readingAll()),
  } satisfies ObjectTimes);
});

/** Processes a message; returns how many things to count: the message itself, or its readings. */
type Run = (message: Message) => number;

function classifying(): Run {
  const classifier = new Classifier();
  return ({ topic, payload }) => {
    classifier.classify(topic, payload);
    return 1;
  };
}

function readingAll(): Run {
  const classifier = new Classifier();
  return ({ topic, payload }) => readingsOf(classifier, topic, payload)?.length ?? 0;
}

/** A device's message with eight fields, as from the network: text and objects that no code has read yet. */
function objectMessage(device: number, n: number): Message {
  const topic = Buffer.from(`site/area${device % 10}/device${device}`).toString();
  const payload = {
    ts: 1_795_700_000_000 + n,
    temperature: 20 + (n % 100) / 10,
    humidity: 40 + (n % 20),
    pressure: 1013.2 - (n % 7),
    battery: 90,
    linkquality: n % 255,
    state: n % 2 === 0 ? 'ON' : 'OFF',
    unit: 'C',
  };
  return { topic, payload: JSON.parse(JSON.stringify(payload)) };
}

/** Microseconds per thing. The first third of the windows is warm-up. */
function measure(windows: number, message: (n: number) => Message, run: Run): number {
  const seen: number[] = [];
  for (let window = 0; window < windows; window++) {
    const messages = Array.from({ length: WINDOW }, (_, i) => message(window * WINDOW + i));
    let things = 0;
    const started = process.hrtime.bigint();
    for (const each of messages) things += run(each);
    const nanoseconds = Number(process.hrtime.bigint() - started);
    if (window * 3 >= windows) seen.push(nanoseconds / 1000 / things);
  }
  return percentile(seen, QUIET_PART);
}

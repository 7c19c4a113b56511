import type { Pace } from '../../test/harness/flood/Feed';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import { STRETCHES } from './flows';
import { measurePath, type PathMeasurement } from './measurePath';

const ROUNDS = 3;

/** Messages in flight when sending keeps pace with arrival: enough that nothing on the path idles. */
const SATURATED: Pace = { ahead: 4000 };

const STEADY: Pace = { rate: 5000 };

/** Measured when 0.1.0 was the latest release. */
const RELEASE_010 = [
  ['mqtt in', '7.6', '16.9', '1.00'],
  ['mqtt in → classify', '12.9', '33.3', '1.97'],
  ['mqtt in → classify → delta', '18.8', '42.8', '2.53'],
  ['mqtt in → classify → delta → uplink, memory', '42.4', '71.1', '4.21'],
  ['mqtt in → classify → delta → uplink, disk', '43.8', '97.8', '5.79'],
];

/** The measurements of one round, in the order of the stretches. */
type Round = readonly PathMeasurement[];

/**
 * The path of a message through Node-RED: mqtt in alone compared with the pipeline, node by node. Each round runs every
 * stretch once, so that other load on the machine affects all of them; ratios are formed within a round, and the median
 * of the rounds is shown.
 */
export const messagePathBench: Bench = {
  name: 'message-path',
  title: 'The path of a message',
  run: async ({ isQuick }) => {
    const rounds = isQuick ? 1 : ROUNDS;
    const broker = await startBroker();
    try {
      const saturated: Round[] = [];
      const steady: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        saturated.push(await measureAll(broker.port, SATURATED));
        steady.push(await measureAll(broker.port, STEADY));
      }
      return report(saturated, steady, broker.name);
    } finally {
      await broker.close();
    }
  },
};

async function measureAll(brokerPort: number, pace: Pace): Promise<Round> {
  const results: PathMeasurement[] = [];
  for (const stretch of STRETCHES) {
    const measurement = await measurePath(stretch, brokerPort, pace);
    results.push(measurement);
    console.error(`${JSON.stringify(pace)} ${stretch.name}: ${describe(measurement)}`);
  }
  return results;
}

function report(saturated: readonly Round[], steady: readonly Round[], broker: string): string {
  const rows = STRETCHES.map(({ name }, i) => [
    name,
    ...figures(saturated, i, 'rate', count),
    ...figures(saturated, i, 'cpu', oneDigit),
    ...figures(saturated, i, 'mainCpu', oneDigit),
    ...figures(steady, i, 'cpu', oneDigit),
    ...figures(steady, i, 'mainCpu', oneDigit),
  ]);
  const head = ['msg/s', 'µs/msg', 'µs main', '5k/s µs/msg', '5k/s µs main'].flatMap((name) => [
    name,
    'ratio',
  ]);
  return [
    `${broker}, QoS 0, 1,000 topics, JSON payloads; broker, publisher and backend on the same machine. CPU time is that of the`,
    'Node-RED process: all threads, and the main thread alone. Messages are counted at the backend or, without an uplink, at',
    'a node at the end of the flow. The first three figures are at saturation, with 4,000 messages in flight; the last two at',
    `a steady 5,000 messages per second, after 20 s of it. Medians of ${saturated.length} interleaved rounds; each ratio is formed within a round.`,
    '',
    table(['path', ...head], rows),
    '',
    'Release 0.1.0, which has no separate thread for spool and delivery, on two cores of the same kind:',
    '',
    table(['path', 'µs/msg', '5k/s µs/msg', 'ratio'], RELEASE_010),
  ].join('\n');
}

/** The median of a figure of a stretch, and of its ratio to the first stretch. */
function figures(
  rounds: readonly Round[],
  stretch: number,
  figure: keyof PathMeasurement,
  show: (value: number) => string,
): [string, string] {
  const of = (round: Round, i: number): number => round[i]?.[figure] ?? Number.NaN;
  return [
    show(median(rounds.map((round) => of(round, stretch)))),
    median(rounds.map((round) => of(round, stretch) / of(round, 0))).toFixed(2),
  ];
}

function oneDigit(value: number): string {
  return value.toFixed(1);
}

function describe({ rate, cpu, mainCpu }: PathMeasurement): string {
  return `${Math.round(rate)} msg/s, ${cpu.toFixed(1)} µs/msg, ${mainCpu.toFixed(1)} of it in the main thread`;
}

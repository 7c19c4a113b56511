import type { Pace } from '../../test/harness/flood/Feed';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import { STRETCHES, type Stretch, WHOLE } from './flows';
import { measurePath, type PathMeasurement } from './measurePath';
import { withRelease010 } from './release010';

const ROUNDS = 3;

/** Messages in flight when sending keeps pace with arrival: enough that nothing on the path idles. */
const SATURATED: Pace = { ahead: 4000 };

const STEADY: Pace = { rate: 5000 };

/** A stretch of the path, run by this package or by an earlier release. */
interface Contender {
  readonly name: string;
  readonly stretch: Stretch;
  readonly packageFolder?: string;
}

/** The measurements of one round, in the order of the contenders. */
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
      return await withRelease010(async (packageFolder) => {
        const contenders: Contender[] = [
          ...STRETCHES.map((stretch) => ({ name: stretch.name, stretch })),
          { name: `release 0.1.0: ${WHOLE.name}`, stretch: WHOLE, packageFolder },
        ];
        const saturated: Round[] = [];
        const steady: Round[] = [];
        for (let round = 0; round < rounds; round++) {
          saturated.push(await measureAll(contenders, broker.port, SATURATED));
          steady.push(await measureAll(contenders, broker.port, STEADY));
        }
        return report(contenders, saturated, steady, broker.name);
      });
    } finally {
      await broker.close();
    }
  },
};

async function measureAll(contenders: readonly Contender[], brokerPort: number, pace: Pace): Promise<Round> {
  const results: PathMeasurement[] = [];
  for (const { name, stretch, packageFolder } of contenders) {
    const measurement = await measurePath(stretch, brokerPort, pace, packageFolder);
    results.push(measurement);
    console.error(`${JSON.stringify(pace)} ${name}: ${describe(measurement)}`);
  }
  return results;
}

function report(
  contenders: readonly Contender[],
  saturated: readonly Round[],
  steady: readonly Round[],
  broker: string,
): string {
  const rows = contenders.map(({ name }, i) => [
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
    'a steady 5,000 messages per second, after 20 s of it. Release 0.1.0 has no thread of its own for spool and delivery.',
    `Medians of ${saturated.length} interleaved rounds; each ratio is formed within a round. Aims: at 5,000 per second, the whole pipeline at`,
    'most 3 times the CPU time of mqtt in, of which classify adds at most 0.4; at saturation, 0.45 of its rate, and at most 20 µs',
    'more in all threads and 12 in the main thread. The profile below shows where the time goes.',
    '',
    table(['path', ...head], rows),
  ].join('\n');
}

/** The median of a figure of a contender, and of its ratio to the first one. */
function figures(
  rounds: readonly Round[],
  contender: number,
  figure: keyof PathMeasurement,
  show: (value: number) => string,
): [string, string] {
  const of = (round: Round, i: number): number => round[i]?.[figure] ?? Number.NaN;
  return [
    show(median(rounds.map((round) => of(round, contender)))),
    median(rounds.map((round) => of(round, contender) / of(round, 0))).toFixed(2),
  ];
}

function oneDigit(value: number): string {
  return value.toFixed(1);
}

function describe({ rate, cpu, mainCpu }: PathMeasurement): string {
  return `${Math.round(rate)} msg/s, ${cpu.toFixed(1)} µs/msg, ${mainCpu.toFixed(1)} of it in the main thread`;
}

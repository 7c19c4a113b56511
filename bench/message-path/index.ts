import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import { startBroker } from './broker';
import { type Stretch, stretches } from './flows';
import { measurePath, type Pace, type PathMeasurement, startSink } from './measurePath';

const ROUNDS = 3;

/** Messages on their way at once when as many are sent as are taken. */
const SATURATED: Pace = { window: 2000 };

const STEADY: Pace = { rate: 5000 };

/**
 * The path of a message through Node-RED: mqtt in alone against the pipeline, node by node. Each round runs every
 * stretch once, so that what else the machine does meets all of them; medians of the rounds.
 */
export const messagePathBench: Bench = {
  name: 'message-path',
  title: 'The path of a message',
  run: ({ isQuick }) => benchMessagePath(isQuick ? 1 : ROUNDS),
};

async function benchMessagePath(rounds: number): Promise<string> {
  const broker = await startBroker();
  const sink = await startSink();
  try {
    const all = stretches(broker.port, sink.port);
    const saturated = await measureRounds(all, broker.port, SATURATED, rounds);
    const steady = await measureRounds(all, broker.port, STEADY, rounds);
    return report(all, saturated, steady, broker.name);
  } finally {
    sink.close();
    await broker.close();
  }
}

async function measureRounds(
  all: readonly Stretch[],
  brokerPort: number,
  pace: Pace,
  rounds: number,
): Promise<PathMeasurement[][]> {
  const results: PathMeasurement[][] = all.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, stretch] of all.entries()) {
      const measurement = await measurePath(stretch, brokerPort, pace);
      results[i]?.push(measurement);
      console.error(`round ${round + 1}, ${stretch.name}: ${describe(measurement)}`);
    }
  }
  return results;
}

function report(
  all: readonly Stretch[],
  saturated: PathMeasurement[][],
  steady: PathMeasurement[][],
  broker: string,
): string {
  const rate = (results: PathMeasurement[]) => median(results.map((result) => result.rate));
  const cpu = (results: PathMeasurement[]) => median(results.map((result) => result.cpuPerMessage));
  const base = saturated[0] ?? [];
  const steadyBase = steady[0] ?? [];
  const rows = all.map(({ name }, i) => {
    const full = saturated[i] ?? [];
    const paced = steady[i] ?? [];
    return [
      name,
      count(rate(full)),
      `${(rate(full) / rate(base)).toFixed(2)}`,
      `${cpu(full).toFixed(1)}`,
      `${(cpu(full) / cpu(base)).toFixed(2)}`,
      `${cpu(paced).toFixed(1)}`,
      `${(cpu(paced) / cpu(steadyBase)).toFixed(2)}`,
    ];
  });
  return [
    `${broker}, QoS 0, 1,000 topics, JSON payloads; broker, publisher and backend on the same machine. CPU is that of the`,
    'Node-RED process, all threads. "Saturated" sends as much as is taken, "5k/s" a steady 5,000 messages a second.',
    `Medians of ${(saturated[0] ?? []).length} interleaved rounds.`,
    '',
    table(['path', 'saturated msg/s', 'ratio', 'µs/msg', 'ratio', '5k/s µs/msg', 'ratio'], rows),
  ].join('\n');
}

function describe({ rate, cpuPerMessage }: PathMeasurement): string {
  return `${Math.round(rate)} msg/s, ${cpuPerMessage.toFixed(1)} µs/msg`;
}

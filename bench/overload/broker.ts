import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import { closedLoopRate, type Flood, flood, floodWithout, type Storage } from './measureBroker';

const ROUNDS = 3;
const STORAGES: readonly Storage[] = ['memory', 'disk'];

/** Multiples of what a closed loop delivers. */
const LOADS = [1, 1.5, 3] as const;

interface Result extends Flood {
  /** Events per second in the closed loop of the same round. */
  readonly closedRate: number;
}

/**
 * The gateway behind a real broker, flooded from its first message on: the publisher has its own process and keeps its
 * rate whether or not anything keeps up.
 */
export const brokerBench: Bench = {
  name: 'overload/broker',
  title: 'Overload: a flood through a broker, from the first second on',
  run: async ({ isQuick }) => {
    const rounds = isQuick ? 1 : ROUNDS;
    const broker = await startBroker();
    const rows = STORAGES.flatMap((storage) =>
      LOADS.map((load) => ({ storage, load, results: [] as Result[] })),
    );
    try {
      for (let round = 0; round < rounds; round++) {
        for (const storage of STORAGES) {
          const closedRate = await closedLoopRate(broker.port, storage, isQuick);
          console.error(
            `round ${round + 1}, ${storage}: ${Math.round(closedRate)} events/s in a closed loop`,
          );
          for (const row of rows.filter((each) => each.storage === storage)) {
            const result = await flood(broker.port, storage, closedRate * row.load);
            row.results.push({ ...result, closedRate });
            console.error(`  ${row.load} times: ${describe(result)}`);
          }
        }
      }
      const most = Math.max(
        ...rows.flatMap(({ load, results }) => results.map((one) => one.closedRate * load)),
      );
      const without = await floodWithout(broker.port, most);
      return report(rows, broker.name, rounds, without);
    } finally {
      await broker.close();
    }
  },
};

interface Row {
  readonly storage: Storage;
  readonly load: number;
  readonly results: readonly Result[];
}

function report(
  rows: readonly Row[],
  broker: string,
  rounds: number,
  without: Pick<Flood, 'rssMb' | 'delayP99Ms'>,
): string {
  const head = [
    ...[
      'load',
      'closed loop events/s',
      'minimum in 5 s',
      'ratio',
      'requests',
      'dropped',
      'lost before',
      'unaccounted',
      'RSS MB',
    ],
    'loop delay, p99 ms',
  ];
  return [
    `mqtt in → classify → delta → uplink behind ${broker}, QoS 0, JSON payloads, the settings of a new node; publisher,`,
    'broker and backend in separate processes on the same machine. The load is a multiple of what a closed loop delivers in',
    'the same round; it lasts 14 s and hits a gateway that has been idle until then. Minimum: the worst five seconds at the',
    'backend, from the third second on; the aim is 0.8 of the closed loop.',
    'Lost before: messages that the broker, which guarantees nothing with QoS 0, or the client did not pass on.',
    `Medians of ${rounds} interleaved rounds; lost and unaccounted messages, memory and loop delay: the worst of them.`,
    'Aim for the memory: at most 300 MB. Without this package, with mqtt in and a change node alone, the highest of these loads',
    `leads to ${count(without.rssMb)} MB and a loop delay of ${count(without.delayP99Ms)} ms (p99): Node.js reads up to 2 MiB from the socket in a turn, and`,
    'the messages of a turn outlive the collection of young garbage.',
    '',
    table(
      head,
      rows.map(({ storage, load, results }) => {
        const typical = (read: (result: Result) => number) => median(results.map(read));
        const worst = (read: (result: Result) => number) => Math.max(...results.map(read));
        return [
          `${storage}, load × ${load}`,
          count(typical(({ closedRate }) => closedRate)),
          count(typical(({ leastRate }) => leastRate)),
          typical(({ leastRate, closedRate }) => leastRate / closedRate).toFixed(2),
          count(typical(({ requests }) => requests)),
          `${(typical(({ droppedShare }) => droppedShare) * 100).toFixed(1)} %`,
          count(worst(({ lostBefore }) => lostBefore)),
          count(worst(({ unaccounted }) => Math.abs(unaccounted))),
          count(worst(({ rssMb }) => rssMb)),
          count(worst(({ delayP99Ms }) => delayP99Ms)),
        ];
      }),
    ),
  ].join('\n');
}

function describe({ leastRate, requests, droppedShare, rssMb, delayP99Ms }: Flood): string {
  return [
    `${Math.round(leastRate)} events/s at least, ${requests} requests, ${(droppedShare * 100).toFixed(1)} % dropped`,
    `${Math.round(rssMb)} MB, loop late by ${Math.round(delayP99Ms)} ms`,
  ].join(', ');
}

import type { Bench } from '../Bench';
import { count, median, table } from '../figures';
import { type Load, measureSocket, type SocketMeasurement } from './measureSocket';

const ROUNDS = 3;

/** Messages in flight in a closed loop: enough that nothing on the path idles. */
const AHEAD = 4000;

const LOADS: readonly Load[] = (['memory', 'disk'] as const).flatMap((storage) => [
  { name: `${storage}, closed loop`, pace: { ahead: AHEAD }, storage },
  { name: `${storage}, open loop`, pace: 'open' as const, storage },
]);

/**
 * The gateway fed with as much as it delivers (closed loop) and with as much as its socket takes (open loop): under
 * overload it must deliver about as much, in order, and count the events it drops.
 */
export const socketBench: Bench = {
  name: 'overload/socket',
  title: 'Overload: as much as the socket takes',
  run: async ({ isQuick }) => {
    const rounds = isQuick ? 1 : ROUNDS;
    const results = LOADS.map((): SocketMeasurement[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, load] of LOADS.entries()) {
        const measurement = await measureSocket(load);
        results[i]?.push(measurement);
        console.error(`round ${round + 1}, ${load.name}: ${Math.round(measurement.posted)} events/s posted`);
      }
    }
    return report(results, rounds);
  },
};

function report(results: readonly SocketMeasurement[][], rounds: number): string {
  const rate = (i: number) => median((results[i] ?? []).map(({ posted }) => posted));
  const head = [
    'load',
    'posted events/s',
    'ratio',
    'taken in msg/s',
    'dropped',
    'turn ms',
    'requests per turn',
    'µs/event',
    'RSS MB',
    'out of order',
    'unaccounted',
  ];
  // Each open loop follows its closed one.
  const rows = LOADS.map(({ name, pace }, i) => [
    name,
    ...cells(results[i] ?? [], rate(i) / rate(pace === 'open' ? i - 1 : i)),
  ]);
  return [
    'mqtt in → classify → delta → uplink, QoS 0, JSON payloads, the settings of a new node; feed and backend on the same',
    'machine, and the feed costs next to nothing. In a closed loop it stays 4,000 messages ahead of the backend; in an open',
    'loop it sends as much as the socket takes. A gateway drops and counts the events that it cannot deliver.',
    'Ratio: open loop to closed loop; the aim is 0.8. Turn: one turn of the main thread’s event loop, on average.',
    `Medians of ${rounds} interleaved rounds; events out of order or unaccounted: the worst of them.`,
    '',
    table(head, rows),
  ].join('\n');
}

function cells(results: readonly SocketMeasurement[], ratio: number): string[] {
  const typical = (read: (result: SocketMeasurement) => number) => median(results.map(read));
  const worst = (read: (result: SocketMeasurement) => number) =>
    count(Math.max(...results.map((result) => Math.abs(read(result)))));
  return [
    count(typical(({ posted }) => posted)),
    ratio.toFixed(2),
    count(typical(({ takenIn }) => takenIn)),
    `${(typical(({ droppedShare }) => droppedShare) * 100).toFixed(1)} %`,
    typical(({ turnMs }) => turnMs).toFixed(1),
    typical(({ requestsPerTurn }) => requestsPerTurn).toFixed(1),
    typical(({ cpuPerEvent }) => cpuPerEvent).toFixed(1),
    count(typical(({ rssMb }) => rssMb)),
    worst(({ outOfOrder }) => outOfOrder),
    worst(({ unaccounted }) => unaccounted),
  ];
}

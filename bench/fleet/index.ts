import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { Workers } from '../workers';
import { linePlot } from './linePlot';
import type { FleetOptions, FleetResult } from './workers/simulateFleet';

const SOURCE = resolve(__dirname, 'workers/simulateFleet.ts');
const PLOT = resolve(__dirname, '../../docs/images/fleet-recovery.svg');

/** Maximum duration of a run. */
const TIMEOUT_MS = 3_600_000;

interface Run {
  readonly name: string;
  readonly jitter: FleetOptions['jitter'];
}

const RUNS: readonly Run[] = [
  { name: 'this package', jitter: 'full' },
  { name: 'without jitter', jitter: 'none' },
];

/** What a backend sees of many gateways: in normal operation, and on its return after an outage. */
export const fleetBench: Bench = {
  name: 'fleet',
  title: 'A fleet after an outage',
  run: async ({ isQuick }) => {
    const gateways = isQuick ? 100 : 10_000;
    const outageSeconds = isQuick ? 300 : 3600;
    const workers = await Workers.build([SOURCE]);
    try {
      const results = await Promise.all(RUNS.map((run) => simulate(workers, run, gateways, outageSeconds)));
      if (!isQuick) writeFileSync(PLOT, plot(results));
      return report(results, gateways, outageSeconds);
    } finally {
      workers.remove();
    }
  },
};

function simulate(
  workers: Workers,
  { jitter }: Run,
  gateways: number,
  outageSeconds: number,
): Promise<FleetResult> {
  const options: FleetOptions = {
    gateways,
    eventsPerSecond: 5,
    outageSeconds,
    jitter,
    // Two thirds of it is in use in normal operation: one request and five events per second from each gateway.
    backend: { requestsPerSecond: gateways * 3, eventsPerSecond: gateways * 15, queueMs: 2000 },
  };
  return workers.run<FleetResult>(SOURCE, options, TIMEOUT_MS);
}

function report(results: readonly FleetResult[], gateways: number, outageSeconds: number): string {
  const rows = RUNS.map(({ name }, i) => [name, ...cells(results[i])]);
  const head = [
    '',
    'maximum requests in 0.1 s, normal operation',
    'peak load, normal operation',
    'peak load, after the outage',
    'drained after',
    'refused',
    'requests',
  ];
  return [
    `${count(gateways)} gateways, each with the package’s own delivery code and a spool that only counts, on one virtual clock;`,
    `5 events per second each, all sensors read at the full second; default settings. The backend is away for ${outageSeconds / 60}`,
    `minutes. Its capacity is ${count(gateways * 3)} requests without events, or ${count(gateways * 15)} events, per second; two thirds of that is used`,
    'in normal operation, and work beyond a queue of 2 s is answered 503. Load: the work requested within a second, as a',
    'fraction of the capacity; refused requests count in full. Drained: at most two seconds’ worth of events wait.',
    '“Without jitter” is the same code without its random parts: delays grow exponentially and are the same for all gateways,',
    'and flushes follow the sensors. It still remembers 429 and 503; plain exponential backoff would do worse.',
    'Maximum requests: as a fraction of the capacity for that time.',
    '',
    table(head, rows),
  ].join('\n');
}

function cells(result: FleetResult | undefined): string[] {
  if (!result) return [];
  const { usualTenth, usualPeak, peak, drainSeconds, refused, requests } = result;
  return [
    usualTenth.toFixed(2),
    usualPeak.toFixed(2),
    peak.toFixed(2),
    drainSeconds === null ? 'never' : `${count(drainSeconds)} s`,
    `${((100 * refused) / requests).toFixed(1)} %`,
    count(requests),
  ];
}

function plot(results: readonly FleetResult[]): string {
  return linePlot({
    title: 'Load on a backend after an outage of one hour, as a fraction of its capacity',
    xLabel: 'seconds since its return',
    lines: RUNS.map(({ name }, i) => ({ name, values: results[i]?.loads ?? [] })),
  });
}

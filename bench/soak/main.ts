/**
 * The soak test: a real Node-RED with the uplink's spool on disk, at a steady rate, with repeated outages. Prints a
 * table and ends with code 1 if memory or handles grow, or if a counter is not exact.
 * `npm run soak`; WIREBAND_SOAK_MINUTES (30), WIREBAND_SOAK_RATE (2,000 messages per second),
 * WIREBAND_SOAK_PERIOD (60 s, with the backend away for a third of it) and WIREBAND_SOAK_SOURCE (`mqtt in`, or
 * `wireband-mqtt-in` with QoS 1) change the defaults.
 */
import { connectAsync } from 'mqtt';
import type { BrokerFigures } from '../../nodes/runtime/brokerFiguresEndpoint';
import type { Stats } from '../../src';
import { Pacer } from '../../test/harness/clock/Pacer';
import { PROBE_NODES } from '../../test/harness/gateway/gateway';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../../test/harness/package/packedPackage';
import { sleep, until } from '../../test/harness/until';
import { startBroker } from '../broker';
import { NumberedSink, OUTAGES } from './NumberedSink';
import { growth, handlesOf, type ProcessSample, rssOf } from './ProcessSamples';
import { qosOf, SOURCES, soakFlow } from './soakFlow';

const MINUTES = Number(process.env.WIREBAND_SOAK_MINUTES ?? 30);
const RATE = Number(process.env.WIREBAND_SOAK_RATE ?? 2000);
const PERIOD_MS = Number(process.env.WIREBAND_SOAK_PERIOD ?? 60) * 1000;
const SOURCE = SOURCES.find((source) => source === (process.env.WIREBAND_SOAK_SOURCE ?? 'mqtt in'));

/** Samples per period, at the same times in each. */
const LOOKS = 4;

const TOPICS = 200;

/** For the last backlog to drain. */
const DRAIN_TIMEOUT_MS = 120_000;

async function get<T>(red: NodeRed, path: string): Promise<T> {
  const response = await fetch(`${red.url}${path}`);
  const found: T = JSON.parse(await response.text());
  return found;
}

/** Samples the process and checks its counters. @throws {Error} if these do not add up. */
async function look(red: NodeRed, from: number): Promise<ProcessSample> {
  const stats = await get<Stats>(red, '/stats');
  const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } = stats;
  if (events_flushed + buffer_depth + events_dropped + events_quarantined !== events_ingested) {
    throw new Error(`The counters do not add up: ${JSON.stringify(stats)}`);
  }
  const heap = await get<number>(red, '/test-probe/heap');
  const { timers } = await get<{ timers: number }>(red, '/test-probe/resources');
  const sample = {
    at: (performance.now() - from) / 1000,
    rss: rssOf(red.pid),
    heap: heap / 1024 ** 2,
    handles: handlesOf(red.pid),
    timers,
  };
  const cells = [
    sample.at.toFixed(0),
    sample.rss.toFixed(0),
    sample.heap.toFixed(1),
    sample.handles,
    timers,
    events_ingested,
    events_flushed,
    buffer_depth,
    events_dropped,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return sample;
}

async function soak(red: NodeRed, sink: NumberedSink, publish: (number: number) => void): Promise<string[]> {
  console.log(
    `${MINUTES} min, ${RATE} messages a second, every ${PERIOD_MS / 1000} s an outage of ${PERIOD_MS / 3000} s\n`,
  );
  console.log('| s | RSS MiB | heap MiB | handles | timers | ingested | flushed | depth | dropped |');
  console.log('|---:|---:|---:|---:|---:|---:|---:|---:|---:|');
  const samples: ProcessSample[] = [];
  const from = performance.now();
  const pacer = new Pacer(RATE, publish);
  const periods = Math.max(1, Math.round((MINUTES * 60_000) / PERIOD_MS));
  for (let period = 0; period < periods; period++) {
    const startedAt = performance.now();
    await sink.begin(OUTAGES[period % OUTAGES.length] ?? 'down');
    const outage = sleep(PERIOD_MS / 3).then(() => sink.end());
    for (let i = 1; i <= LOOKS; i++) {
      await sleep(startedAt + (i * PERIOD_MS) / LOOKS - performance.now());
      samples.push(await look(red, from));
    }
    await outage;
  }
  const published = pacer.stop();
  const stats = await until(
    'the spool is empty',
    async () => {
      const found = await get<Stats>(red, '/stats');
      return found.events_ingested >= published && found.buffer_depth === 0 && found;
    },
    DRAIN_TIMEOUT_MS,
  );
  await look(red, from);
  console.log(
    `\n${published} published, ${sink.arrived} arrived, ${sink.twice} of them twice; ${sink.requests} requests, ` +
      `${sink.repeated} of them repeated, ${sink.changed} with other bytes`,
  );
  const problems = growth(samples);
  const expect = (what: string, found: number, expected: number): void => {
    if (found !== expected) problems.push(`${what}: ${found} instead of ${expected}`);
  };
  expect('arrived', sink.arrived, published);
  expect('ingested', stats.events_ingested, published);
  expect('flushed', stats.events_flushed, published);
  expect('dropped', stats.events_dropped, 0);
  expect('arrived twice', sink.twice, 0);
  expect('came again with other bytes', sink.changed, 0);
  if (SOURCE === 'wireband-mqtt-in') {
    const figures = await get<BrokerFigures>(red, '/wireband/mqtt-in/mqtt');
    expect('acknowledged', figures.acknowledged, published);
    expect('in flight', figures.in_flight, 0);
    expect('not confirmed', figures.not_confirmed, 0);
  }
  return problems;
}

async function main(): Promise<void> {
  if (!SOURCE) throw new Error(`Unknown WIREBAND_SOAK_SOURCE; it can be ${SOURCES.join(', ')}.`);
  await packThisPackage();
  const installation = nodeRed4.find();
  if (!installation) throw new Error(`Node-RED is missing: ${nodeRed4.install}`);
  const broker = await startBroker();
  const sink = await NumberedSink.start();
  const red = await startNodeRed({
    red: installation,
    flows: soakFlow(SOURCE, broker.port, sink.url),
    env: { NO_PROXY: '*', no_proxy: '*' },
    settings: { nodesDir: [repository, PROBE_NODES] },
  });
  const publisher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  try {
    await red.waitForOutput(/Connected to broker/);
    const problems = await soak(red, sink, (number) => {
      const reading = { number, value: 20 + Math.sin(number / 100) };
      publisher.publish(`plant/line${number % TOPICS}/temperature`, JSON.stringify(reading), {
        qos: qosOf(SOURCE),
      });
    });
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
    else console.log('Memory and handles are flat, the counters exact.');
  } finally {
    await publisher.endAsync(true);
    await red.stop();
    await sink.close();
    await broker.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

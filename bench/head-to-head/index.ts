import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/harness/network/listening';
import { sleep } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { folderOnDisk } from '../workers';
import type { Contender, RunningContender, Target } from './Contender';
import { sendSamples } from './sendSamples';
import { thisPackage } from './thisPackage';
import { victoriaMetrics, vmagent } from './vmagent';

/** Milliseconds from the last acceptance to SIGKILL; `never` kills nothing, to check that everything is counted. */
const DELAYS = [0, 100, 300, 1000, 3000, 'never'] as const;
type Delay = (typeof DELAYS)[number];

/** Once nothing has arrived for this long, nothing more will; longer than the delay of either before a retry. */
const QUIET_MS = 10_000;

interface Outcome {
  readonly accepted: number;
  readonly survived: number;
  /** Milliseconds from the first sample to the last acceptance. */
  readonly took: number;
}

/** How many accepted samples survive a crash. */
export const headToHead: Bench = {
  name: 'head-to-head',
  title: 'Head to head: a crash after acceptance',
  async run({ isQuick }) {
    const samples = isQuick ? 500 : 10_000;
    const delays: readonly Delay[] = isQuick ? [100] : DELAYS;
    const found = victoriaMetrics.find();
    const missing = found ? '' : `Without vmagent, which is not installed: ${victoriaMetrics.install}.`;
    if (missing) console.error(missing);
    const contenders = [
      ...(found ? [vmagent(found, 'default'), vmagent(found, 'eager')] : []),
      thisPackage('interval'),
      thisPackage('always'),
    ];
    const rows: string[][] = [];
    for (const delay of delays) {
      for (const contender of contenders) {
        const outcome = await crash(contender, samples, delay);
        const { accepted, survived, took } = outcome;
        console.error(`${contender.name}, ${delay} ms: ${JSON.stringify(outcome)}`);
        rows.push([contender.name, String(delay), count(took), count(accepted), count(survived)]);
      }
    }
    rows.sort(
      ([a = ''], [b = '']) =>
        contenders.findIndex(({ name }) => name === a) - contenders.findIndex(({ name }) => name === b),
    );
    return [
      `The target is away. ${count(samples)} samples are handed over, each in a separate HTTP request, over 20 connections.`,
      'Some time after the last one was accepted (answered 2xx), the gateway is killed with SIGKILL and restarted, and the target',
      'comes back; arriving samples are counted until none has come for 10 s. The script is the same for all. The last line of',
      'each gateway is without a kill. The target of vmagent is VictoriaMetrics, read back through its export.',
      '',
      'vmagent accepts samples into memory, and moves them to its queue on disk when memory is short or when it is shut down',
      'cleanly. With the tuned flags memory is always short; how much survives then depends on the moment.',
      '',
      ...contenders.map(({ name, description }) => `- ${name}: ${description}`),
      ...(missing ? ['', missing] : []),
      '',
      table(['gateway', 'killed after, ms', 'sending took, ms', 'accepted', 'survived'], rows),
    ].join('\n');
  },
};

async function crash(contender: Contender, samples: number, delay: Delay): Promise<Outcome> {
  const folder = folderOnDisk();
  const data = join(folder, 'gateway');
  mkdirSync(data);
  try {
    const targetPort = await freePort();
    const first = await contender.start(data, targetPort);
    const startedAt = performance.now();
    const accepted = await sendSamples(first, samples);
    const took = performance.now() - startedAt;
    const second = delay === 'never' ? first : await restart(contender, first, data, targetPort, delay);
    try {
      const target = await contender.startTarget(folder, targetPort);
      try {
        return { accepted, survived: await settled(target, accepted), took };
      } finally {
        await target.close();
      }
    } finally {
      await second.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function restart(
  contender: Contender,
  gateway: RunningContender,
  data: string,
  targetPort: number,
  delayMs: number,
): Promise<RunningContender> {
  await sleep(delayMs);
  await gateway.kill();
  return contender.start(data, targetPort);
}

/** Waits until everything has arrived, or nothing more arrives. */
async function settled(target: Target, expected: number): Promise<number> {
  let arrived = 0;
  for (let quietSince = performance.now(); performance.now() - quietSince < QUIET_MS; await sleep(250)) {
    const now = await target.arrived();
    if (now > arrived) quietSince = performance.now();
    arrived = now;
    if (arrived >= expected) break;
  }
  return arrived;
}

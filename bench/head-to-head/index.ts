import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/harness/listening';
import { sleep } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { folderOnDisk } from '../workers';
import type { Candidate, Target } from './Candidate';
import { sendSamples } from './sendSamples';
import { thisPackage } from './thisPackage';
import { victoriaMetrics, vmagent } from './vmagent';

/** From the last acceptance to the end. */
const DELAYS_MS = [0, 100, 300, 1000, 3000];

/** All has arrived that will arrive when nothing came for so long; longer than either waits between two tries. */
const QUIET_MS = 15_000;

interface Outcome {
  readonly accepted: number;
  readonly survived: number;
  /** Milliseconds from the first sample to the last acceptance. */
  readonly took: number;
}

/** What is left of samples that were accepted, after a crash. */
export const headToHead: Bench = {
  name: 'head-to-head',
  title: 'Head to head: a crash after acceptance',
  async run({ isQuick }) {
    const samples = isQuick ? 500 : 10_000;
    const delays = isQuick ? [100] : DELAYS_MS;
    const found = victoriaMetrics.find();
    const missing = found ? '' : `Without vmagent, which is not installed: ${victoriaMetrics.install}.`;
    if (missing) console.error(missing);
    const candidates = [
      ...(found ? [vmagent(found, 'default'), vmagent(found, 'eager')] : []),
      thisPackage('interval'),
      thisPackage('always'),
    ];
    const rows: string[][] = [];
    for (const delay of delays) {
      for (const candidate of candidates) {
        const outcome = await crash(candidate, samples, delay);
        const { accepted, survived, took } = outcome;
        console.error(`${candidate.name}, ${delay} ms: ${JSON.stringify(outcome)}`);
        rows.push([candidate.name, count(delay), count(took), count(accepted), count(survived)]);
      }
    }
    rows.sort(
      ([a = ''], [b = '']) =>
        candidates.findIndex(({ name }) => name === a) - candidates.findIndex(({ name }) => name === b),
    );
    return [
      `The target is away. ${count(samples)} samples are handed over, each in an HTTP request of its own over 20 connections. Some`,
      'time after the last was accepted (answered 2xx), the gateway is killed with SIGKILL, started again, and the target comes',
      'back; what arrives there within the time that both need is counted. One script for all, one after the other.',
      '',
      ...candidates.map(({ name, description }) => `- ${name}: ${description}`),
      ...(missing ? ['', missing] : []),
      '',
      table(['gateway', 'killed after, ms', 'sending took, ms', 'accepted', 'survived'], rows),
    ].join('\n');
  },
};

async function crash(candidate: Candidate, samples: number, delayMs: number): Promise<Outcome> {
  const folder = folderOnDisk();
  const data = join(folder, 'gateway');
  mkdirSync(data);
  try {
    const targetPort = await freePort();
    const first = await candidate.start(data, targetPort);
    const startedAt = performance.now();
    const accepted = await sendSamples(first, samples);
    const took = performance.now() - startedAt;
    await sleep(delayMs);
    await first.kill();
    const second = await candidate.start(data, targetPort);
    try {
      const target = await candidate.startTarget(folder, targetPort);
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

/** Waits until all has arrived, or nothing more arrives. */
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

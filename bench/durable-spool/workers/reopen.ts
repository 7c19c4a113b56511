/** Opens a spool that an earlier process left, takes the first batch, and goes on. */
import { readFileSync } from 'node:fs';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { LIMITS, makeSpool, nextTurn, open } from './benchSpool';

export interface ReopenOptions {
  readonly directory: string;
  /** What follows: nothing; the delivery of the backlog; or that of this many new events, as they come in. */
  readonly followedBy: 'nothing' | 'drain' | { readonly pass: number };
}

export interface Reopening {
  readonly events: number;
  /** Time until it is open. */
  readonly openMs: number;
  /** Time until the first batch is in hand, from the same start. */
  readonly batchMs: number;
  /** CPU of all threads until then; a busy machine affects it less. */
  readonly cpuMs: number;
  /** MiB, with the first batch in hand. */
  readonly rss: number;
  /** MiB, the peak during what followed. */
  readonly peakRss: number;
}

const SETTLE_MS = 300;

const { directory, followedBy } = readOptions<ReopenOptions>();

function rss(): number {
  const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

work(async () => {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const spool = makeSpool(directory);
  await open(spool);
  const openMs = performance.now() - startedAt;
  const events = spool.depth;
  let batch = await spool.next(LIMITS);
  const batchMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = (user + system) / 1000;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const opened = rss();
  let peakRss = opened;
  const look = setInterval(() => {
    peakRss = Math.max(peakRss, rss());
  }, 20);
  const deliver = async (): Promise<void> => {
    for (batch ??= await spool.next(LIMITS); batch; batch = await spool.next(LIMITS)) {
      await spool.delivered(batch);
      await nextTurn();
    }
  };
  if (followedBy === 'drain') await deliver();
  else if (followedBy !== 'nothing') {
    for (let i = 0; i < followedBy.pass; await deliver()) {
      for (let k = 0; k < LIMITS.events; k++) spool.append(benchEvent(i++), () => undefined);
      await nextTurn();
    }
  }
  clearInterval(look);
  peakRss = Math.max(peakRss, rss());
  tellResult({ events, openMs, batchMs, cpuMs, rss: opened, peakRss } satisfies Reopening);
  process.exit();
});

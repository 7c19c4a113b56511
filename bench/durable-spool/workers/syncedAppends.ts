/** Groups of events appended and made safe one after the other: the spool against the bare file system. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { EventWriter } from '../../../src/spool/eventRecord';
import { median, percentile } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { makeSpool, open as openSpool } from './benchSpool';

export interface SyncedAppendsOptions {
  readonly directory: string;
  readonly rounds: number;
  readonly groups: number;
}

export interface SyncedAppends {
  /** Events a second; medians of the rounds. */
  readonly bare: number;
  readonly spool: number;
  /** Spool over bare in each round; the median. */
  readonly ratio: number;
  /** Milliseconds for a group. */
  readonly bareP99: number;
  readonly spoolP99: number;
}

const GROUP = 100;

const { directory, rounds, groups } = readOptions<SyncedAppendsOptions>();

/** The bytes of a group as the spool writes them. */
function groupBytes(): Buffer {
  const writer = new EventWriter();
  for (let i = 0; i < GROUP; i++) writer.add({ event: benchEvent(i), arrival: Date.now() }, i, i);
  return Buffer.from(writer.bytes());
}

/** Does something so many times. @returns milliseconds of each. */
async function timed(times: number, action: () => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const startedAt = performance.now();
    await action();
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

const rateOf = (times: readonly number[]): number =>
  (times.length * GROUP * 1000) / times.reduce((sum, ms) => sum + ms, 0);

work(async () => {
  const spool = makeSpool(join(directory, 'spool'), { sync: 'always' });
  await openSpool(spool);
  const file = await open(join(directory, 'bare'), 'w');
  const bytes = groupBytes();
  let position = 0;
  const appendBare = async (): Promise<void> => {
    await file.write(bytes, 0, bytes.length, position);
    position += bytes.length;
    await file.datasync();
  };
  const appendToSpool = (): Promise<void> =>
    new Promise((resolve) => {
      let left = GROUP;
      const onStored = () => --left === 0 && resolve();
      for (let i = 0; i < GROUP; i++) spool.append(benchEvent(i), onStored);
    });
  const bare: number[][] = [];
  const spooled: number[][] = [];
  for (let round = -1; round < rounds; round++) {
    const measured = [await timed(groups, appendBare), await timed(groups, appendToSpool)] as const;
    if (round < 0) continue;
    bare.push(measured[0]);
    spooled.push(measured[1]);
  }
  tellResult({
    bare: median(bare.map(rateOf)),
    spool: median(spooled.map(rateOf)),
    ratio: median(spooled.map((times, round) => rateOf(times) / rateOf(bare[round] ?? []))),
    bareP99: percentile(bare.flat(), 0.99),
    spoolP99: percentile(spooled.flat(), 0.99),
  } satisfies SyncedAppends);
  await file.close();
  await spool.close();
});

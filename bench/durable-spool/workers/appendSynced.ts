/** Appends groups of events and makes them safe, one by one: the spool compared with the bare file system. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { EventWriter } from '../../../src/spool/format/eventRecord';
import { median, percentile } from '../../figures';
import { readOptions, tellResult, work } from '../../workerSide';
import { benchEvent } from './benchEvents';
import { makeSpool, open as openSpool } from './benchSpool';

export interface SyncedAppendsOptions {
  readonly directory: string;
  readonly rounds: number;
  readonly groups: number;
}

/** Ways to make groups of events safe. */
export const WAYS = ['bytes', 'records', 'spool', 'shared'] as const;
export type Way = (typeof WAYS)[number];

export interface WayResult {
  /** Events per second; median of the rounds. */
  readonly rate: number;
  /** Relative to the rate of `bytes` in the same round; median. */
  readonly ratio: number;
  /** Milliseconds per group. */
  readonly p99: number;
}

export type SyncedAppends = Readonly<Record<Way, WayResult>>;

const GROUP = 100;

const { directory, rounds, groups } = readOptions<SyncedAppendsOptions>();

interface Round {
  readonly rate: number;
  /** Milliseconds for each group. */
  readonly times: readonly number[];
}

/** Makes groups safe one by one, or `atOnce` of them in parallel. */
async function timed(append: () => Promise<void>, atOnce: number): Promise<Round> {
  const times: number[] = [];
  const begun = performance.now();
  const appendOn = async (): Promise<void> => {
    for (let i = 0; i < groups / atOnce; i++) {
      const startedAt = performance.now();
      await append();
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, appendOn));
  return { rate: (times.length * GROUP * 1000) / (performance.now() - begun), times };
}

function writeRecords(writer: EventWriter): Buffer {
  writer.reset();
  for (let i = 0; i < GROUP; i++) writer.add({ event: benchEvent(i), arrival: Date.now() }, i, i);
  return writer.bytes();
}

/** A file to which groups are appended without a spool. */
async function bareFile(name: string, bytesOf: () => Uint8Array): Promise<() => Promise<void>> {
  const file = await open(join(directory, name), 'w');
  let position = 0;
  return async () => {
    const bytes = bytesOf();
    await file.write(bytes, 0, bytes.length, position);
    position += bytes.length;
    await file.datasync();
  };
}

work(async () => {
  const spool = makeSpool(join(directory, 'spool'), { sync: 'always' });
  await openSpool(spool);
  const writer = new EventWriter();
  const prepared = Buffer.from(writeRecords(writer));
  const appendBytes = await bareFile('bytes', () => prepared);
  const appendRecords = await bareFile('records', () => writeRecords(writer));
  const appendToSpool = (): Promise<void> =>
    new Promise((resolve) => {
      let left = GROUP;
      const onStored = () => --left === 0 && resolve();
      for (let i = 0; i < GROUP; i++) spool.append(benchEvent(i), onStored);
    });
  const measured: Record<Way, Round[]> = { bytes: [], records: [], spool: [], shared: [] };
  for (let round = -1; round < rounds; round++) {
    const results: Record<Way, Round> = {
      bytes: await timed(appendBytes, 1),
      records: await timed(appendRecords, 1),
      spool: await timed(appendToSpool, 1),
      shared: await timed(appendToSpool, 2),
    };
    if (round >= 0) for (const way of WAYS) measured[way].push(results[way]);
  }
  const resultOf = (way: Way): WayResult => ({
    rate: median(measured[way].map(({ rate }) => rate)),
    ratio: median(measured[way].map(({ rate }, round) => rate / (measured.bytes[round]?.rate ?? Number.NaN))),
    p99: percentile(
      measured[way].flatMap(({ times }) => times),
      0.99,
    ),
  });
  tellResult({
    bytes: resultOf('bytes'),
    records: resultOf('records'),
    spool: resultOf('spool'),
    shared: resultOf('shared'),
  } satisfies SyncedAppends);
  process.exit();
});

/** Delivers the backlog of an earlier process over real HTTP, from the opening of the spool to the last response. */
import { HttpTransport } from '../../../src/uplink';
import { readOptions, tellResult, work } from '../../workerSide';
import { makeSpool, open, SETTINGS } from './benchSpool';
import { makeUplink } from './benchUplink';

export interface DrainOptions {
  readonly directory: string;
  readonly url: string;
  readonly parallel: number;
}

export interface Drain {
  readonly events: number;
  readonly ms: number;
}

const { directory, url, parallel } = readOptions<DrainOptions>();

work(async () => {
  const startedAt = performance.now();
  const spool = makeSpool(directory);
  await open(spool);
  const events = spool.depth;
  const transport = new HttpTransport({ url, path: '/iot/v1/ingest/batch', timeoutMs: 10_000 });
  await new Promise<void>((resolve) => {
    let delivered = 0;
    const onDelivered = (count: number): void => {
      delivered += count;
      if (delivered === events) resolve();
    };
    makeUplink(spool, transport, { ...SETTINGS, parallel }, onDelivered).start();
  });
  tellResult({ events, ms: performance.now() - startedAt } satisfies Drain);
  process.exit();
});

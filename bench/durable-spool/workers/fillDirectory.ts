/** Fills a spool, then waits to be killed or closes it. */
import { readOptions, tellResult, work } from '../../workerSide';
import { fill, makeSpool, open } from './benchSpool';

export interface FillOptions {
  readonly directory: string;
  readonly events: number;
  readonly isClosed: boolean;
}

const { directory, events, isClosed } = readOptions<FillOptions>();

work(async () => {
  const spool = makeSpool(directory);
  await open(spool);
  await fill(spool, events);
  if (isClosed) await spool.close();
  else setInterval(() => undefined, 1000);
  tellResult({});
});

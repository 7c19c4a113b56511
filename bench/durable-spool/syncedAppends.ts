import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { source, withWorkers } from './withWorkers';
import type { SyncedAppends, SyncedAppendsOptions } from './workers/syncedAppends';

const AIM_RATIO = 0.9;

/** Group commits of the spool against what the file system can do. */
export const syncedAppends: Bench = {
  name: 'durable-spool/synced-appends',
  title: 'Durable spool: synced appends',
  run: ({ isQuick }) =>
    withWorkers(['syncedAppends'], async (workers) => {
      const options: SyncedAppendsOptions = {
        directory: workers.folder,
        rounds: isQuick ? 1 : 60,
        groups: isQuick ? 20 : 50,
      };
      const { bare, spool, ratio, bareP99, spoolP99 } = await workers.run<SyncedAppends>(
        source('syncedAppends'),
        options,
      );
      return [
        'One group of 100 events after the other, each safe before the next (sync `always`), against a loop that appends the',
        `same bytes to a file and calls fdatasync. ${options.rounds} interleaved rounds of ${options.groups} groups in one process, medians.`,
        `Aim: at least ${AIM_RATIO} times the bare loop.`,
        '',
        table(
          ['', 'events/s', 'ratio', 'p99 of a group, ms'],
          [
            ['append and fdatasync', count(bare), '1.00', bareP99.toFixed(2)],
            ['spool', count(spool), ratio.toFixed(2), spoolP99.toFixed(2)],
          ],
        ),
      ].join('\n');
    }),
};

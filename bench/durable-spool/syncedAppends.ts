import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { source, withWorkers } from './withWorkers';
import type { SyncedAppends, SyncedAppendsOptions, WayResult } from './workers/appendSynced';

const AIM_RATIO = 0.9;

/** Group commits of the spool compared with what the file system can do. */
export const syncedAppends: Bench = {
  name: 'durable-spool/synced-appends',
  title: 'Durable spool: synced appends',
  run: ({ isQuick }) =>
    withWorkers(['appendSynced'], async (workers) => {
      const options: SyncedAppendsOptions = {
        directory: workers.folder,
        rounds: isQuick ? 1 : 60,
        groups: isQuick ? 20 : 50,
      };
      const result = await workers.run<SyncedAppends>(source('appendSynced'), options);
      const row = (name: string, { rate, ratio, p99 }: WayResult): string[] => [
        name,
        count(rate),
        ratio.toFixed(2),
        p99.toFixed(2),
      ];
      return [
        'Groups of 100 events, each safe before the next one comes (sync `always`), compared with a loop that appends the same',
        'bytes to a file and calls fdatasync, with a loop that also converts the events to records, and with two such senders,',
        `which share the syncs of the spool. Medians of ${options.rounds} interleaved rounds of ${options.groups} groups in one process.`,
        `Aim: at least ${AIM_RATIO} times the bare loop.`,
        '',
        table(
          ['', 'events/s', 'ratio', 'p99 of a group, ms'],
          [
            row('append prepared bytes, fdatasync', result.bytes),
            row('convert to records, append, fdatasync', result.records),
            row('spool, one sender', result.spool),
            row('spool, two senders', result.shared),
          ],
        ),
      ].join('\n');
    }),
};

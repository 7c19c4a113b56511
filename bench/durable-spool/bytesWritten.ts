import type { Bench } from '../Bench';
import { count, table } from '../figures';
import { source, withWorkers } from './withWorkers';
import type { Writes, WritesOptions } from './workers/countBytes';

const RATES = [10, 1000, 10_000];

/** How much the spool writes to a disk, or to an SD card. */
export const bytesWritten: Bench = {
  name: 'durable-spool/bytes-written',
  title: 'Durable spool: bytes written',
  run: ({ isQuick }) =>
    withWorkers(['countBytes'], async (workers) => {
      const seconds = isQuick ? 3 : 30;
      const rows = [];
      for (const hasOutage of [false, true]) {
        // Other load on the machine does not affect the counts.
        const measured = await Promise.all(
          RATES.map((rate) => {
            const directory = workers.path(`spool-${rate}-${hasOutage}`);
            const options: WritesOptions = { directory, rate, seconds, hasOutage };
            return workers.run<Writes>(source('countBytes'), options);
          }),
        );
        const state = hasOutage ? 'outage' : 'online';
        rows.push(...measured.map((writes, i) => row(`${count(RATES[i] ?? 0)}/s, ${state}`, writes)));
      }
      return [
        `A steady stream for ${seconds} s with sync \`interval\` (0.2 s); the backend is online, or away for the middle third. "Records"`,
        'are the events as stored in the files; "all" includes the manifest; the write amplification in the statistics is "all"',
        'divided by "records". "Pages" are the bytes that the system writes for all this, in pages of 4 KiB (write_bytes in',
        '/proc/self/io): each sync writes the last page again, so that few events cost many bytes.',
        '',
        table(['', 'events, B/s', 'records / events', 'all / records', 'pages / records', 'syncs/s'], rows),
      ].join('\n');

      function row(name: string, { eventBytes, recordBytes, totalBytes, pageBytes, syncsPerSecond }: Writes) {
        return [
          name,
          count(eventBytes / seconds),
          (recordBytes / eventBytes).toFixed(2),
          (totalBytes / recordBytes).toFixed(3),
          pageBytes === undefined ? '–' : (pageBytes / recordBytes).toFixed(2),
          syncsPerSecond.toFixed(1),
        ];
      }
    }),
};

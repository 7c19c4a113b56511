/**
 * A process with a disk spool and no uplink: events of several series wait in it, some are in a batch and one is in
 * quarantine. Arguments: the directory, how many events to take in, and the sync mode. Prints `ready` when all are on
 * disk, and from then on its depth whenever that changes.
 */
import type { EdgeEvent } from '../../../src/frame';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import { SYNCS } from '../../../src/spool/diskSpoolOptions';

const [directory = '', count = '0', sync = 'always'] = process.argv.slice(2);

/** Events taken in at once. */
const GROUP = 1000;

const spool = new DiskSpool(directory, {
  ...{ capacity: 1_000_000, maxBytes: 1024 ** 3, maxAgeMs: 0, overflow: 'oldest', order: 'fifo' },
  ...{ alarmsFirst: true, maxPending: 100_000, syncIntervalMs: 50, minFreeBytes: 0 },
  ...{ sync: SYNCS.find((known) => known === sync) ?? 'always', intake: 'disk' },
});

/** The long number keeps its digits only if nothing reads it as a number. */
function eventOf(number: number): EdgeEvent {
  const topic = number % 10 === 9 ? 'plant/alarm' : `plant/line${number % 3}/temp`;
  const data = `{"number":${number},"serial":8944110068288787000123}`;
  const event = { topic, data, time: 1_700_000_000_000 + number, bytesIn: topic.length + data.length };
  return number % 10 === 9
    ? { ...event, symbol: 0xfc6d, alarm: true }
    : { ...event, symbol: 0xfc60, quantity: 'temperature', unit: 'Cel' };
}

async function main(): Promise<void> {
  spool.listen({
    onReady: () => undefined,
    onDropped: () => undefined,
    onStorage: (state) => console.log(`storage ${state.kind}`),
  });
  await spool.open();
  const append = (number: number) =>
    new Promise<void>((stored) => spool.append(eventOf(number), () => stored()));
  await append(0);
  const refused = await spool.next({ events: 1, bytes: 1_000_000 });
  if (refused) await spool.quarantine(refused, 'HTTP 422: no such series');
  for (let first = 1; first < Number(count); first += GROUP) {
    const length = Math.min(GROUP, Number(count) - first);
    await Promise.all(Array.from({ length }, (_, index) => append(first + index)));
  }
  const batch = await spool.next({ events: 5, bytes: 1_000_000 });
  console.log(`batch ${batch?.id}`);
  let depth = spool.depth;
  console.log(`ready ${depth} ${spool.quarantined}`);
  setInterval(() => {
    if (spool.depth !== depth) console.log(`depth ${spool.depth} ${spool.quarantined}`);
    depth = spool.depth;
  }, 50);
}

main();

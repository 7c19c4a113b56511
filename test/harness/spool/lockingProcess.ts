/**
 * A process that locks spool directories and reports the results on standard output. It keeps its locks until it
 * is ended. Arguments: a file that will say when to begin, in milliseconds since the epoch, or nothing to begin at
 * once, and the directories, which are tried 20 ms apart so that several such processes meet at each.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, SpoolLockedError } from '../../../src/spool/lock/DirectoryLock';

const [signal = '', ...directories] = process.argv.slice(2);

async function readBegin(): Promise<number> {
  if (signal === '') return 0;
  console.log('ready');
  while (!existsSync(signal)) await sleep(10);
  return Number(readFileSync(signal, 'utf8'));
}

async function main(): Promise<void> {
  const begin = await readBegin();
  for (const [index, directory] of directories.entries()) {
    await sleep(Math.max(0, begin + index * 20 - Date.now()));
    try {
      const lock = await acquireLock(directory, async (request) => console.log(`asked to ${request}`));
      console.log(`locked ${directory}`);
      setInterval(() => {
        lock.check().then((ours) => ours || console.log(`lost ${directory}`));
      }, 200);
    } catch (error) {
      const holder = error instanceof SpoolLockedError ? `held by ${error.pid}` : String(error);
      console.log(`refused ${directory} ${holder}`);
    }
  }
  console.log('tried all');
  setInterval(() => undefined, 60_000);
}

main();

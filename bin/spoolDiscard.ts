import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { deleteLockedSpool, lockDeadSpool } from '../src/spool/inspect/deleteSpool';
import { readSpool } from '../src/spool/inspect/readSpool';
import { requestDiscard } from '../src/spool/inspect/requestDiscard';
import type { SpoolPlace } from './spoolPlaces';
import { eventsText, plainText } from './textTable';
import { UsageError } from './UsageError';

/** A running gateway checks for requests once per second. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Deletes the undelivered events of a spool after confirmation, and the spool as well if no process uses it.
 * Returns the exit code.
 * @throws {UsageError} if it is not confirmed and there is no terminal to ask on.
 */
export async function discardSpool(place: SpoolPlace, confirmed: boolean): Promise<number> {
  const { directory } = place;
  if (!confirmed && !(await isConfirmed(place, describe(await count(directory))))) {
    process.stdout.write('Nothing was discarded.\n');
    return 1;
  }
  const before = await count(directory);
  const foreign = await discardDead(directory);
  if (foreign !== undefined) {
    process.stdout.write(`${describe(before)} discarded, and the spool ${directory} deleted.\n`);
    if (foreign.length > 0) {
      process.stdout.write(`${plainText(`Left alone, not part of the spool: ${foreign.join(', ')}`)}\n`);
    }
    return 0;
  }
  const answer = await requestDiscard(directory, ANSWER_WITHIN_MS);
  if (answer) {
    const left = await count(directory);
    const discarded = answer.discarded ?? Math.max(0, (before ?? 0) - (left ?? 0));
    process.stdout.write(`${describe(discarded)} discarded by the running gateway.\n`);
    if (left) process.stdout.write(`${describe(left)} left: being delivered, or new.\n`);
    return 0;
  }
  console.error(
    `wireband-edge: the process using the spool did not respond within ${ANSWER_WITHIN_MS / 1000} s, so nothing was discarded. Try again, or stop it first.`,
  );
  return 1;
}

/** Undefined if they cannot be counted: an unreadable spool may be just what the user wants to delete. */
async function count(directory: string): Promise<number | undefined> {
  try {
    const reading = await readSpool(directory);
    try {
      return reading.waiting + reading.inBatches + reading.quarantine.length;
    } finally {
      await reading.close();
    }
  } catch {
    return undefined;
  }
}

function describe(events: number | undefined): string {
  return events === undefined ? 'An unknown number of events' : eventsText(events);
}

async function isConfirmed({ id, directory, about }: SpoolPlace, events: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError(
      'spool discard deletes events for good and asks for confirmation only on a terminal: add --yes.',
    );
  }
  const name = about?.name ? `${about.name} (${id})` : id;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const question = `Discard ${events} of ${name} in ${directory}? This cannot be undone. [y/N] `;
    const answer = terminal.question(plainText(question));
    // After Ctrl-D there is no answer at all.
    const ended = once(terminal, 'close').then(() => '');
    return /^y(es)?$/i.test((await Promise.race([answer, ended])).trim());
  } finally {
    terminal.close();
  }
}

/** Returns the names of the files that are not ours; undefined if a process uses the spool. */
async function discardDead(directory: string): Promise<string[] | undefined> {
  const lock = await lockDeadSpool(directory);
  return lock && deleteLockedSpool(directory, lock);
}

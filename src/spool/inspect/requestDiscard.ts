import { randomBytes } from 'node:crypto';
import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerPath, isMissing } from '../lock/lockFile';

const LOOK_EVERY_MS = 100;

export interface DiscardAnswer {
  /** Events; undefined if the holder did not say. */
  readonly discarded: number | undefined;
}

/**
 * Asks the process that holds a spool directory to discard all its events; it checks for requests about once per
 * second (see DirectoryLock).
 * @returns undefined if it did not do so in time. Then the request is withdrawn.
 * @throws file system errors.
 */
export async function requestDiscard(
  directory: string,
  withinMs: number,
): Promise<DiscardAnswer | undefined> {
  const path = join(directory, 'request');
  const id = randomBytes(8).toString('hex');
  const text = JSON.stringify({ request: 'discard', id });
  const aside = join(directory, `request.${id}.tmp`);
  await writeFile(aside, text, { flag: 'wx', mode: 0o600 });
  await rename(aside, path);
  for (let waited = 0; waited < withinMs; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
    if (!(await isStillThere(path, text))) return readAnswer(answerPath(directory, id));
  }
  try {
    await unlink(path);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return readAnswer(answerPath(directory, id));
    throw error;
  }
}

async function readAnswer(path: string): Promise<DiscardAnswer> {
  try {
    const { discarded } = Object(JSON.parse(await readFile(path, 'utf8')));
    await unlink(path);
    return { discarded: typeof discarded === 'number' ? discarded : undefined };
  } catch {
    return { discarded: undefined };
  }
}

async function isStillThere(path: string, text: string): Promise<boolean> {
  try {
    return (await readFile(path, 'utf8')) === text;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolAbout } from '../src/spool/spoolDirectory';

/** Whom a spool belongs to; undefined where its note is missing or is none of ours. */
export async function readAbout(directory: string): Promise<SpoolAbout | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(directory, 'about.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const { id, name, deviceId } = Object(content);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof deviceId !== 'string') return undefined;
  return { id, name, deviceId };
}

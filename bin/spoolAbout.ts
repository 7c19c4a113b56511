import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the spools, within a user directory. */
export const SPOOL_FOLDER = join('wireband', 'spool');

/** Whom a spool belongs to, as its file about.json says. */
export interface SpoolAbout {
  /** Of the node. */
  readonly id?: string;
  readonly name?: string;
  readonly deviceId?: string;
}

/** Undefined where the file is missing or says nothing that can be understood. */
export async function readAbout(directory: string): Promise<SpoolAbout | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(directory, 'about.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const { id, name, deviceId } = Object(content);
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof deviceId === 'string' ? { deviceId } : {}),
  };
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path of the file within a user directory. */
const FILE = join('wireband', 'instance-id');

const FORM = /^[0-9a-f]{8}$/;

/**
 * An ID for this Node-RED that lasts as long as its user directory: gateways with the same flow have different ones.
 * @param userDir undefined if there is none: then the ID is empty.
 */
export function instanceId(userDir: string | undefined): string {
  if (userDir === undefined) return '';
  const file = join(userDir, FILE);
  const known = read(file);
  if (known !== undefined) return known;
  const made = randomBytes(4).toString('hex');
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made, { flag: 'wx' });
    return made;
  } catch {
    // Another node was first, or nothing can be written here.
    return read(file) ?? '';
  }
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return FORM.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

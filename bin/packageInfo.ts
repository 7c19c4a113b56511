import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const PACKAGE_NAME = '@wireband/node-red-edge';

const description = require.resolve('@wireband/node-red-edge/package.json');

/** Folder of this package: the repository, or its installation. */
export const packageRoot = dirname(description);

/** Reads one text field of a package.json; undefined if the file or the field is missing. */
export function packageField(path: string, field: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const value: unknown = Object(content)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

export const packageVersion = packageField(description, 'version') ?? 'unknown';

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Packages bundled into the dialogs. */
export const BUNDLED = ['jsonc-parser', 'papaparse', 'uplot'] as const;

/**
 * The licenses of the packages bundled into the dialogs, which must be distributed with them.
 * @throws {Error} if a package has none.
 */
export function bundledLicenses(): string {
  return BUNDLED.map((name) => {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  }).join('\n');
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Packages that the dialogs are bundled with. */
export const BUNDLED = ['jsonc-parser', 'papaparse', 'uplot'] as const;

/**
 * The licences of what the dialogs are bundled with, which ask to be passed on with it.
 * @throws {Error} when a package has none.
 */
export function bundledLicenses(): string {
  return BUNDLED.map((name) => {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  }).join('\n');
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OPTION_SPECS, type OptionSpec } from '../bin/options';
import { connectorTable } from './connectorTable';
import { markdownTable } from './markdown';
import { pythonTable, settingsPage } from './settingsPage';

const root = resolve(__dirname, '..');

/** The up-to-date pages that are generated from tables, in whole or in part: path from the root → text. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    'docs/settings.md': settingsPage(),
    'docs/command-line.md': withPart(
      'docs/command-line.md',
      'options',
      markdownTable(OPTION_SPECS.map(optionRow)),
    ),
    'docs/programs.md': withPart(
      'docs/programs.md',
      'python connector',
      connectorTable(),
      withPart('docs/programs.md', 'python settings', pythonTable()),
    ),
  };
}

/**
 * @param page the text of the file, given if another part has already been replaced in it.
 * @throws {Error} if the page has no place for the part.
 */
function withPart(
  file: string,
  part: string,
  text: string,
  page: string = readFileSync(join(root, file), 'utf8'),
): string {
  const [start, end] = [`<!-- ${part}: made by npm run docs -->\n`, `<!-- end of ${part} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${file} lacks ${start.trim()} and ${end}`);
  return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}

function optionRow({ name, value, help, default: usual, env }: OptionSpec) {
  return {
    Option: `\`--${name}${value === undefined ? '' : ` ${value}`}\``,
    Default: env === undefined ? codeUnlessWords(usual) : `\`${env}\``,
    Meaning: help,
  };
}

function codeUnlessWords(text: string | undefined): string {
  if (text === undefined) return '';
  return text.includes(' ') || text.includes("'") ? text : `\`${text}\``;
}

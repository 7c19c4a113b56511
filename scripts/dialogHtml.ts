import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NODE_SETTINGS, type NodeType } from '../src/settings/nodeSettings';
import { defaultsLiteral } from './defaultsLiteral';
import { sectionRows } from './dialogRows';

/** Placeholders in editor.html for the rows of a section, and for the defaults of the registration. */
const SECTION = /^( *)<!-- settings: (\w+) -->$/gm;
const DEFAULTS = /^( *)\/\* defaults \*\/$/m;

/**
 * The editor.html of a node, filled in from its settings table: the rows of the dialog, and the literal defaults.
 * @throws {Error} if it lacks the slot of a section, or has a slot that no setting uses.
 */
export function dialogHtml(type: NodeType): string {
  const file = join(resolve(__dirname, '..'), 'nodes', type, 'editor.html');
  const source = readFileSync(file, 'utf8');
  const table = NODE_SETTINGS[type];
  const fieldPrefix = type === 'wireband-backend' ? 'node-config-input' : 'node-input';
  const missing = new Set(Object.values(table).flatMap(({ row }) => row?.section ?? []));
  const withRows = source.replace(SECTION, (_, indent: string, section: string) => {
    if (!missing.delete(section)) throw new Error(`${file}: no setting is in the section ${section}`);
    return indented(indent, sectionRows(type, table, section, fieldPrefix));
  });
  if (missing.size > 0) throw new Error(`${file} lacks <!-- settings: ${[...missing].join(', ')} -->`);
  if (!DEFAULTS.test(source)) throw new Error(`${file} lacks the line /* defaults */`);
  return withRows.replace(DEFAULTS, (_, indent: string) => indented(indent, defaultsLiteral(table)));
}

function indented(indent: string, lines: readonly string[]): string {
  return lines.map((line) => indent + line).join('\n');
}

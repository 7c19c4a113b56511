import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NodeType } from '../src/settings/nodeSettings';
import { NODE_SETTINGS } from '../src/settings/nodeSettings';
import type { AnySetting } from '../src/settings/settingKinds';

/** Placeholder in a help page for its settings. */
const SLOT = /^( *)<!-- settings -->$/m;

/** The type of a setting as shown in a help page. */
const TYPE_WORDS: Readonly<Record<AnySetting['kind'], string>> = {
  number: 'number',
  choice: 'choice',
  flag: 'boolean',
  text: 'string',
  list: 'list',
  paths: 'string',
  json: 'JSON',
  word: 'choice',
  symbol: 'string',
  node: 'node',
  credential: 'password',
  outputs: 'boolean',
};

/** Looks up a text of a node's catalog by a key relative to its type: `label.name`. Undefined if there is none. */
export type LocaleText = (key: string) => string | undefined;

export function localeFolder(type: NodeType, locale: string): string {
  return join(resolve(__dirname, '..'), 'nodes', type, 'locales', locale);
}

/** The languages in which a node has a help page; for all others Node-RED shows the English one. */
export function helpLocales(type: NodeType): string[] {
  return readdirSync(localeFolder(type, '')).filter((locale) =>
    existsSync(join(localeFolder(type, locale), `${type}.html`)),
  );
}

export function localeTexts(type: NodeType, locale: string): LocaleText {
  const catalogue: unknown = JSON.parse(
    readFileSync(join(localeFolder(type, locale), `${type}.json`), 'utf8'),
  );
  return (key) => {
    const text = key.split('.').reduce((at: unknown, name) => Object(at)[name], Object(catalogue)[type]);
    return typeof text === 'string' ? text : undefined;
  };
}

/**
 * The meaning of a setting, as HTML: its help line or, failing that, the hint below its field.
 * @throws {Error} if it has neither.
 */
export function helpLine(texts: LocaleText, property: string): string {
  const hint = texts(`hint.${property}`)?.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const line = texts(`help.${property}`) ?? hint;
  if (line === undefined)
    throw new Error(`${property} has neither a help line, help.${property}, nor a hint`);
  return line;
}

/** @throws {Error} if the setting has no label. */
export function labelOf(
  texts: LocaleText,
  property: string,
  { label = `label.${property}` }: AnySetting,
): string {
  const text = texts(label);
  if (text === undefined) throw new Error(`${property} has no label, ${label}`);
  return text;
}

/**
 * The help page of a node with a line for each of its settings.
 * @throws {Error} if the page has no place for them, or a setting lacks its texts.
 */
export function helpPage(type: NodeType, locale: string): string {
  const file = join(localeFolder(type, locale), `${type}.html`);
  const page = readFileSync(file, 'utf8');
  if (!SLOT.test(page)) throw new Error(`${file} lacks the line <!-- settings -->`);
  const texts = localeTexts(type, locale);
  return page.replace(SLOT, (_, indent: string) =>
    Object.entries(NODE_SETTINGS[type])
      .flatMap(([property, setting]) => [
        `${indent}<dt>${labelOf(texts, property, setting)} <span class="property-type">${TYPE_WORDS[setting.kind]}</span></dt>`,
        `${indent}<dd>${helpLine(texts, property)}</dd>`,
      ])
      .join('\n'),
  );
}

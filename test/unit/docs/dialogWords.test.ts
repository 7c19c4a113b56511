import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../harness/package/packedPackage';

/** Pages that guide their readers through the editor. */
const PAGES = ['tutorial', 'troubleshooting', 'monitor'];

/** Words of Node-RED's editor, of its nodes and of our menu, and emphasis. */
const OTHER_WORDS = new Set([
  ...['Manage palette', 'Install', 'install', 'Import', 'Deploy', 'Done', 'Add', 'View'],
  ...['mqtt in', 'debug', 'catch', 'http in'],
  ...['View → Wire.Band monitor', 'Import → Examples → @wireband/node-red-edge', 'Wire.Band'],
  ...['try later', 'not yet valid', 'Start'],
]);

/** Every text of the English locales, up to its first placeholder. */
function dialogTexts(): Set<string> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      texts.add(value.replace(/:? *__\w+__.*$/, ''));
      return;
    }
    for (const inner of Object.values(Object(value))) collect(inner);
  };
  for (const path of readdirSync(join(repository, 'nodes'), { recursive: true, encoding: 'utf8' })) {
    if (!/\ben-US\b.*\.json$/.test(path)) continue;
    collect(JSON.parse(readFileSync(join(repository, 'nodes', path), 'utf8')));
  }
  return texts;
}

const texts = [...dialogTexts()];
const lowered = new Set(texts.map((text) => text.toLowerCase()));

for (const page of PAGES) {
  it(`docs/${page}.md names fields and buttons as in the dialogs`, () => {
    const text = readFileSync(join(repository, `docs/${page}.md`), 'utf8')
      .replace(/^```[\s\S]*?^```$/gm, '')
      .replace(/`[^`]+`/g, 'code')
      .replaceAll('**', '')
      .replace(/\s+/g, ' ');
    const named = [...text.matchAll(/(?<![*\w])\*([^*]+)\*(?![*\w])/g)].map(([, word = '']) => word);
    assert.ok(named.length > 5, String(named.length));
    const unknown = named.filter((word) => !OTHER_WORDS.has(word) && !lowered.has(word.toLowerCase()));
    assert.deepEqual([...new Set(unknown)], []);
  });
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_TEXTS } from '../../../src/uplink/log/logTexts';
import { repository } from '../../harness/package/packedPackage';

/** Turns of phrase that good English does not need, with what to write instead. CONTRIBUTING.md has the glossary. */
const TICS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|later\b|sooner\b)\w+/i,
    'is not a …, must be …',
  ],
  [/\b(?:is|are|was|were) none\b/i, 'is not one of …, does not count'],
  [/\bbeside\b/i, 'next to, besides, with'],
  [/\b(?:whom|whoever)\b/i, 'the one who, anyone who'],
  [/\bbe had\b/i, 'could not load …'],
  [/\bone an? (?:line|batch|node|message|series|request|level)\b/i, 'one per …'],
  [/^(?:Least|Longest|Largest|Most) [a-z]+$/, 'Minimum …, Maximum …'],
];

/** Every text of a catalogue, with its key. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(Object(value)).flatMap(([key, child]) => textsOf(child, `${path}.${key}`));
}

/** Every English text that a user sees in the editor, under the nodes or in the log, with its place. */
function userTexts(): [string, string][] {
  const nodes = join(repository, 'nodes');
  const ofLocales = readdirSync(nodes, { recursive: true, encoding: 'utf8' })
    .filter((file) => /locales[\\/]en-US[\\/].*\.(?:json|html)$/.test(file))
    .flatMap((file): [string, string][] => {
      const text = readFileSync(join(nodes, file), 'utf8');
      return file.endsWith('.html') ? [[file, text]] : textsOf(JSON.parse(text), file);
    });
  return [...ofLocales, ...textsOf(LOG_TEXTS, 'log')];
}

describe('the user-visible texts', () => {
  it('are free of phrases typical of a translation', () => {
    const texts = userTexts();
    assert.ok(texts.length > 500, 'the test finds the texts');
    const found = texts.flatMap(([where, text]) =>
      TICS.flatMap(([pattern, instead]) => {
        const tic = pattern.exec(text)?.[0];
        return tic === undefined ? [] : [`${where}: “${tic}”, rather ${instead}`];
      }),
    );
    assert.deepEqual(found, []);
  });

  it('are checked by patterns that leave good English alone', () => {
    const tic = (text: string): boolean => TICS.some(([pattern]) => pattern.test(text));
    const bad = [
      'The value is no number',
      '"x" is none of the choices',
      'The readings could not be had',
      'Least interval',
    ];
    for (const text of bad) assert.ok(tic(text), text);
    const good = [
      'There is no backend',
      'It is no longer used',
      'None of these matched',
      'Most events arrive at once',
    ];
    for (const text of good) assert.ok(!tic(text), text);
  });
});

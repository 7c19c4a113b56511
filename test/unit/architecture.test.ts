import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../harness/package/packedPackage';

/**
 * The rooms of a folder from bottom to top: each may import from itself and from those before it. A folder inside a
 * room that has its own place in the list, such as `names/lexicon`, is a separate room.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  '': [
    'clock',
    'fileSystem',
    'settings',
    'symbols',
    'payload',
    'classify',
    'delta',
    'frame',
    'spool',
    'uplink',
    'engine',
    'monitor',
    'mqtt',
    'client',
    'index.ts',
  ],
  classify: [
    'values',
    'names/lexicon',
    'names',
    'topics',
    'fields',
    'leaves',
    'rules',
    'cache',
    'decision',
    'readings/forms',
    'readings',
    'index.ts',
  ],
  spool: [
    'Spool.ts',
    'diskSpoolOptions.ts',
    'shared',
    'files',
    'format',
    'log',
    'manifest',
    'lock',
    'directory',
    'status',
    'head',
    'intake',
    'disk',
    'memory',
    'inspect',
    'index.ts',
  ],
  uplink: [
    'settings',
    'transport',
    'reports',
    'log',
    'delivery',
    'check',
    'toEvent.ts',
    'Uplink.ts',
    'index.ts',
  ],
};

const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What a file of src/ imports, as written: `../symbols`, `axios`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(repository, 'src', file), 'utf8');
  return [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*'([^'\n]+)'/g)].map((match) => match[1] ?? '');
}

const isOurs = (imported: string): boolean => imported.startsWith('.');
/** The parts of a path; a file's name without `.ts`, as in imports. */
const partsOf = (path: string): string[] =>
  path
    .replace(/\.ts$/, '')
    .split(/[\\/]/)
    .filter((part) => part !== '');
const layerOf = (file: string): string => partsOf(file)[0] ?? '';

const isBelow = (folder: string, path: string): boolean =>
  partsOf(folder).every((part, i) => partsOf(path)[i] === part);

/** The innermost room of a folder that contains a file or folder, named as in imports; undefined outside the folder. */
function roomOf(folder: string, path: string): string | undefined {
  const found = (rooms[folder] ?? []).filter((room) => {
    const place = join(folder, room);
    return isBelow(place, path) || place === `${path}.ts`;
  });
  return found.sort((a, b) => b.length - a.length)[0];
}

describe('the layout of src/', () => {
  it('has exactly the folders that docs/architecture.md describes', () => {
    const page = readFileSync(join(repository, 'docs', 'architecture.md'), 'utf8');
    for (const [folder, ordered] of Object.entries(rooms)) {
      const outermost = new Set(ordered.map(layerOf));
      const found = readdirSync(join(repository, 'src', folder)).map(layerOf);
      assert.deepEqual(found.sort(), [...outermost].sort());
      for (const room of ordered.filter((room) => !room.endsWith('.ts'))) {
        const path = ['src', folder, room].filter((part) => part !== '').join('/');
        assert.match(page, new RegExp(`(?:\`|^### )${path}(?:\`|$)`, 'm'));
      }
    }
  });

  for (const [folder, ordered] of Object.entries(rooms)) {
    it(`has only downward dependencies in ${join('src', folder)}`, () => {
      const inside = sources.filter((file) => isBelow(folder, file));
      assert.ok(inside.length > 20);
      for (const file of inside) {
        const own = ordered.indexOf(roomOf(folder, file) ?? '');
        assert.ok(own >= 0, `${file} belongs to no room`);
        for (const imported of importsOf(file).filter(isOurs)) {
          const target = join(file, '..', imported);
          if (!isBelow(folder, target)) continue;
          const other = ordered.indexOf(roomOf(folder, target) ?? '');
          assert.ok(other >= 0 && other <= own, `${file} imports ${imported}`);
        }
      }
    });
  }

  it('imports nothing from Node-RED, and no package but axios and, in the connector, mqtt', () => {
    const isPackage = (imported: string): boolean => !isOurs(imported) && !imported.startsWith('node:');
    const used = sources.flatMap((file) =>
      importsOf(file)
        .filter(isPackage)
        .map((name) => `${layerOf(file)}: ${name}`),
    );
    assert.deepEqual([...new Set(used)].sort(), ['mqtt: mqtt', 'uplink: axios']);
  });
});

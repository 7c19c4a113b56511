import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../harness/packedPackage';

/** The folders of src/ from bottom to top: each may import from those before it, and from itself. */
const layers = [
  'clock',
  'settings',
  'symbols',
  'payload',
  'classify',
  'delta',
  'frame',
  'spool',
  'uplink',
  'engine',
  'mqtt',
  'client',
  'index.ts',
];

const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What a file of src/ imports, as written: `../symbols`, `axios`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(repository, 'src', file), 'utf8');
  return [...text.matchAll(/(?:from|import|require\()\s*\(?'([^']+)'/g)].map((match) => match[1] ?? '');
}

const isOurs = (imported: string): boolean => imported.startsWith('.');
const layerOf = (file: string): string => file.split(/[\\/]/)[0] ?? '';

describe('the layout of src/', () => {
  it('has the folders that docs/architecture.md describes, and no other', () => {
    assert.deepEqual(readdirSync(join(repository, 'src')).sort(), [...layers].sort());
    const page = readFileSync(join(repository, 'docs', 'architecture.md'), 'utf8');
    for (const layer of layers.slice(0, -1)) assert.ok(page.includes(`\`src/${layer}\``), layer);
  });

  it('depends downwards only', () => {
    assert.ok(sources.length > 20);
    for (const file of sources) {
      for (const imported of importsOf(file).filter(isOurs)) {
        const [own, other] = [layerOf(file), layerOf(join(file, '..', imported))];
        assert.ok(
          layers.includes(other) && layers.indexOf(other) <= layers.indexOf(own),
          `${file} imports ${imported}`,
        );
      }
    }
  });

  it('imports nothing of Node-RED, and no package but axios and, in the connector, mqtt', () => {
    const isPackage = (imported: string): boolean => !isOurs(imported) && !imported.startsWith('node:');
    const used = sources.flatMap((file) =>
      importsOf(file)
        .filter(isPackage)
        .map((name) => `${layerOf(file)}: ${name}`),
    );
    assert.deepEqual([...new Set(used)].sort(), ['mqtt: mqtt', 'uplink: axios']);
  });
});

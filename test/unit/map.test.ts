import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../harness/package/packedPackage';

/** Folders whose files docs/architecture.md names, including all subfolders. */
const MAPPED = ['src', 'nodes/editor', 'nodes/runtime', 'bin', 'demo'];

/** A file has about 300 lines, and at most this many. */
const MAX_LINES = 400;

/** Paths of the sources below a folder, from the root of the repository, with slashes. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
}

/** The files that the page names: a heading gives the folder, the first cell of a row the name without `.ts`. */
function namedFiles(): string[] {
  const page = readFileSync(join(repository, 'docs', 'architecture.md'), 'utf8');
  const named: string[] = [];
  let folder = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) folder = /^### ([\w/-]+)$/.exec(line)?.[1] ?? '';
    const name = /^\| `([\w.-]+)` \|/.exec(line)?.[1];
    if (folder !== '' && name !== undefined) named.push(`${folder}/${name}.ts`);
  }
  return named;
}

describe('the tables of files in docs/architecture.md', () => {
  const isInMap = (path: string): boolean => !path.endsWith('/index.ts');

  it('name every file once, and no missing file', () => {
    const named = namedFiles();
    const files = MAPPED.flatMap(sourcesBelow).filter(isInMap);
    assert.deepEqual(
      {
        unnamed: files.filter((file) => !named.includes(file)),
        gone: named.filter((name) => !files.includes(name)),
        twice: named.filter((name, i) => named.indexOf(name) !== i),
      },
      { unnamed: [], gone: [], twice: [] },
    );
  });

  it('describe every file', () => {
    const page = readFileSync(join(repository, 'docs', 'architecture.md'), 'utf8');
    assert.deepEqual(page.match(/^\| `[\w.-]+` \| *\|$/gm), null);
  });
});

describe('a source file', () => {
  it(`has at most ${MAX_LINES} lines`, () => {
    const files = ['src', 'nodes', 'bin'].flatMap(sourcesBelow);
    assert.ok(files.length > 100);
    for (const file of files) {
      const lines = readFileSync(join(repository, file), 'utf8').trimEnd().split('\n').length;
      assert.ok(lines <= MAX_LINES, `${file} has ${lines} lines`);
    }
  });
});

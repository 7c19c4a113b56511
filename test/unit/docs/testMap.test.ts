import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from '../../harness/package/packedPackage';

const HARNESS = join(repository, 'test', 'harness');

/** Tables of one kind, which the map lists as a folder. */
const TABLES = 'fieldNames';

describe('the map of the harness in test/README.md', () => {
  const page = readFileSync(join(repository, 'test', 'README.md'), 'utf8');
  const named = [...page.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w/.]+)`/g)].map(([, name = '']) => name),
  );
  const files = readdirSync(HARNESS, { withFileTypes: true, recursive: true }).filter(
    (entry) => entry.isFile() && /\.[tj]s$/.test(entry.name) && basename(entry.parentPath) !== TABLES,
  );

  it('names every file and every folder', () => {
    const folders = readdirSync(HARNESS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${name}/`);
    const there = [
      ...files.filter(({ parentPath }) => basename(parentPath) !== 'probe').map(({ name }) => name),
      ...folders,
    ];
    assert.deepEqual(
      there.filter((name) => !named.includes(name)),
      [],
    );
  });

  it('names no missing file', () => {
    const there = files.map(({ name }) => name);
    assert.deepEqual(
      named.filter((name) => /^\w+\.[tj]s$/.test(name) && !there.includes(name)),
      [],
    );
  });
});

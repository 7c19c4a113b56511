import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSpoolDirectory, spoolDirectory } from '../../../../src/spool';
import { writeAbout } from '../../../../src/spool/directory/spoolDirectory';
import { noteSpoolRoot, spoolRoots } from '../../../../src/spool/directory/spoolRoots';
import { fileName } from '../../../../src/spool/format/segmentFile';

describe('the spool directory of a node', () => {
  let userDir: string;
  let chosen: string;
  beforeEach(() => {
    userDir = mkdtempSync(join(tmpdir(), 'spool-places-'));
    chosen = join(userDir, 'volume');
  });
  afterEach(() => rmSync(userDir, { recursive: true }));

  const usual = (...path: string[]): string => join(userDir, 'wireband', 'spool', ...path);

  async function makeSpool(directory: string, project?: string): Promise<void> {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, fileName({ kind: 'ordinary', number: 1 })), '');
    await writeAbout(directory, { id: 'n1', name: '', deviceId: 'd', ...(project && { project }) });
  }

  it('is below the user directory or the configured folder', () => {
    assert.deepEqual(findSpoolDirectory({ nodeId: 'n1' }, [usual()]), { directory: usual('n1') });
    assert.equal(spoolDirectory(userDir, 'n1'), usual('n1'));
    const directory = join(chosen, 'n1');
    assert.deepEqual(findSpoolDirectory({ nodeId: 'n1' }, [chosen, usual()]), { directory });
  });

  it('is never outside of that folder', () => {
    for (const evil of ['../x', '..', '.', 'a/b', '', 'a'.repeat(300), 'x\0y']) {
      for (const owner of [{ nodeId: evil }, { nodeId: 'n1', project: evil }]) {
        const { directory } = findSpoolDirectory(owner, [chosen]);
        assert.match(directory.slice(chosen.length), /^\/(project\.)?[\w-]+(\/n1)?$/);
      }
    }
  });

  it('is different in each project', () => {
    const places = ['one', 'two', undefined].map((project) => {
      return findSpoolDirectory({ nodeId: 'n1', project }, [usual()]).directory;
    });
    assert.deepEqual(places, [usual('project.one', 'n1'), usual('project.two', 'n1'), usual('n1')]);
  });

  it('stays where it exists, and its configured place is reported', async () => {
    await makeSpool(usual('n1'));
    assert.deepEqual(findSpoolDirectory({ nodeId: 'n1' }, [chosen, usual()]), {
      directory: usual('n1'),
      wanted: join(chosen, 'n1'),
    });
    await makeSpool(join(chosen, 'n1'));
    assert.deepEqual(findSpoolDirectory({ nodeId: 'n1' }, [chosen, usual()]), {
      directory: join(chosen, 'n1'),
    });
  });

  it('of a release without projects belongs only to the first project opened', async () => {
    await makeSpool(usual('n1'));
    const directoryOf = (project: string) =>
      findSpoolDirectory({ nodeId: 'n1', project }, [usual()]).directory;
    assert.equal(directoryOf('one'), usual('n1'));
    await makeSpool(usual('n1'), 'one');
    assert.equal(directoryOf('two'), usual('project.two', 'n1'));
    assert.equal(directoryOf('one'), usual('n1'));
    await makeSpool(usual('project.one', 'n1'), 'one');
    assert.equal(directoryOf('one'), usual('project.one', 'n1'));
  });

  it('is recorded once for the command line', () => {
    noteSpoolRoot(userDir, chosen);
    noteSpoolRoot(userDir, chosen);
    noteSpoolRoot(userDir, '/elsewhere');
    assert.deepEqual(spoolRoots(userDir), [usual(), chosen, '/elsewhere']);
    writeFileSync(join(userDir, 'wireband', 'spoolDirectories.json'), '{"damaged');
    assert.deepEqual(spoolRoots(userDir), [usual()]);
  });
});

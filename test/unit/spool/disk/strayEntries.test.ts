import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { fileName } from '../../../../src/spool/format/segmentFile';
import { readSpool } from '../../../../src/spool/inspect/readSpool';
import { verifySpool } from '../../../../src/spool/inspect/verifySpool';
import type { SimulatedFileSystem } from '../../../harness/disk/SimulatedFileSystem';
import { DamagedSpool } from '../../../harness/spool/DamagedSpool';
import { DiskSpoolRig } from '../../../harness/spool/DiskSpoolRig';
import type { SpoolFolder } from '../../../harness/spool/SpoolFolder';

const servers: Server[] = [];

/** What may be in the place of a file. */
const STRAYS: readonly (readonly [string, RegExp, (path: string) => unknown])[] = [
  ['a FIFO', /not a regular file/, (path) => execFileSync('mkfifo', [path])],
  ['a directory', /not a regular file/, (path) => mkdirSync(path)],
  ['a broken link', /a broken link/, (path) => symlinkSync(`${path}-is-not-there`, path)],
  ['a link to itself', /a circular link/, (path) => symlinkSync(path, path)],
  ['a link to a device', /not a regular file/, (path) => symlinkSync('/dev/zero', path)],
  [
    'a socket',
    /not a regular file/,
    (path) => new Promise<void>((resolve) => servers.push(createServer().listen(path, resolve))),
  ],
];

describe('a foreign entry with the name of a spool file', () => {
  let damaged: DamagedSpool;
  before(async function () {
    if (process.platform === 'win32') return this.skip();
    damaged = await DamagedSpool.make();
  });
  after(() => damaged.remove());
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const replace = (folder: SpoolFolder, name: string, put: (path: string) => unknown): unknown => {
    const path = folder.path(name);
    rmSync(path, { force: true });
    return put(path);
  };

  for (const [stray, reason, put] of STRAYS) {
    for (const [place, nameOf] of [
      ['the newest event file', async (folder: SpoolFolder) => (await folder.names('ordinary')).at(-1)],
      ['a file between others', async (folder: SpoolFolder) => (await folder.names('ordinary'))[2]],
      ['the alarm file', async (folder: SpoolFolder) => (await folder.names('alarm'))[0]],
      ['a file that never existed', async () => fileName({ kind: 'ordinary', number: 400 })],
      ['an older manifest', async () => fileName({ kind: 'manifest', number: 1 })],
    ] as const) {
      it(`${stray} in place of ${place} is named and left alone, its events are counted, and the rest arrive`, async () => {
        let name = '';
        const startedAt = performance.now();
        const outcome = await damaged.outcomeOf(async (folder) => {
          name = (await nameOf(folder)) ?? '';
          await replace(folder, name, put);
        }, true);
        assert.ok(performance.now() - startedAt < 30_000, 'no wait for it');
        const about = outcome.recovered.findings.filter((finding) => finding.startsWith(`${name}: `));
        assert.equal(about.length, 1, outcome.recovered.findings.join('; '));
        assert.match(about[0] ?? '', reason);
        assert.equal(outcome.unreadable, outcome.lost.length, 'lost events are counted');
        assert.ok(outcome.lost.length < 100);
      });
    }

    it(`${stray} is never removed`, async () => {
      const folder = await damaged.pristine.copy();
      try {
        const [, name = ''] = await folder.names('ordinary');
        await replace(folder, name, put);
        const { ino } = lstatSync(folder.path(name));
        await folder.readAll();
        await folder.readAll();
        assert.equal(lstatSync(folder.path(name)).ino, ino);
      } finally {
        await folder.remove();
      }
    });

    it(`${stray} does not prevent the command line from reading the spool`, async () => {
      const folder = await damaged.pristine.copy();
      try {
        const [, name = ''] = await folder.names('ordinary');
        await replace(folder, name, put);
        const reading = await readSpool(folder.directory);
        assert.ok(reading.findings.some((finding) => finding.startsWith(`${name}: `)));
        await reading.close();
        const { findings, isSound } = await verifySpool(folder.directory);
        assert.ok(findings.some((finding) => finding.startsWith(`${name}: `)));
        assert.equal(isSound, false);
      } finally {
        await folder.remove();
      }
    });
  }
});

describe('a file that this user cannot open', () => {
  async function withFiles(): Promise<DiskSpoolRig> {
    const rig = await DiskSpoolRig.open({}, { segmentBytes: 200 });
    for (const topic of 'abcdef') await rig.append(topic);
    return rig;
  }

  it('is named, and its events are kept and counted as waiting, while the rest arrive', async () => {
    const rig = await withFiles();
    const [, name = ''] = rig.fileNames('ordinary');
    await rig.spool.close();
    const next = await rig.successorOn((files) => {
      files.fault = ({ kind, path }) => (kind === 'open' && path.endsWith(name) ? 'EACCES' : undefined);
    });
    assert.equal(next.spool.storage.kind, 'disk');
    const findings = next.recovered.flatMap((recovered) => recovered.findings);
    assert.ok(findings.includes(`${name}: cannot be opened by this user; left alone`), findings.join('; '));
    const rest = (await next.rest()).replaceAll(' ', '');
    assert.ok(rest.length >= 3 && rest.length < 6, rest);
    assert.ok(next.fileNames('ordinary').includes(name), 'the file is kept');
    assert.deepEqual([next.drops, next.spool.depth], ['', 6 - rest.length]);
    assert.equal(next.recovered[0]?.events, 6);
    await next.append('g');
    const later = await next.killed();
    assert.deepEqual([later.drops, later.recovered[0]?.events], ['', 7 - rest.length]);
    const kept = (await later.rest()).replaceAll(' ', '');
    assert.equal([...rest, ...kept].sort().join(''), 'abcdefg');
    assert.equal(later.spool.depth, 0);
  });

  it('keeps its batches under their keys, even if it cannot be opened twice', async () => {
    const rig = await withFiles();
    const tried = await rig.take(4);
    const [, name = ''] = rig.fileNames('ordinary');
    const deny = (files: SimulatedFileSystem): void => {
      files.fault = ({ kind, path }) => (kind === 'open' && path.endsWith(name) ? 'EACCES' : undefined);
    };
    rig.files.die();
    const next = await rig.successorOn(deny);
    assert.deepEqual([await next.rest(), next.drops, next.spool.depth], ['ef', '', 4]);
    next.files.die();
    const third = await next.successorOn(deny);
    assert.deepEqual([await third.rest(), third.drops, third.spool.depth], ['', '', 4]);
    const last = await third.killed();
    const again = await last.take(4);
    assert.deepEqual([again.id, again.events], [tried.id, tried.events]);
  });

  it('keeps events in memory if it is the manifest, until that can be opened', async () => {
    const rig = await withFiles();
    await rig.spool.close();
    const next = await rig.successorOn((files) => {
      files.fault = ({ kind, path }) => (kind === 'open' && path.includes('journal-') ? 'EACCES' : undefined);
    });
    assert.equal(next.spool.storage.kind, 'failing');
    await next.append('g');
    next.files.fault = () => undefined;
    await next.clock.advance(1000);
    assert.equal(next.spool.storage.kind, 'disk');
    assert.equal((await next.rest()).replaceAll(' ', ''), 'abcdefg');
    assert.equal(next.drops, '');
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { checkArrived } from '../harness/backend/receivedEvents';
import { SmallDisk } from '../harness/disk/smallDisk';
import { bundlePrograms, KillableLife, type LifeSurroundings } from '../harness/kill/killableLife';
import type { LifePlan } from '../harness/kill/killGateway';
import { until } from '../harness/until';

const MIB = 1024 * 1024;
const SYNCS = ['interval', 'always', 'never'] as const;

const filesIn = (folder: string, prefix = ''): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name));

describe('a gateway on an unusual file system', () => {
  let root: string;
  let programs: string;
  let backend: BackendServer;
  const unmount: (() => void)[] = [];
  before(async () => {
    programs = mkdtempSync(join(tmpdir(), 'wireband-programs-'));
    await bundlePrograms(programs, 'kill/killGateway', 'disk/poorFileSystem');
  });
  after(() => rmSync(programs, { recursive: true, force: true }));
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'wireband-fs-'));
    backend = await BackendServer.start();
  });
  afterEach(async () => {
    for (const undo of unmount.splice(0)) undo();
    rmSync(root, { recursive: true, force: true });
    await backend.close();
  });

  const planIn = (directory: string, spool: LifePlan['spool'], drains = false): LifePlan => ({
    directory,
    backendUrl: backend.url,
    spool: { minFreeBytes: 64 * MIB, ...spool },
    delivery: {},
    numbering: {},
    first: 0,
    rate: 1000,
    drains,
  });
  const begin = (plan: LifePlan, around: LifeSurroundings): KillableLife =>
    new KillableLife(join(programs, 'killGateway.js'), plan, around);

  /** Events are accepted during an outage, the process is killed, and its successor delivers them all. */
  async function survivesKill(
    directory: string,
    spool: LifePlan['spool'] = {},
    around: LifeSurroundings = {},
  ): Promise<void> {
    await backend.goDown();
    const killed = begin(planIn(directory, spool), around);
    await killed.hasOpened();
    await killed.hasStored(200);
    killed.signal('SIGKILL');
    assert.equal(await killed.ended, 'SIGKILL', killed.stderr);
    assert.equal(killed.opened?.storage.kind, 'disk', JSON.stringify(killed.opened));
    assert.deepEqual(
      killed.told.filter(({ event }) => event === 'storage'),
      [],
    );
    await backend.comeBack();
    const drained = begin(planIn(directory, spool, true), around);
    assert.equal(await drained.ended, 0, drained.stderr);
    assert.ok(killed.stored.length >= 200);
    checkArrived(backend, killed.stored);
  }

  const REFUSED: readonly Readonly<Record<string, string>>[] = [
    { syncDirectory: 'EINVAL' },
    { syncDirectory: 'ENOSYS', sync: 'ENOSYS' },
    { sync: 'ENOTSUP' },
    { sync: 'ERR_ACCESS_DENIED', syncDirectory: 'ERR_ACCESS_DENIED' },
    { space: 'zero' },
    { space: 'ENOSYS' },
    { link: 'EPERM' },
    { sync: 'EPERM', syncDirectory: 'EPERM', link: 'EOPNOTSUPP', space: 'zero' },
  ];
  for (const [i, refused] of REFUSED.entries()) {
    const sync = SYNCS[i % SYNCS.length] ?? 'never';
    it(`loses nothing to kill -9 if calls fail with ${JSON.stringify(refused)}, sync ${sync}`, () =>
      survivesKill(
        join(root, 'below', 'spool'),
        { sync },
        {
          preload: join(programs, 'poorFileSystem.js'),
          env: { WIREBAND_REFUSED_CALLS: JSON.stringify(refused) },
        },
      ));
  }

  it('loses nothing to kill -9 under the permission model of Node.js', () =>
    survivesKill(
      join(root, 'spool'),
      {},
      {
        flags: ['--experimental-permission', '--no-warnings', `--allow-fs-read=${programs}/*`].concat([
          `--allow-fs-read=${root}/*`,
          `--allow-fs-write=${root}/*`,
        ]),
      },
    ));

  it('uses part of a partition that is smaller than the space to keep free (tmpfs)', async function () {
    const disk = SmallDisk.mount(join(root, 'small'), 16 * MIB);
    if (!disk) return this.skip();
    unmount.push(() => disk.unmount());
    await survivesKill(join(disk.path, 'spool'));
  });

  /** A user without rights; only root can start a process as this user. */
  const NOBODY = 65_534;

  for (const [what, damage] of [
    ['a spool of another user', (folder: string) => execFileSync('chown', ['-R', '0', folder])],
    ['files of another user', (folder: string) => execFileSync('chown', ['0', ...filesIn(folder)])],
    [
      'a manifest of another user',
      (folder: string) => execFileSync('chown', ['0', ...filesIn(folder, 'journal')]),
    ],
    ['a directory of another user', (folder: string) => execFileSync('chown', ['0', folder])],
  ] as const) {
    it(`keeps events in memory with ${what}, names the remedy, and uses the disk once it is applied`, async function () {
      if (process.getuid?.() !== 0) return this.skip();
      const directory = join(root, 'volume', 'spool');
      for (const folder of [root, programs]) execFileSync('chown', [String(NOBODY), folder]);
      const around = { uid: NOBODY };
      await backend.goDown();
      const before = begin(planIn(directory, { minFreeBytes: 0 }), around);
      await before.hasStored(200);
      before.signal('SIGKILL');
      await before.ended;
      damage(directory);

      const life = begin(planIn(directory, { minFreeBytes: 0 }), around);
      await life.hasOpened();
      const storage = life.opened?.storage;
      assert.equal(storage?.kind, 'failing', JSON.stringify(storage));
      const error = storage?.kind === 'failing' ? storage.error : '';
      assert.match(error, /belongs to user 0, and this process runs as user 65534/);
      const [remedy = ''] = /chown -R 65534 \S+/.exec(error) ?? [];
      assert.ok(remedy.endsWith(directory), error);
      await life.hasStored(100);
      execFileSync('/bin/sh', ['-c', remedy]);
      await backend.comeBack();
      await until('the disk is used', () =>
        life.told.some(({ event, payload }) => event === 'storage' && Object(payload).state === 'disk'),
      );
      life.signal('SIGTERM');
      assert.equal(await life.ended, 0, life.stderr);
      const drained = begin(planIn(directory, { minFreeBytes: 0 }, true), around);
      assert.equal(await drained.ended, 0, drained.stderr);
      checkArrived(backend, [...before.stored, ...life.stored]);
    });
  }

  /** Mounts something below the root, for a test that is skipped if that is impossible. */
  function mount(context: Mocha.Context, name: string, ...args: readonly string[]): string {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    try {
      execFileSync('mount', [...args, path], { stdio: 'pipe' });
    } catch (error) {
      console.log(
        `      not run, ${name} cannot be mounted here: ${String(error).trim().split('\n').at(-1)}`,
      );
      return context.skip();
    }
    unmount.push(() => execFileSync('umount', ['-l', path]));
    return path;
  }

  it('loses nothing to kill -9 on overlayfs, as used by containers', async function () {
    const base = mount(this, 'base', '-t', 'tmpfs', 'tmpfs');
    const [lower, upper, work] = ['lower', 'upper', 'work'].map((name) => join(base, name));
    for (const folder of [lower, upper, work]) mkdirSync(folder ?? '');
    const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    const path = mount(this, 'overlayfs', '-t', 'overlay', 'overlay', '-o', options);
    await survivesKill(join(path, 'spool'));
  });

  if (hasFat()) {
    it('loses nothing to kill -9 on FAT, as used on SD cards and USB sticks', async function () {
      const image = join(root, 'fat.img');
      execFileSync('mkfs.vfat', ['-C', image, '32768'], { stdio: 'pipe' });
      await survivesKill(join(mount(this, 'fat', '-t', 'vfat', '-o', 'loop', image), 'spool'));
    });
  }
});

/** Few machines for tests have a kernel that knows FAT, and no package can give them one. */
function hasFat(): boolean {
  try {
    execFileSync('mkfs.vfat', ['--help'], { stdio: 'pipe' });
    return readFileSync('/proc/filesystems', 'utf8').includes('\tvfat\n');
  } catch {
    return false;
  }
}

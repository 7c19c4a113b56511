import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { requestDiscard } from '../../../../src/spool/inspect/requestDiscard';
import {
  acquireLock,
  type DirectoryLock,
  type LockRequestHandler,
  SpoolLockedError,
} from '../../../../src/spool/lock/DirectoryLock';
import { isLockFile, type LockOwner, ownLock } from '../../../../src/spool/lock/lockFile';
import { RunningProgram } from '../../../harness/runningProgram';
import { PATIENCE_MS, sleep, until } from '../../../harness/until';

const ignoreRequests = async (): Promise<void> => undefined;
const onLinux = process.platform === 'linux';

const DISCARD = '{"request":"discard","id":"0123456789abcdef"}';

/** No process has this ID: the maximum on Linux is 4,194,304. */
const NO_PID = 99_999_999;

describe('the lock of a spool directory', () => {
  let directory: string;
  const locks: DirectoryLock[] = [];
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wireband-lock-'));
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.kill()));
    await Promise.all(locks.splice(0).map((lock) => lock.release()));
    await rm(directory, { recursive: true, force: true });
  });

  async function acquire(onRequest: LockRequestHandler = ignoreRequests): Promise<DirectoryLock> {
    const lock = await acquireLock(directory, onRequest);
    locks.push(lock);
    return lock;
  }

  /** @param signal file that will tell when to begin. */
  function startLocking(signal = '', directories = [directory]): RunningProgram {
    const script = resolve(__dirname, '../../../harness/spool/lockingProcess.ts');
    const args = ['--require', require.resolve('tsx/cjs'), script, signal, ...directories];
    const program = new RunningProgram(process.execPath, args);
    programs.push(program);
    return program;
  }

  const writeLock = (content: string | LockOwner): Promise<void> =>
    writeFile(join(directory, 'lock'), typeof content === 'string' ? content : JSON.stringify(content));
  const readOwner = async (): Promise<LockOwner> =>
    JSON.parse(await readFile(join(directory, 'lock'), 'utf8'));

  async function refusal(): Promise<SpoolLockedError> {
    const outcome = await acquire().catch((error: unknown) => error);
    assert.ok(outcome instanceof SpoolLockedError, String(outcome));
    return outcome;
  }

  it('does not block on a FIFO in place of its file', async function () {
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [join(directory, 'lock')]);
    await acquire();
    assert.equal((await readOwner()).pid, process.pid);
  });

  it('is a file that only its owner can read, and names its holder', async () => {
    await acquire();
    assert.deepEqual(await readdir(directory), ['lock']);
    const owner = await readOwner();
    assert.deepEqual([owner.pid, owner.host], [process.pid, hostname()]);
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(directory, 'lock'))).mode & 0o777, 0o600);
    }
  });

  it('is gone after a release, and can be acquired again', async () => {
    const lock = await acquire();
    assert.equal(await lock.check(), true);
    await lock.release();
    await lock.release();
    assert.deepEqual(await readdir(directory), []);
    assert.equal(await lock.check(), false);
    assert.equal(await (await acquire()).check(), true);
  });

  it('is refused a second time in the same process, even under another name of the directory', async () => {
    await acquire();
    const error = await refusal();
    assert.deepEqual([error.pid, error.host, error.directory], [process.pid, hostname(), directory]);
    assert.match(error.message, /another node of this process/);
    await assert.rejects(acquireLock(`${directory}/../${directory.split('/').at(-1)}`, ignoreRequests), {
      name: 'SpoolLockedError',
    });
    const [one, two] = await Promise.allSettled([1, 2].map(() => acquireLock(directory, ignoreRequests)));
    assert.deepEqual([one?.status, two?.status], ['rejected', 'rejected']);
  });

  it('is acquired by only one of two concurrent callers in the same process', async () => {
    const outcomes = await Promise.allSettled([acquire(), acquire()]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('of a running process is refused, with its PID and what to do', async () => {
    const holder = startLocking();
    await holder.waitFor(/locked/);
    const error = await refusal();
    assert.deepEqual([error.pid, error.host], [holder.pid, hostname()]);
    assert.match(error.message, /in use by process \d+ on .+\. Stop that process/);
  });

  it('of a killed process is taken over without leftovers', async () => {
    const holder = startLocking();
    await holder.waitFor(/locked/);
    holder.signal('SIGKILL');
    await holder.ended;
    assert.equal((await readOwner()).pid, holder.pid);
    await acquire();
    assert.equal((await readOwner()).pid, process.pid);
    assert.deepEqual(await readdir(directory), ['lock']);
  });

  it('is acquired by only one of several processes that find the same dead lock at the same moment', async () => {
    const directories = await Promise.all(
      Array.from({ length: 60 }, () => mkdtemp(join(directory, 'spool-'))),
    );
    const dead = ownLock();
    for (const [index, spool] of directories.entries()) {
      const token = index.toString(16).padStart(32, '0');
      await writeFile(join(spool, 'lock'), JSON.stringify({ ...dead, token, pid: NO_PID }));
    }
    const signal = join(directory, 'begin');
    const racing = Array.from({ length: 4 }, () => startLocking(signal, directories));
    for (const program of racing) await program.waitFor(/ready/);
    await writeFile(`${signal}.tmp`, String(Date.now() + 500));
    await rename(`${signal}.tmp`, signal);
    for (const program of racing) await program.waitFor(/tried all/);
    const output = racing.map((program) => program.output).join('');
    for (const spool of directories) {
      const winners = racing.filter((program) => program.output.includes(`locked ${spool}\n`));
      assert.equal(winners.length, 1, `${spool}\n${output}`);
      const { pid } = JSON.parse(await readFile(join(spool, 'lock'), 'utf8'));
      assert.equal(pid, winners[0]?.pid);
    }
    assert.ok(racing.filter((program) => /^locked/m.test(program.output)).length > 1, 'several winners');
    assert.doesNotMatch(output, /lost|Error/);
  });

  it('is taken over from a process that died during a takeover', async () => {
    const [first, second] = [ownLock(), ownLock()];
    await writeLock({ ...first, pid: NO_PID });
    await writeFile(join(directory, `lock.${first.token}.next`), JSON.stringify({ ...second, pid: NO_PID }));
    await writeFile(join(directory, 'lock.0123456789abcdef.tmp'), JSON.stringify({ ...second, pid: NO_PID }));
    assert.equal(await (await acquire()).check(), true);
    assert.deepEqual(await readdir(directory), ['lock']);
  });

  it('is not taken over during a takeover by another process', async () => {
    const dead = ownLock();
    await writeLock({ ...dead, pid: NO_PID });
    const holder = startLocking('', [await mkdtemp(join(directory, 'other-'))]);
    await holder.waitFor(/locked/);
    const other = (await readdir(directory)).find((name) => name.startsWith('other-')) ?? '';
    await rename(join(directory, other, 'lock'), join(directory, `lock.${dead.token}.next`));
    assert.equal((await refusal()).pid, holder.pid);
  });

  it('with our own PID is taken over if this process does not hold it', async () => {
    await writeLock(ownLock());
    assert.equal(await (await acquire()).check(), true);
  });

  it('of an earlier process is taken over even if its PID is in use again', async function () {
    if (!onLinux) return this.skip();
    const { startTime } = ownLock();
    assert.match(startTime ?? '', /^\d+$/);
    for (const pid of [process.pid, process.ppid]) {
      await writeLock({ ...ownLock(), pid, startTime: '1' });
      await (await acquire()).release();
    }
    await writeLock({ ...ownLock(), pid: process.ppid, bootId: 'another boot' });
    await (await acquire()).release();
  });

  it('of a process that ended, but was not reaped by its parent, is taken over', async function () {
    if (!onLinux) return this.skip();
    // A shell that replaces itself with sleep never reaps the children that it started before. Until then, it might.
    const child = `sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done'`;
    const parent = new RunningProgram('sh', ['-c', `${child} & echo "child $!"; exec sleep 60`]);
    programs.push(parent);
    const [, pid = ''] = await parent.waitFor(/child (\d+)/);
    const state = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ');
    await until('a zombie child', async () => (await state())[2] === 'Z');
    await writeLock({ ...ownLock(), pid: Number(pid), startTime: (await state())[21] ?? '' });
    await acquire();
  });

  for (const [what, content] of [
    ['an empty file', ''],
    ['half a file', '{"pid":12,"ho'],
    ['zeroes', '\0'.repeat(100)],
    ['a foreign file', '{"pid":"x"}'],
    ['a token that is a path', JSON.stringify({ ...ownLock(), token: '../../../x' })],
  ] as const) {
    it(`that is ${what} is taken over once it is old`, async () => {
      await writeLock(content);
      const old = new Date(Date.now() - 60_000);
      await utimes(join(directory, 'lock'), old, old);
      assert.equal(await (await acquire()).check(), true);
      assert.deepEqual(await readdir(directory), ['lock']);
    });
  }

  it('that is empty is left to the process that is writing it', async () => {
    const holder = startLocking('', [await mkdtemp(join(directory, 'other-'))]);
    await holder.waitFor(/locked/);
    const other = (await readdir(directory)).find((name) => name.startsWith('other-')) ?? '';
    const written = await readFile(join(directory, other, 'lock'), 'utf8');
    await writeLock('');
    const outcome = refusal();
    // A slow writer: meanwhile no one takes over the lock.
    await sleep(200);
    await writeLock(written);
    assert.equal((await outcome).pid, holder.pid);
  });

  it('that stays empty is taken over, whatever its timestamp', async () => {
    await writeLock('');
    const future = new Date(Date.now() + 86_400_000);
    await utimes(join(directory, 'lock'), future, future);
    assert.equal(await (await acquire()).check(), true);
  });

  it('of another machine is refused as long as its holder responds', async () => {
    const holder = startLocking();
    await holder.waitFor(/locked/);
    // The token stays, so that its holder still considers the lock its own.
    const moved = join(directory, 'lock.moved.tmp');
    await writeFile(moved, JSON.stringify({ ...(await readOwner()), host: 'another-machine', pid: NO_PID }));
    await rename(moved, join(directory, 'lock'));
    const error = await refusal();
    assert.deepEqual([error.pid, error.host], [NO_PID, 'another-machine']);
  });

  it('of another machine, or of a container with our host name, is taken over if its holder does not respond', async () => {
    const elsewhere: LockOwner[] = [{ ...ownLock(), host: 'another-machine', pid: process.ppid }];
    if (onLinux) elsewhere.push({ ...ownLock(), pidNamespace: 'pid:[1]', pid: process.ppid });
    for (const owner of elsewhere) {
      await writeLock(owner);
      const lock = await acquire();
      assert.equal(await lock.check(), true);
      assert.deepEqual(await readdir(directory), ['lock']);
      await lock.release();
    }
  });

  it('is lost if another process overwrites it or the directory vanishes, and its release is then harmless', async () => {
    const lock = await acquire();
    const other = { ...ownLock(), host: 'another-machine' };
    await writeLock(other);
    assert.equal(await lock.check(), false);
    await lock.release();
    assert.deepEqual(await readOwner(), other);

    await writeLock(ownLock());
    const second = await acquire();
    await rm(directory, { recursive: true });
    assert.equal(await second.check(), false);
    await mkdir(directory);
    const third = await acquire();
    await second.release();
    assert.equal(await third.check(), true);
    await refusal();
  });

  it('of a missing directory is refused with the error of the file system', async () => {
    await assert.rejects(acquireLock(join(directory, 'none'), ignoreRequests), { code: 'ENOENT' });
  });

  it('passes on a discard request, and removes it when that is done', async () => {
    let finish: () => void = () => undefined;
    let calls = 0;
    const lock = await acquire(() => {
      calls++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const request = join(directory, 'request');
    await writeFile(request, DISCARD);
    assert.equal(await lock.check(), true);
    await until('the request passed on', () => calls === 1);
    assert.equal(await lock.check(), true);
    assert.ok((await readdir(directory)).includes('request'));
    finish();
    await until('the request removed', async () => !(await readdir(directory)).includes('request'));
    assert.equal(calls, 1);
  });

  it('answers a request with the number of discarded events', async () => {
    const lock = await acquire(async () => 1234);
    const answer = requestDiscard(directory, PATIENCE_MS);
    await until('the request file', async () => (await readdir(directory)).includes('request'));
    await lock.check();
    assert.deepEqual(await answer, { discarded: 1234 });
    assert.deepEqual(await readdir(directory), ['lock']);
  });

  it('withdraws a request that gets no answer', async () => {
    await acquire();
    assert.equal(await requestDiscard(directory, 200), undefined);
    assert.deepEqual(await readdir(directory), ['lock']);
  });

  it('retries a failed request, and drops an unknown one', async () => {
    let calls = 0;
    const lock = await acquire(async () => {
      if (++calls === 1) throw new Error('the disk is away');
    });
    await writeFile(join(directory, 'request'), DISCARD);
    await until('success of the second attempt', async () => {
      await lock.check();
      return !(await readdir(directory)).includes('request');
    });
    assert.equal(calls, 2);
    await writeFile(join(directory, 'request'), '{"request":"explode"}');
    await until('removal of the unknown request', async () => {
      await lock.check();
      return !(await readdir(directory)).includes('request');
    });
    assert.equal(calls, 2);
  });

  it('ignores a request made to an earlier holder', async () => {
    await writeFile(join(directory, 'request'), DISCARD);
    await writeFile(join(directory, 'request.0123456789abcdef.answer'), '{"discarded":1}');
    let calls = 0;
    const lock = await acquire(async () => {
      calls++;
    });
    assert.deepEqual(await readdir(directory), ['lock']);
    await lock.check();
    assert.equal(calls, 0);
  });

  it('distinguishes its files from others', () => {
    const ours = ['lock', 'challenge', 'request', 'lock.00ff.tmp', 'lock.12-34.next', 'request.00ff.tmp'];
    assert.deepEqual(ours.filter(isLockFile), ours);
    for (const name of ['locks', 'lock.txt', 'my lock', 'about.json', 'lock.../x.tmp']) {
      assert.ok(!isLockFile(name), name);
    }
  });
});

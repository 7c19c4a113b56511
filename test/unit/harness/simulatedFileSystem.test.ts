import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SpoolFile } from '../../../src/spool/files/FileSystem';
import { nodeFileSystem } from '../../../src/spool/files/nodeFileSystem';
import { assertProperty } from '../../harness/assertProperty';
import { FileSystemSession, fileStep } from '../../harness/disk/FileSystemSession';
import type { DiskContents, SimulatedDisk } from '../../harness/disk/SimulatedDisk';
import { SimulatedFileSystem } from '../../harness/disk/SimulatedFileSystem';
import { runs } from '../../harness/effort';
import { SeededRandom } from '../../harness/seededRandom';
import { type Crash, crashStates } from '../../harness/spool/crashStates';

const SECTOR = 512;
const EVERY_STATE = 100_000;

/** The distinct contents of the files in all states after a crash now: `name=text`, a run of a letter as `a512`. */
function statesOf(disk: SimulatedDisk, crash: Crash, moment = disk.moment): string[] {
  const states = [...crashStates(disk, moment, crash, EVERY_STATE, new SeededRandom(1))];
  assert.ok(states.length < EVERY_STATE, 'all of them, not a sample');
  return [...new Set(states.map(describeContents))].sort();
}

function describeContents({ files }: DiskContents): string {
  const described = [...files].map(([path, bytes]) => `${path.slice(1)}=${runLengths(Buffer.from(bytes))}`);
  return described.sort().join(' ');
}

function runLengths(bytes: Buffer): string {
  const text = bytes.toString('latin1').replaceAll('\0', '-');
  return text.replace(/(.)\1*/g, (run, letter: string) => `${letter}${run.length}`);
}

const bytesOf = (letter: string, length: number): Buffer => Buffer.alloc(length, letter);

/** A file with a durable name. */
async function namedFile(files: SimulatedFileSystem, path: string): Promise<SpoolFile> {
  const file = await files.create(path);
  await files.syncDirectory('/');
  return file;
}

describe('the simulated disk after a crash', () => {
  it('may lack a synced file whose name was not synced, the trap for a naive spool', async () => {
    const files = new SimulatedFileSystem();
    const file = await files.create('/a');
    await file.write(bytesOf('x', 3), 0);
    await file.sync();
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['', 'a=x3']);
    await files.syncDirectory('/');
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['a=x3']);
  });

  it('has all completed changes after a kill, and the one under way torn at any byte', async () => {
    const files = new SimulatedFileSystem();
    const file = await files.create('/a');
    await file.write(bytesOf('x', 3), 0);
    assert.deepEqual(statesOf(files.disk, 'kill'), ['a=x3']);
    files.pace = () => new Promise(() => undefined);
    void file.write(bytesOf('y', 2), 3);
    assert.deepEqual(statesOf(files.disk, 'kill'), ['a=x3', 'a=x3y1', 'a=x3y2']);
    void files.remove('/a');
    assert.deepEqual(statesOf(files.disk, 'kill'), ['', 'a=x3', 'a=x3y1', 'a=x3y2']);
  });

  it('keeps, drops or zeroes each unsynced sector, at any size that the file may have had', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    await file.write(bytesOf('x', SECTOR), 0);
    await file.sync();
    await file.write(bytesOf('y', SECTOR + 8), SECTOR);
    assert.deepEqual(statesOf(files.disk, 'power cut').sort(), [
      'a=x512',
      'a=x512-3584',
      'a=x512-512',
      'a=x512-512y8',
      'a=x512-512y8-3064',
      'a=x512-520',
      'a=x512y512',
      'a=x512y512-3072',
      'a=x512y512-8',
      'a=x512y520',
      'a=x512y520-3064',
    ]);
  });

  it('never loses synced bytes of a sector', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    await file.write(bytesOf('x', 10), 0);
    await file.sync();
    await file.write(bytesOf('y', 10), 10);
    for (const state of statesOf(files.disk, 'power cut')) assert.match(state, /^a=x10/);
  });

  it('may have the writes to two files in any order', async () => {
    const files = new SimulatedFileSystem();
    const [first, second] = [await namedFile(files, '/a'), await namedFile(files, '/b')];
    await first.write(bytesOf('x', 1), 0);
    await second.write(bytesOf('y', 1), 0);
    const states = statesOf(files.disk, 'power cut');
    for (const state of ['a= b=', 'a=x1 b=', 'a= b=y1', 'a=x1 b=y1'])
      assert.ok(states.includes(state), state);
  });

  it('may still have a removed file until its directory is synced', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    await file.write(bytesOf('x', 1), 0);
    await file.sync();
    await files.remove('/a');
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['', 'a=x1']);
    await files.syncDirectory('/');
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['']);
  });

  it('has a created directory, but may lack its new entries', async () => {
    const files = new SimulatedFileSystem();
    await files.makeDirectory('/d/e');
    await files.create('/d/e/a');
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['', 'd/e/a=']);
    await files.syncDirectory('/d/e');
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['d/e/a=']);
  });

  it('gains nothing from a sync that is unfinished, began before the write ended, or failed', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    const ends: (() => void)[] = [];
    files.pace = () => new Promise((resolve) => ends.push(resolve));
    const writing = file.write(bytesOf('x', 1), 0);
    const syncing = file.sync();
    ends[0]?.();
    await writing;
    assert.ok(statesOf(files.disk, 'power cut').includes('a='), 'while the sync is under way');
    ends[1]?.();
    await syncing;
    assert.ok(statesOf(files.disk, 'power cut').includes('a='), 'by a sync that began too early');
    files.pace = () => undefined;
    files.failNext('sync', 'EIO');
    await assert.rejects(file.sync(), { code: 'EIO' });
    await file.sync();
    assert.ok(statesOf(files.disk, 'power cut').includes('a='), 'by the sync after one that failed');
    await file.write(bytesOf('x', 1), 0);
    await file.sync();
    assert.deepEqual(statesOf(files.disk, 'power cut'), ['a=x1']);
  });

  it('can be reconstructed for every moment of the past', async () => {
    const files = new SimulatedFileSystem();
    const moments = [files.disk.moment];
    const file = await files.create('/a');
    moments.push(files.disk.moment);
    await file.write(bytesOf('x', 1), 0);
    moments.push(files.disk.moment);
    const past = moments.map((moment) => statesOf(files.disk, 'kill', moment));
    assert.deepEqual(past, [[''], ['a='], ['a=x1']]);
  });

  it('goes on after a kill with the bytes written so far, still unsynced', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    files.pace = () => new Promise(() => undefined);
    void file.write(bytesOf('x', 4), 0);
    files.die();
    files.disk.kill((change) =>
      change.kind === 'write' ? { ...change, bytes: change.bytes.slice(0, 2) } : undefined,
    );
    const after = new SimulatedFileSystem(files.disk);
    assert.equal(await (await after.openToRead('/a')).size(), 2);
    void file.write(bytesOf('z', 9), 0);
    assert.deepEqual(statesOf(files.disk, 'kill'), ['a=x2']);
    assert.ok(statesOf(files.disk, 'power cut').includes('a='));
  });

  it('is sampled if there are too many states, always including the extremes', async () => {
    const files = new SimulatedFileSystem();
    const file = await namedFile(files, '/a');
    for (let i = 0; i < 8; i++) await file.write(bytesOf('x', SECTOR), i * SECTOR);
    const sample = crashStates(files.disk, files.disk.moment, 'power cut', 20, new SeededRandom(7));
    const states = [...sample].map(describeContents);
    assert.equal(states.length, 20);
    assert.ok(states.includes('a='));
    assert.ok(states.includes('a=x4096'));
  });
});

describe('the simulated file system', () => {
  it('fails as told, and may have written a part', async () => {
    const files = new SimulatedFileSystem();
    const file = await files.create('/a');
    files.failNext('write', { code: 'ENOSPC', written: 2 }, 2);
    await assert.rejects(file.write(bytesOf('x', 5), 0), { code: 'ENOSPC' });
    await assert.rejects(file.write(bytesOf('y', 5), 2), { code: 'ENOSPC' });
    assert.deepEqual(statesOf(files.disk, 'kill'), ['a=x2y2']);
    files.fault = ({ kind, path }) => (kind === 'open' && path === '/a' ? 'EIO' : undefined);
    await assert.rejects(files.openToRead('/a'), { code: 'EIO' });
  });

  it('behaves as the real one for any sequence of calls', async () => {
    await assertProperty(
      fc.asyncProperty(fc.array(fileStep, { maxLength: 40 }), async (steps) => {
        const root = await mkdtemp(join(tmpdir(), 'file-system-'));
        const real = new FileSystemSession(nodeFileSystem, root);
        const simulated = new FileSystemSession(new SimulatedFileSystem(), '/');
        try {
          for (const action of steps) assert.deepEqual(await simulated.run(action), await real.run(action));
        } finally {
          await real.end();
          await rm(root, { recursive: true });
        }
      }),
      { numRuns: runs(60) },
    );
  });
});

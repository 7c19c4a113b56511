import assert from 'node:assert/strict';
import type { OperationKind } from '../../../harness/disk/SimulatedFileSystem';
import { SimulatedFileSystem } from '../../../harness/disk/SimulatedFileSystem';
import { DiskSpoolRig } from '../../../harness/spool/DiskSpoolRig';

const MIB = 1024 * 1024;
const events = Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i));

/** A disk that refuses these calls, each with this code. */
function refusing(code: string, ...calls: readonly OperationKind[]): SimulatedFileSystem {
  const files = new SimulatedFileSystem();
  files.fault = ({ kind }) => (calls.includes(kind) ? code : undefined);
  return files;
}

/** The codes that file systems return in practice, by the call that they do not support. */
const REFUSALS: readonly (readonly [OperationKind, readonly string[], RegExp])[] = [
  [
    'syncDirectory',
    ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EBADF', 'EISDIR', 'EACCES', 'ERR_ACCESS_DENIED'],
    /cannot sync a directory.*power cut/,
  ],
  [
    'sync',
    ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'ERR_ACCESS_DENIED'],
    /cannot sync a file.*power cut/,
  ],
  ['space', ['ENOSYS', 'ENOTSUP', 'EINVAL', 'EACCES', 'ERR_ACCESS_DENIED'], /free space.*minFreeBytes/],
];

describe('a file system that does not support some calls', () => {
  for (const [call, codes, warning] of REFUSALS) {
    for (const code of codes) {
      for (const sync of ['interval', 'always', 'never'] as const) {
        it(`is used if ${call} fails with ${code} and sync is ${sync}, with one warning about the effect`, async () => {
          const files = refusing(code, call);
          const rig = await DiskSpoolRig.open({ sync, minFreeBytes: MIB }, { files });
          await rig.append(...events);
          await rig.clock.advance(10_000);
          assert.equal(rig.spool.storage.kind, 'disk');
          const told = rig.findings;
          assert.equal(told.length, 1, told.join('\n'));
          assert.match(told[0] ?? '', warning);
          assert.match(told[0] ?? '', new RegExp(code));
          const next = await rig.killed({ sync, minFreeBytes: MIB });
          assert.equal(await next.rest(), events.join(''), '20 accepted, 20 there after kill -9');
        });
      }
    }
  }

  it('counts as failing if a call fails that it supports', async () => {
    for (const call of ['syncDirectory', 'sync', 'space'] as const) {
      for (const code of ['EIO', 'ENOSPC', 'EDQUOT', 'ENXIO']) {
        const files = refusing(code, call);
        const rig = await DiskSpoolRig.open({ minFreeBytes: MIB }, { files });
        await rig.append(...events);
        assert.equal(rig.spool.storage.kind, 'failing', `${call}: ${code}`);
        assert.deepEqual(rig.findings, []);
      }
    }
  });

  it('works without all of them at once, and delivers batches, halves and quarantine as usual', async () => {
    const rig = await DiskSpoolRig.open({}, { files: refusing('EINVAL', 'sync', 'syncDirectory', 'space') });
    await rig.append(...events);
    await rig.spool.split(await rig.take(4));
    await rig.spool.quarantine(
      await rig.take(1).then(async (batch) => {
        await rig.spool.split(batch);
        return rig.take(1);
      }),
      'refused',
    );
    assert.equal(rig.spool.storage.kind, 'disk');
    const next = await rig.killed();
    assert.equal(next.spool.depth, 19);
    assert.equal(next.spool.quarantined, 1);
    assert.equal((await next.rest()).replaceAll(' ', ''), 'bcdefghijklmnopqrst');
  });
});

describe('a disk of unknown size', () => {
  it('is used, since unknown free space is not zero', async () => {
    const files = new SimulatedFileSystem();
    files.total = undefined;
    const rig = await DiskSpoolRig.open({ minFreeBytes: MIB }, { files });
    await rig.append(...events);
    await rig.clock.advance(2000);
    assert.equal(rig.spool.storage.kind, 'disk');
    assert.match(rig.findings.join(), /free space/);
  });
});

describe('a disk smaller than the space to keep free', () => {
  const DEFAULT = 64 * MIB;

  it('is used up to a tenth of it if the setting is the default', async () => {
    const files = new SimulatedFileSystem();
    [files.total, files.free] = [20 * MIB, 3 * MIB];
    const rig = await DiskSpoolRig.open({ minFreeBytes: DEFAULT }, { files });
    await rig.append('a');
    assert.equal(rig.spool.storage.kind, 'disk');
    files.free = 2 * MIB - 1;
    await rig.clock.advance(1000);
    await rig.append('b');
    assert.equal(rig.spool.storage.kind, 'failing');
    assert.match(Object(rig.spool.storage).error, /2097151 bytes are free.*2097152 must stay free/);
  });

  it('keeps 64 MiB free if it is large enough', async () => {
    const files = new SimulatedFileSystem();
    [files.total, files.free] = [1000 * MIB, DEFAULT - 1];
    const rig = await DiskSpoolRig.open({ minFreeBytes: DEFAULT }, { files });
    await rig.append('a');
    assert.equal(rig.spool.storage.kind, 'failing');
  });

  it('follows any other value of the setting', async () => {
    const files = new SimulatedFileSystem();
    [files.total, files.free] = [20 * MIB, 3 * MIB];
    const rig = await DiskSpoolRig.open({ minFreeBytes: 4 * MIB }, { files });
    await rig.append('a');
    assert.equal(rig.spool.storage.kind, 'failing');
  });
});

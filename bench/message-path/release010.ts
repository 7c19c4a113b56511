import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, unpack } from '../../test/harness/package/packedPackage';

const TARBALL = join(repository, 'test', 'fixtures', 'package-0.1.0', 'wireband-node-red-edge-0.1.0.tgz');

/** Unpacks release 0.1.0, which runs with the dependencies of this repository, for as long as the task runs. */
export async function withRelease010<T>(task: (packageFolder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-010-'));
  try {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    return await task(await unpack(TARBALL, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the spools of test/harness/spool/spoolStories.ts as files: `npx tsx scripts/spoolFixture.ts <new folder>`.
 * This produced test/fixtures/spool-v1; the README there says how. An existing fixture is never rewritten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpoolAbout } from '../src/spool/directory/spoolDirectory';
import type { LockOwner } from '../src/spool/lock/lockFile';
import { spoolStories } from '../test/harness/spool/spoolStories';

/** The lock of a process on another machine: there is no telling from here whether it is still running. */
const LOCK: LockOwner = {
  pid: 4711,
  host: 'gateway-of-the-fixture',
  token: '00112233445566778899aabbccddeeff',
  startTime: '123456',
  bootId: '5f0c2d3e-8a4b-4c6d-9e7f-0a1b2c3d4e5f',
  pidNamespace: 'pid:[4026531836]',
};

async function main(folder: string): Promise<void> {
  mkdirSync(folder);
  for (const [name, story] of Object.entries(spoolStories)) {
    const directory = join(folder, name);
    mkdirSync(directory);
    const { files } = await story();
    for (const [file, bytes] of files) writeFileSync(join(directory, file), bytes, { flag: 'wx' });
    const about: SpoolAbout = { id: `uplink-${name}`, name: `Uplink “${name}”`, deviceId: 'gateway-1' };
    writeFileSync(join(directory, 'about.json'), `${JSON.stringify(about)}\n`);
    if (name === 'killed') writeFileSync(join(directory, 'lock'), JSON.stringify(LOCK));
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: npx tsx scripts/spoolFixture.ts <new folder>');
  process.exitCode = 1;
} else {
  void main(folder);
}

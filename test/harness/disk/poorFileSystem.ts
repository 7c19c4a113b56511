/**
 * Loaded before a program (`node --require`): the file system refuses the calls that WIREBAND_REFUSED_CALLS names, a
 * JSON object of call → error code. `space` may also be `zero`, which some network drives report.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';

const refused: Readonly<Record<string, string>> = JSON.parse(process.env.WIREBAND_REFUSED_CALLS ?? '{}');

const { link, open, statfs } = promises;
const { fsyncSync, fstatSync } = fs;

function refuse(call: string): void {
  const code = refused[call];
  if (code !== undefined) throw Object.assign(new Error(`${code}: injected, ${call}`), { code });
}

Object.assign(fs, {
  fsyncSync(fd: number) {
    refuse(fstatSync(fd).isDirectory() ? 'syncDirectory' : 'sync');
    return fsyncSync(fd);
  },
});

Object.assign(promises, {
  async open(...args: Parameters<typeof open>) {
    const handle = await open(...args);
    const { sync, datasync } = handle;
    return Object.assign(handle, {
      async sync() {
        refuse('syncDirectory');
        return sync.call(handle);
      },
      async datasync() {
        refuse('sync');
        return datasync.call(handle);
      },
    });
  },
  async link(...args: Parameters<typeof link>) {
    refuse('link');
    return link(...args);
  },
  async statfs(path: string) {
    if (refused.space !== 'zero') refuse('space');
    const found = await statfs(path);
    return refused.space === 'zero' ? { ...found, blocks: 0, bfree: 0, bavail: 0 } : found;
  },
});

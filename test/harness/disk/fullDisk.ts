/**
 * Loaded before a program (`node --require`) if no file system can be mounted: the folder WIREBAND_SMALL_DISK
 * takes WIREBAND_SMALL_DISK_BYTES bytes, and fails with ENOSPC beyond that.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { join, sep } from 'node:path';

const folder = process.env.WIREBAND_SMALL_DISK ?? '';
const limit = Number(process.env.WIREBAND_SMALL_DISK_BYTES ?? 0);

/** Files opened below the folder, by descriptor. */
const watched = new Set<number>();

const { open, statfs } = promises;
const { writeSync } = fs;

function used(): number {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.reduce(
    (sum, name) => sum + (fs.statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function checkRoom(fd: number, bytes: number): void {
  if (!watched.has(fd) || used() + bytes <= limit) return;
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

Object.assign(fs, {
  writeSync(...args: Parameters<typeof writeSync>) {
    checkRoom(args[0], Number(Object(args[1]).length));
    return writeSync(...args);
  },
});

Object.assign(promises, {
  async open(...args: Parameters<typeof open>) {
    const handle = await open(...args);
    if (!String(args[0]).startsWith(folder + sep)) return handle;
    const { fd } = handle;
    const { write, close } = handle;
    watched.add(fd);
    return Object.assign(handle, {
      async write(bytes: Uint8Array, ...more: number[]) {
        checkRoom(fd, bytes.length);
        return Reflect.apply(write, handle, [bytes, ...more]);
      },
      close() {
        watched.delete(fd);
        return close.call(handle);
      },
    });
  },
  async statfs(path: string) {
    const found = await statfs(path);
    if (!path.startsWith(folder)) return found;
    return { ...found, bavail: Math.max(0, limit - used()), bsize: 1 };
  },
});

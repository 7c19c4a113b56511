import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, stat, statfs, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isUnsupported } from '../../fileSystem';
import type { FileSystem, SpoolFile } from './FileSystem';
import { limitedSync } from './syncLimit';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;

/** The file system of this machine. */
export const nodeFileSystem: FileSystem = {
  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
    if (first === undefined) return;
    for (let made = path; made.length >= first.length; made = dirname(made))
      await syncDirectory(dirname(made)).catch(unlessRefused);
  },
  list: (directory) => readdir(directory),
  async create(path) {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
    return new NodeFile(await open(path, flags, OWNER_ONLY_FILE));
  },
  async openToRead(path) {
    // Opening a FIFO waits for a writer, and opening a device may do anything.
    if (!(await stat(path)).isFile()) {
      throw Object.assign(new Error(`EISDIR: not a regular file, open '${path}'`), { code: 'EISDIR', path });
    }
    return new NodeFile(await open(path, 'r'));
  },
  remove: (path) => unlink(path),
  syncDirectory,
  async space(directory) {
    const { bavail, blocks, bsize } = await statfs(directory);
    // Some network drives and FUSE file systems report 0 for everything.
    return blocks * bsize > 0 ? { free: bavail * bsize, total: blocks * bsize } : undefined;
  },
};

/** If a parent refuses to be synced, that is not our concern; if the spool's own directory does, it is reported. */
function unlessRefused(error: unknown): void {
  if (!isUnsupported('syncDirectory', error)) throw error;
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; NTFS journals names itself.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await limitedSync(() => directory.sync());
  } finally {
    await directory.close();
  }
}

class NodeFile implements SpoolFile {
  constructor(private readonly handle: FileHandle) {}

  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.handle.read(into, done, into.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async size(): Promise<number> {
    const { size } = await this.handle.stat();
    return size;
  }

  sync(): Promise<void> {
    return limitedSync(() => this.handle.datasync());
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

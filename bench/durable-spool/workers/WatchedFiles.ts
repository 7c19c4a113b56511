import { basename } from 'node:path';
import type { FileSystem, SpoolFile } from '../../../src/spool/files/FileSystem';
import { nodeFileSystem } from '../../../src/spool/files/nodeFileSystem';

/** Callbacks for what a spool does to its files, which are given by name. */
export interface FilesWatcher {
  readonly onWritten?: (file: string) => void;
  readonly onSyncBegins?: (file: string) => void;
  /** The oldest sync of this file that was under way has ended. */
  readonly onSynced?: (file: string) => void;
  readonly onDirectorySynced?: () => void;
}

/** The real file system, watched. */
export function watchedFiles(watcher: FilesWatcher): FileSystem {
  return {
    ...nodeFileSystem,
    create: async (path) => watch(await nodeFileSystem.create(path), basename(path), watcher),
    async syncDirectory(path) {
      await nodeFileSystem.syncDirectory(path);
      watcher.onDirectorySynced?.();
    },
  };
}

function watch(file: SpoolFile, name: string, watcher: FilesWatcher): SpoolFile {
  return {
    async write(bytes, position) {
      await file.write(bytes, position);
      watcher.onWritten?.(name);
    },
    read: (into, position) => file.read(into, position),
    size: () => file.size(),
    async sync() {
      watcher.onSyncBegins?.(name);
      await file.sync();
      watcher.onSynced?.(name);
    },
    close: () => file.close(),
  };
}

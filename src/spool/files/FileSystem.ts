/**
 * What a spool needs from a file system and no more, so that tests can supply one that crashes. Paths are absolute.
 * Every call may reject with a Node.js error (`code`: ENOSPC, EIO, EROFS, ENOENT …).
 */
export interface FileSystem {
  /** With its parents, durable, accessible only to this user (0700). It may already exist. */
  makeDirectory(path: string): Promise<void>;
  /** Names of the files in a directory, in no particular order. */
  list(directory: string): Promise<string[]>;
  /** A new file, accessible only to this user (0600). Rejects with EEXIST if it exists. */
  create(path: string): Promise<SpoolFile>;
  /** An existing file, for reading. Rejects with EISDIR if it is not a regular file; never waits for a writer. */
  openToRead(path: string): Promise<SpoolFile>;
  remove(path: string): Promise<void>;
  /** Makes created and removed names durable (fsync of the directory). */
  syncDirectory(path: string): Promise<void>;
  /** Of the disk that the directory is on; undefined if unknown. */
  space(directory: string): Promise<DiskSpace | undefined>;
}

/** Bytes. */
export interface DiskSpace {
  /** Available to this user. */
  readonly free: number;
  readonly total: number;
}

/** An open file. Positions and sizes in bytes. */
export interface SpoolFile {
  /** Writes all bytes, starting at `position`. May fail after writing some of them. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Returns how many bytes were read; fewer than requested only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  size(): Promise<number>;
  /** Makes what was written durable (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

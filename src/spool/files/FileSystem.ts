/**
 * What a spool needs of a file system, and no more, so that tests can bring one that crashes. Paths are absolute.
 * Every call may reject with a Node.js error (`code`: ENOSPC, EIO, EROFS, ENOENT …).
 */
export interface FileSystem {
  /** With its parents, durable, readable by nobody else (0700). It may be there already. */
  makeDirectory(path: string): Promise<void>;
  /** Names of the files in a directory, in no order. */
  list(directory: string): Promise<string[]>;
  /** A new file, readable by nobody else (0600). Rejects with EEXIST where there is one. */
  create(path: string): Promise<SpoolFile>;
  /** An existing file, to read. Rejects with EISDIR where it is not a regular file; never waits for one to be written. */
  openToRead(path: string): Promise<SpoolFile>;
  remove(path: string): Promise<void>;
  /** Makes created and removed names durable (fsync of the directory). */
  syncDirectory(path: string): Promise<void>;
  /** Of what the directory is on; undefined if that cannot be known. */
  space(directory: string): Promise<DiskSpace | undefined>;
}

/** Bytes. */
export interface DiskSpace {
  /** For us. */
  readonly free: number;
  readonly total: number;
}

/** An open file. Positions and sizes in bytes. */
export interface SpoolFile {
  /** Writes all of it, from `position` on. May fail after a part. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Returns how many bytes were read; fewer than asked for only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  size(): Promise<number>;
  /** Makes what was written durable (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

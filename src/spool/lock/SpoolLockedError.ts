import { hostname } from 'node:os';

/** Another process, or another node in this one, is using the directory. */
export class SpoolLockedError extends Error {
  override readonly name = 'SpoolLockedError';
  constructor(
    readonly directory: string,
    readonly pid: number,
    readonly host: string,
  ) {
    super(
      pid === process.pid && host === hostname()
        ? `The spool ${directory} is in use by another node of this process (${pid} on ${host}). Give one of the two its own directory.`
        : `The spool ${directory} is in use by process ${pid} on ${host}. Stop that process, or start this one with another user directory.`,
    );
  }
}

/** Calls that not every file system has, and that we can do without. */
export type DispensableCall = 'sync' | 'syncDirectory' | 'space' | 'link';

/**
 * Error codes by which a call is refused for good where a directory lies, as against one that failed. Network drives,
 * shared folders of virtual machines and containers, FUSE, FAT, and Node.js' permission model say so.
 */
const REFUSED = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'ERR_ACCESS_DENIED'];

/** Further codes of single calls. Of others these would be faults. */
const ALSO_REFUSED: Readonly<Record<DispensableCall, readonly string[]>> = {
  sync: [],
  // A directory is opened for it, which may be refused by itself.
  syncDirectory: ['EBADF', 'EISDIR', 'EACCES'],
  space: ['EACCES'],
  link: ['EACCES', 'EMLINK'],
};

/** Whether an error says that there is no such call here. If not, the call failed. */
export function isUnsupported(call: DispensableCall, error: unknown): boolean {
  const { code } = Object(error);
  return REFUSED.includes(code) || ALSO_REFUSED[call].includes(code);
}

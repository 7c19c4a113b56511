/** Calls that some file systems lack, and that we can do without. */
export type DispensableCall = 'sync' | 'syncDirectory' | 'space' | 'link';

/**
 * Error codes that mean a call is never available where a directory is, as opposed to having failed. They come from
 * network drives, shared folders of virtual machines and containers, FUSE, FAT, and Node.js' permission model.
 */
const REFUSED = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'ERR_ACCESS_DENIED'];

/** Further codes for single calls. From any other call these would be faults. */
const ALSO_REFUSED: Readonly<Record<DispensableCall, readonly string[]>> = {
  sync: [],
  // This opens the directory first, which may be refused as well.
  syncDirectory: ['EBADF', 'EISDIR', 'EACCES'],
  space: ['EACCES'],
  link: ['EACCES', 'EMLINK'],
};

/** Whether an error means that the call is not available here. If not, the call failed. */
export function isUnsupported(call: DispensableCall, error: unknown): boolean {
  const { code } = Object(error);
  return REFUSED.includes(code) || ALSO_REFUSED[call].includes(code);
}

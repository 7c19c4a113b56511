export const DENIED = 'cannot be opened by this user';

/**
 * What is wrong with something that is named like a file of a spool and cannot be opened or read as one, by error code.
 * Other errors may pass, so the disk is tried again.
 */
const STRAYS: Readonly<Record<string, string>> = {
  EISDIR: 'not a regular file',
  ENOENT: 'a broken link',
  ELOOP: 'a circular link',
  EACCES: DENIED,
  EPERM: DENIED,
};

/** What an error says of an entry that is best left alone, in words; undefined if it may pass. */
export function strayReason(error: unknown): string | undefined {
  return STRAYS[String(Object(error).code)];
}

/** Whether this process may not do what it tried, which somebody can change. */
export function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(Object(error).code);
}

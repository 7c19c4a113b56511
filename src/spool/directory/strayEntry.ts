export const DENIED = 'cannot be opened by this user';

/**
 * What is wrong with an entry that has the name of a spool file but cannot be opened or read as one, by error code.
 * Other errors may be temporary, so the disk is tried again.
 */
const STRAYS: Readonly<Record<string, string>> = {
  EISDIR: 'not a regular file',
  ENOENT: 'a broken link',
  ELOOP: 'a circular link',
  EACCES: DENIED,
  EPERM: DENIED,
};

/** Why an entry is best left alone, as a text; undefined if the error may be temporary. */
export function strayReason(error: unknown): string | undefined {
  return STRAYS[String(Object(error).code)];
}

/** Whether this process lacks a permission, which the user can grant. */
export function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(Object(error).code);
}

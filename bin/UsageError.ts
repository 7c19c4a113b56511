/** A command line that cannot be used. The message says what to do and never repeats a secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

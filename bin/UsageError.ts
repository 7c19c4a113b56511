/** An invalid command line. The message says what to do and never repeats a secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

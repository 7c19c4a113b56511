/** How long a test waits for what must happen, milliseconds. Long: that costs nothing if all is well, however slow. */
export const PATIENCE_MS = 120_000;

/** How often a condition is checked, milliseconds: often enough not to slow a suite down. */
const LOOK_EVERY_MS = 25;

/**
 * Resolves with the result of `read` as soon as that is neither undefined nor false.
 * @param what the test waits for, for the error message.
 * @throws {Error} after `timeoutMs`, naming what did not happen.
 */
export async function until<T>(
  what: string | (() => string),
  read: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

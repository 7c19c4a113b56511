import type { RetryPolicy } from '../settings/uplinkSettings';

/**
 * The delay after a number of failures in a row, milliseconds: none for the first `maxRetries`, then exponential
 * backoff with full jitter (a random fraction of the bound), so that gateways that failed together do not come back
 * together. See "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param failures at least 1.
 * @param random in [0, 1).
 */
export function retryDelayMs(failures: number, policy: RetryPolicy, random: number): number {
  const waits = failures - policy.maxRetries - 1;
  if (waits < 0) return 0;
  return random * Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** Math.min(waits, 52));
}

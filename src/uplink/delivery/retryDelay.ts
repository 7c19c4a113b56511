import type { RetryPolicy } from '../settings/uplinkSettings';

/**
 * How long to wait after so many failures in a row: nothing for the first `maxRetries`, then exponential
 * backoff with full jitter (a random part of the bound), as in "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015: gateways that failed together do not come back together.
 * @param failures at least 1.
 * @param random in [0, 1).
 */
export function retryDelayMs(failures: number, policy: RetryPolicy, random: number): number {
  const waits = failures - policy.maxRetries - 1;
  if (waits < 0) return 0;
  return random * Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** Math.min(waits, 52));
}

/**
 * Threads of this process that have ended, by their ids, which are never given again: what they held is free. A thread that
 * is started later is given them; of one that it does not know it cannot say whether it lives.
 */
export const endedThreads = new Set<number>();

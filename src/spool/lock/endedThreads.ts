/**
 * IDs of threads of this process that have ended: what they held is free, as IDs are never reused. A thread that starts
 * later is given this list; whether a thread that is not in it still lives, it cannot tell.
 */
export const endedThreads = new Set<number>();

/**
 * Maximum number of concurrent syncs per thread, and so per process; one with engines in two threads, which functions
 * among the TLS options lead to, may have twice as many. libuv has four threads for files and DNS in the whole process:
 * with one sync for each of many spools, a slow card would hold up all file access and DNS lookups of other flows.
 */
const MOST_AT_ONCE = 2;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Runs a sync once there is a free slot, in the order of the calls. */
export async function limitedSync(sync: () => Promise<void>): Promise<void> {
  if (underWay >= MOST_AT_ONCE) await new Promise<void>((begin) => waiting.push(begin));
  else underWay++;
  try {
    await sync();
  } finally {
    const next = waiting.shift();
    // The next one takes over the slot.
    if (next) next();
    else underWay--;
  }
}

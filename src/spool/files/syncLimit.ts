/**
 * Syncs under way at once in a thread, and so in a process: one with engines in two threads, as functions among the TLS
 * options lead to, may have twice as many. libuv has four threads for files and names for the whole process: with one for
 * each of many spools, a slow card would hold up every file and every DNS look-up of other flows.
 */
const MOST_AT_ONCE = 2;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Runs a sync when it may begin, in the order of the calls. */
export async function limitedSync(sync: () => Promise<void>): Promise<void> {
  if (underWay >= MOST_AT_ONCE) await new Promise<void>((begin) => waiting.push(begin));
  else underWay++;
  try {
    await sync();
  } finally {
    const next = waiting.shift();
    // Who comes next takes over the place.
    if (next) next();
    else underWay--;
  }
}

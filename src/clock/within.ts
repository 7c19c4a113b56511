import type { Clock } from './Clock';

/** Resolves with the work, or when time is up. The timer keeps a program alive while it waits. */
export async function within(clock: Clock, ms: number, work?: Promise<void>): Promise<void> {
  let cancel = (): void => undefined;
  const timeOver = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve, true);
  });
  await Promise.race(work ? [work, timeOver] : [timeOver]);
  cancel();
}

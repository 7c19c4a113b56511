import type { Batch } from '../Spool';

/** The sizes of the halves of a batch; the first is the larger one. */
export function halvesOf({ events }: Batch): readonly number[] {
  const first = Math.ceil(events.length / 2);
  return [first, events.length - first].filter((count) => count > 0);
}

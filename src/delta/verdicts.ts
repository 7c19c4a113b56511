import type { ChangedPart, DeltaVerdict, Earlier, PassReason } from './DeltaVerdict';

/** No sample. */
export const NONE: readonly never[] = [];

/** The samples of both lists, the first list first. */
export function joined<Ref>(
  first: readonly Earlier<Ref>[],
  second: readonly Earlier<Ref>[],
): readonly Earlier<Ref>[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

/** The message passes. */
export function passed<Ref>(
  reason: PassReason,
  suppressed: number,
  earlier: readonly Earlier<Ref>[],
  partial?: ChangedPart,
): DeltaVerdict<Ref> {
  // Spreading what is mostly absent would take longer than everything else.
  if (earlier.length === 0 && !partial) return { pass: true, reason, suppressed };
  return {
    pass: true,
    reason,
    suppressed,
    ...(earlier.length > 0 && { earlier }),
    ...(partial && { partial }),
  };
}

/** The last forwarded sample is the newest: its message is at hand, and passes. */
export function passedWithNewest<Ref>(
  earlier: readonly Earlier<Ref>[],
  forwarded: readonly Earlier<Ref>[],
): DeltaVerdict<Ref> {
  const { suppressed: before = 0, partial } = forwarded.at(-1) ?? {};
  return passed('line', before, joined(earlier, forwarded.slice(0, -1)), partial);
}

/** The message is suppressed; `count` of its series were, including this one, since the last one that passed. */
export function suppressed<Ref>(count: number, earlier: readonly Earlier<Ref>[]): DeltaVerdict<Ref> {
  return earlier.length > 0
    ? { pass: false, suppressed: count, earlier }
    : { pass: false, suppressed: count };
}

/** Which outputs a delta node has next to the first. */
export interface OptionalOutputs {
  readonly suppressed: boolean;
  readonly stale: boolean;
  readonly windows: boolean;
}

/** What a node has saved of its outputs. */
export interface SavedOutputs {
  readonly outputs?: unknown;
  readonly staleOutput?: unknown;
  readonly window?: unknown;
}

/** The outputs of a saved node: one more than the other settings ask for when suppressed messages have their own. */
export function optionalOutputs({ outputs, staleOutput, window }: SavedOutputs): OptionalOutputs {
  const stale = staleOutput === true || staleOutput === 'true';
  const windows = hasWindows(window);
  const others = 1 + Number(stale) + Number(windows);
  return { stale, windows, suppressed: Number(outputs ?? 1) > others };
}

/** Also true of a reference to the environment, whose value is not known. */
export function hasWindows(window: unknown): boolean {
  const text = String(window ?? '').trim();
  return text !== '' && Number(text) !== 0;
}

/** Where the outputs stand, from 0; only as many are there as are switched on. */
export function outputPlaces(
  outputs: OptionalOutputs,
): Readonly<Record<keyof OptionalOutputs, number | undefined>> {
  let next = 1;
  const place = (isThere: boolean): number | undefined => (isThere ? next++ : undefined);
  return {
    suppressed: place(outputs.suppressed),
    stale: place(outputs.stale),
    windows: place(outputs.windows),
  };
}

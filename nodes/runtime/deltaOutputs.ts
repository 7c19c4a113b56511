/** Which outputs a delta node has besides the first. */
export interface OptionalOutputs {
  readonly suppressed: boolean;
  readonly stale: boolean;
  readonly windows: boolean;
}

/** The saved settings of a node that determine its outputs. */
export interface SavedOutputs {
  readonly outputs?: unknown;
  readonly staleOutput?: unknown;
  readonly window?: unknown;
}

/** The outputs of a saved node: one more than the other settings require means an output for suppressed messages. */
export function optionalOutputs({ outputs, staleOutput, window }: SavedOutputs): OptionalOutputs {
  const stale = staleOutput === true || staleOutput === 'true';
  const windows = hasWindows(window);
  const others = 1 + Number(stale) + Number(windows);
  return { stale, windows, suppressed: Number(outputs ?? 1) > others };
}

/** Also true for an environment variable, whose value is not known. */
export function hasWindows(window: unknown): boolean {
  const text = String(window ?? '').trim();
  return text !== '' && Number(text) !== 0;
}

/** The index of each output, from 0; undefined for one that is switched off. */
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

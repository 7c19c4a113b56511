/** Which outputs a delta node has beside the first. */
export interface OptionalOutputs {
  readonly suppressed: boolean;
  readonly stale: boolean;
}

/** The outputs of a saved node. One without `staleOutput` has two when suppressed messages have their own. */
export function optionalOutputs(outputs: unknown, staleOutput: unknown): OptionalOutputs {
  const stale = staleOutput === true || staleOutput === 'true';
  return { stale, suppressed: Number(outputs ?? 1) >= (stale ? 3 : 2) };
}

/** Where the outputs stand, from 0; only as many are there as are switched on. */
export function outputPlaces({ suppressed, stale }: OptionalOutputs): {
  readonly suppressed: number | undefined;
  readonly stale: number | undefined;
} {
  return { suppressed: suppressed ? 1 : undefined, stale: stale ? (suppressed ? 2 : 1) : undefined };
}

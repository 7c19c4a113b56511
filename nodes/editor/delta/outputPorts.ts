import { type OptionalOutputs, outputPlaces } from '../../runtime/deltaOutputs';

/**
 * What Node-RED's editor accepts as the number of outputs: a map from each old output to its new place, so that wires
 * stay with what they carry. A removed output maps to -1; a new one has a key that is not a number.
 */
export function outputMap(before: OptionalOutputs, after: OptionalOutputs): string {
  const [from, to] = [outputPlaces(before), outputPlaces(after)];
  const map: Record<string, number> = { 0: 0 };
  for (const output of ['suppressed', 'stale', 'windows'] as const) {
    const [old, next] = [from[output], to[output]];
    if (old !== undefined) map[old] = next ?? -1;
    else if (next !== undefined) map[`new-${output}`] = next;
  }
  return JSON.stringify(map);
}

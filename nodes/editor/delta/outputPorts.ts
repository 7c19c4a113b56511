import { type OptionalOutputs, outputPlaces } from '../../runtime/deltaOutputs';

/**
 * What Node-RED's editor takes for the number of outputs: where each old one goes, so that wires stay with what they
 * carry; -1 for one that is gone, a key that is not a number for a new one.
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

/** Whether a node with this ID is in the flows. In a subflow, its ID is prefixed with those of all that contain it. */
export function isInFlows(id: string, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || (id.includes('-') && id.split('-').every((part) => ids.has(part)));
}

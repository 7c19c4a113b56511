/** Whether a node of this id is in the flows; one within a subflow has the ids of all that it is in before its own. */
export function isInFlows(id: string, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || (id.includes('-') && id.split('-').every((part) => ids.has(part)));
}

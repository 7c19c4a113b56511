/** Whether the runtime has a node; only then is a request sent. */
export function isDeployed(id: string): boolean {
  return RED.nodes.originalFlow()?.some((node) => node.id === id) ?? false;
}

/** The field of a property in the node's dialog. */
export function fieldOf(node: EditorNode, property: string): JQuery {
  return $(`#${node._def.category === 'config' ? 'node-config-input' : 'node-input'}-${property}`);
}

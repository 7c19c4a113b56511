/** A text from the node's own catalog; keys are relative to its type (`label.name`). */
export function text(node: EditorNode, key: string, values?: Readonly<Record<string, unknown>>): string {
  return node._(`${node.type}.${key}`, values);
}

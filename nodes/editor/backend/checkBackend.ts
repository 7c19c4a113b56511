import { text } from '../text';

/** Validates the choice of a backend. Returns true or a reason to show. */
export function checkBackend(node: EditorNode, value: unknown): true | string {
  if (typeof value !== 'string' || value === '' || value === '_ADD_')
    return text(node, 'error.backend-missing');
  const backend = RED.nodes.node(value);
  if (!backend) return text(node, 'error.backend-unknown');
  return backend.valid === false ? text(node, 'error.backend-invalid') : true;
}

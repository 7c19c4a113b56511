import type { Node, NodeAPI } from 'node-red';
import type { Unclassified } from '../../src/classify';

/** The lists of the classify nodes that run, by node id. */
export interface UnclassifiedLists {
  /** Shows a node's list for as long as it runs; returns what ends that. */
  open(node: Node, list: Unclassified): () => void;
}

/**
 * Tells the editor which topics fell back at a node, to those who may read flows:
 *
 *     GET  wireband/classify/<node id>/unclassified        → { unclassified: UnclassifiedTopic[] }, latest first
 *     POST wireband/classify/<node id>/unclassified/clear  → { unclassified: [] }, to those who may write flows
 *
 * Both answer 404 with `{ error }` where no classify node of that id runs.
 */
export function serveUnclassified(RED: NodeAPI): UnclassifiedLists {
  const lists = new Map<string, Unclassified>();
  const address = '/wireband/classify/:id/unclassified';
  const notRunning = { error: 'No classify node of this id runs.' };
  RED.httpAdmin.get(address, RED.auth.needsPermission('flows.read'), (request, response) => {
    const list = lists.get(String(request.params.id));
    if (list) response.json({ unclassified: list.list() });
    else response.status(404).json(notRunning);
  });
  RED.httpAdmin.post(`${address}/clear`, RED.auth.needsPermission('flows.write'), (request, response) => {
    const list = lists.get(String(request.params.id));
    list?.clear();
    if (list) response.json({ unclassified: [] });
    else response.status(404).json(notRunning);
  });
  return {
    open({ id }, list) {
      lists.set(id, list);
      return () => {
        if (lists.get(id) === list) lists.delete(id);
      };
    },
  };
}

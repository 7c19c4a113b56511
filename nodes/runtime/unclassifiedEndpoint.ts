import type { Node, NodeAPI } from 'node-red';
import { Unclassified } from '../../src/classify';
import { lastingRoute } from './lastingRoute';
import { sameOriginOnly } from './sameOrigin';

/** The lists of the flow's classify nodes, by node ID. */
export interface UnclassifiedLists {
  /** The list of a node. It outlives a deploy: the node's successor gets the same list, until the node is removed. */
  open(node: Node): Unclassified;
}

/**
 * Serves the topics that fell back at a node to users of the editor who may read flows:
 *
 *     GET  wireband/classify/<node id>/unclassified        → { unclassified: UnclassifiedTopic[] }, latest first
 *     POST wireband/classify/<node id>/unclassified/clear  → { unclassified: [] }, for users who may write flows
 *
 * Only Node-RED's own pages may send the second request; others get 403. Both answer 404 with `{ error }` if the flow
 * has no classify node with that ID.
 */
export function serveUnclassified(RED: NodeAPI): UnclassifiedLists {
  const lists = new Map<string, Unclassified>();
  const address = '/wireband/classify/:id/unclassified';
  const unknown = { error: 'The flow has no classify node with this ID.' };
  lastingRoute(RED.httpAdmin, 'get', address, RED.auth.needsPermission('flows.read'), (request, response) => {
    const list = lists.get(String(request.params.id));
    if (list) response.json({ unclassified: list.list() });
    else response.status(404).json(unknown);
  });
  const mayWrite = RED.auth.needsPermission('flows.write');
  lastingRoute(RED.httpAdmin, 'post', `${address}/clear`, sameOriginOnly, mayWrite, (request, response) => {
    const list = lists.get(String(request.params.id));
    list?.clear();
    if (list) response.json({ unclassified: [] });
    else response.status(404).json(unknown);
  });
  return {
    open(node) {
      const list = lists.get(node.id) ?? new Unclassified();
      lists.set(node.id, list);
      node.on('close', (removed: boolean, done: () => void) => {
        if (removed) lists.delete(node.id);
        done();
      });
      return list;
    },
  };
}

import type { NodeAPI } from 'node-red';
import { BackendLink } from './BackendLink';
import { lastingRoute } from './lastingRoute';
import { toError } from './register';

/**
 * Gives the editor what a backend's dialog shows a request with: `{events, keyScheme?}`. A backend that is not deployed,
 * or has not sent yet, has no events. Nothing of an API key leaves but the scheme that it names.
 */
export function serveSamples(RED: NodeAPI): void {
  const mayRead = RED.auth.needsPermission('wireband-backend.read');
  lastingRoute(RED.httpAdmin, 'get', '/wireband-backend/:id/sample', mayRead, (request, response) => {
    const node: unknown = RED.nodes.getNode(String(request.params.id));
    const link: unknown = Object(node).link;
    if (!(link instanceof BackendLink)) {
      response.json({ events: [] });
      return;
    }
    const { inEngine, keyScheme } = link;
    inEngine.lastEvents().then(
      (events) => response.json({ events, ...(keyScheme === undefined ? {} : { keyScheme }) }),
      (error: unknown) => response.status(500).json({ error: toError(error).message }),
    );
  });
}

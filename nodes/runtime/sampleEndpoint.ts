import type { NodeAPI } from 'node-red';
import type { EdgeEvent } from '../../src/frame';
import { lastingRoute } from './lastingRoute';
import { toError } from './register';

/**
 * Serves the data for the sample request in a backend's dialog: `{events, keyScheme?}`. A backend that is not deployed,
 * or has not sent yet, has no events. Of an API key, only the scheme named in it is disclosed.
 */
export function serveSamples(RED: NodeAPI): void {
  const mayRead = RED.auth.needsPermission('wireband-backend.read');
  lastingRoute(RED.httpAdmin, 'get', '/wireband/backend/:id/sample', mayRead, (request, response) => {
    const node: unknown = RED.nodes.getNode(String(request.params.id));
    const { keyScheme } = Object(Object(node).link);
    lastEventsOf(node).then(
      (events) => response.json({ events, ...(typeof keyScheme === 'string' ? { keyScheme } : {}) }),
      (error: unknown) => response.status(500).json({ error: toError(error).message }),
    );
  });
}

/**
 * A few events of the last batch of a backend; none if it is not a backend, or has sent nothing. Recognizes a backend
 * by its methods, not its class: Express keeps the route of a package that was removed and installed again.
 */
export async function lastEventsOf(node: unknown): Promise<readonly EdgeEvent[]> {
  const inEngine: unknown = Object(Object(node).link).inEngine;
  const lastEvents: unknown = Object(inEngine).lastEvents;
  if (typeof lastEvents !== 'function') return [];
  const events: unknown = await lastEvents.call(inEngine);
  return Array.isArray(events) ? events : [];
}

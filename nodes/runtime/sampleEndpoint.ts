import type { NodeAPI } from 'node-red';
import type { EdgeEvent } from '../../src/frame';
import { lastingRoute } from './lastingRoute';
import { toError } from './register';

/**
 * Gives the editor what a backend's dialog shows a request with: `{events, keyScheme?}`. A backend that is not deployed,
 * or has not sent yet, has no events. Nothing of an API key leaves but the scheme that it names.
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
 * A few events of the last batch of a backend; none where it is no backend, or has sent none. Known by what it can do, not
 * by its class: Express keeps the route of a package that was removed and installed again.
 */
export async function lastEventsOf(node: unknown): Promise<readonly EdgeEvent[]> {
  const inEngine: unknown = Object(Object(node).link).inEngine;
  const lastEvents: unknown = Object(inEngine).lastEvents;
  if (typeof lastEvents !== 'function') return [];
  const events: unknown = await lastEvents.call(inEngine);
  return Array.isArray(events) ? events : [];
}

import type { Node, NodeAPI } from 'node-red';
import type { BrokerConnection } from '../../src/mqtt/BrokerConnection';
import { lastingRoute } from './lastingRoute';

/** A source's counts on the broker's side, and the limits that the broker announced. */
export interface BrokerFigures {
  readonly connected: boolean;
  /** Messages that have arrived and are not acknowledged yet. */
  readonly in_flight: number;
  readonly acknowledged: number;
  /** Messages whose handling was not confirmed in time. */
  readonly not_confirmed: number;
  /** Messages that the broker sent again, and how many of them were recognized. */
  readonly redelivered: number;
  readonly recognized: number;
  /** As announced by the broker on connecting (MQTT 5): seconds, quality of service, bytes. */
  readonly limits: BrokerConnection['limits'];
}

/** The connections of the source nodes of the flow, by node ID. */
export interface ShownConnections {
  open(node: Node, connection: BrokerConnection): void;
}

/**
 * Serves a source's counts to users who may read flows:
 *
 *     GET wireband/mqtt-in/<node id>    → BrokerFigures
 *
 * Answers `{}` if the flow has no source with that ID, as before its first deploy: a dialog requests those too.
 */
export function serveBrokerFigures(RED: NodeAPI): ShownConnections {
  const connections = new Map<string, BrokerConnection>();
  const mayRead = RED.auth.needsPermission('flows.read');
  lastingRoute(RED.httpAdmin, 'get', '/wireband/mqtt-in/:id', mayRead, (request, response) => {
    const connection = connections.get(String(request.params.id));
    response.json(connection ? figuresOf(connection) : {});
  });
  return {
    open(node, connection) {
      connections.set(node.id, connection);
      node.on('close', () => {
        connections.delete(node.id);
      });
    },
  };
}

function figuresOf(connection: BrokerConnection): BrokerFigures {
  const { isConnected, inFlightCount, acknowledged, notConfirmed, redelivered, recognized, limits } =
    connection;
  return {
    connected: isConnected,
    in_flight: inFlightCount,
    acknowledged,
    not_confirmed: notConfirmed,
    redelivered,
    recognized,
    limits,
  };
}

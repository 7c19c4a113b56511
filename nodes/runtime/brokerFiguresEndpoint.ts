import type { Node, NodeAPI } from 'node-red';
import type { BrokerConnection } from '../../src/mqtt/BrokerConnection';
import { lastingRoute } from './lastingRoute';

/** What a source counts on the broker's side, and what the broker says of itself. */
export interface BrokerFigures {
  readonly connected: boolean;
  /** Messages that arrived and are not acknowledged. */
  readonly in_flight: number;
  readonly acknowledged: number;
  /** Messages of which nobody said in time what became of them. */
  readonly not_confirmed: number;
  /** Messages that the broker sent again, and those of them that were recognized. */
  readonly redelivered: number;
  readonly recognized: number;
  /** As the broker told at the connection (MQTT 5): seconds, quality of service, bytes. */
  readonly limits: BrokerConnection['limits'];
}

/** The connections of the source nodes of the flow, by node id. */
export interface ShownConnections {
  open(node: Node, connection: BrokerConnection): void;
}

/**
 * Tells those who may read flows what a source counts:
 *
 *     GET wireband/mqtt-in/<node id>    → BrokerFigures
 *
 * It answers `{}` where the flow has no source of that id, as before its first deploy: a dialog asks for that, too.
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

import { monitorText } from '../monitorText';
import type { BrokerAddress } from './brokerAddress';

/** A node to import. */
type NewNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** Pixels between two nodes of the row. */
const STEP = 200;

/** The initial properties of a node of this type, as if it had been dragged from the palette. */
function beginningOf(type: string): Record<string, unknown> {
  const defaults = Object.entries(RED.nodes.getType(type)?.defaults ?? {});
  return Object.fromEntries(defaults.map(([name, { value }]) => [name, structuredClone(value)]));
}

/**
 * A broker in the flow with this address, if no login was typed; undefined if there is none. One without TLS is not
 * used for an address that requires it.
 */
function brokerOfFlow({ host, port, tls, user }: BrokerAddress): string | undefined {
  let found: string | undefined;
  if (user !== '') return found;
  RED.nodes.eachConfig((node) => {
    if (node.type !== 'mqtt-broker' || node.broker !== host || Number(node.port) !== port) return;
    if (!tls || Object(node).usetls === true) found ??= node.id;
  });
  return found;
}

function newBroker({ host, port, tls, user, password }: BrokerAddress): readonly NewNode[] {
  const id = RED.nodes.id();
  const login = user === '' ? {} : { credentials: { user, password } };
  const broker = {
    ...beginningOf('mqtt-broker'),
    ...{ id, type: 'mqtt-broker', name: '', broker: host, port: String(port), ...login },
    // MQTT 5 has a window for unacknowledged messages, and sessions that expire.
    protocolVersion: '5',
  };
  if (!tls) return [broker];
  // Without such a node, Node-RED does not verify the broker's certificate.
  const certificates = { id: RED.nodes.id(), type: 'tls-config', name: host, verifyservercert: true };
  return [
    { ...broker, usetls: true, tls: certificates.id },
    { ...beginningOf('tls-config'), ...certificates },
  ];
}

/** A gateway on its own tab: the tab's ID, and the nodes to import. */
export interface NewGateway {
  readonly tab: string;
  readonly nodes: readonly NewNode[];
}

/**
 * The row mqtt in → classify → delta → uplink. The source is our own: it acknowledges a message only once it is stored,
 * and until then the broker keeps it; Node-RED's mqtt in acknowledges on arrival. The uplink has no backend yet and is
 * disabled, so that the rest can be deployed and watched without sending anything.
 */
export function gatewayNodes(address: BrokerAddress): NewGateway {
  const tab = RED.nodes.id();
  const known = brokerOfFlow(address);
  const configs = known === undefined ? newBroker(address) : [];
  const broker = known ?? configs[0]?.id;
  const own: readonly (readonly [type: string, properties: object])[] = [
    ['wireband-mqtt-in', { broker, topic: '#' }],
    ['wireband-classify', {}],
    ['wireband-delta', {}],
    ['wireband-uplink', { d: true }],
  ];
  const ids = own.map(() => RED.nodes.id());
  const row = own.map(([type, properties], i) => ({
    ...beginningOf(type),
    ...{ id: ids[i] ?? '', type, z: tab, x: 140 + i * STEP, y: 120 },
    ...properties,
    wires: i + 1 < ids.length ? [[ids[i + 1]]] : [[], []],
  }));
  const tabNode = { id: tab, type: 'tab', label: monitorText('start.tab'), disabled: false, info: '' };
  return { tab, nodes: [tabNode, ...configs, ...row] };
}

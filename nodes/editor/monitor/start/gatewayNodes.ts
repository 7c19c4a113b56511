import { monitorText } from '../monitorText';
import type { BrokerAddress } from './brokerAddress';

/** A node as it is imported. */
type NewNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** Pixels between two nodes of the row. */
const STEP = 200;

/** The properties that a node of this type begins with, as if it had been dragged from the palette. */
function beginningOf(type: string): Record<string, unknown> {
  const defaults = Object.entries(RED.nodes.getType(type)?.defaults ?? {});
  return Object.fromEntries(defaults.map(([name, { value }]) => [name, structuredClone(value)]));
}

/**
 * A broker of the flow at this address, where no login was typed; undefined where there is none. One without TLS is not
 * taken for an address that asks for it.
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
    // MQTT 5 has a window for what is not acknowledged, and sessions that end.
    protocolVersion: '5',
  };
  if (!tls) return [broker];
  // Without such a node Node-RED does not verify the broker's certificate.
  const certificates = { id: RED.nodes.id(), type: 'tls-config', name: host, verifyservercert: true };
  return [
    { ...broker, usetls: true, tls: certificates.id },
    { ...beginningOf('tls-config'), ...certificates },
  ];
}

/** A gateway on a tab of its own: where it stands, and what to import. */
export interface NewGateway {
  readonly tab: string;
  readonly nodes: readonly NewNode[];
}

/**
 * The row mqtt in → classify → delta → uplink. The source is our own: the broker keeps what it has not acknowledged, and it
 * acknowledges nothing before it is stored, which Node-RED's own does on arrival. The uplink has no backend yet and is
 * disabled, so that the rest can be deployed and watched, and nothing is sent.
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

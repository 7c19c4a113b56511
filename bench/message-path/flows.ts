import type { FlowNode } from '../../test/harness/nodeRed/nodeRed';

/** A stretch of the message path, beginning with Node-RED's own mqtt in. */
export interface Stretch {
  readonly name: string;
  /** If so, its messages are counted at the backend; otherwise by a node at its end. */
  readonly hasUplink: boolean;
  flow(brokerPort: number, backendPort: number): readonly FlowNode[];
}

type UnplacedNode = Readonly<Record<string, unknown>> & { readonly type: string };

const source: UnplacedNode = {
  type: 'mqtt in',
  broker: 'broker',
  topic: 'plant/#',
  qos: '0',
  datatype: 'json',
  inputs: 0,
};
const classify: UnplacedNode = { type: 'wireband-classify' };
const delta: UnplacedNode = { type: 'wireband-delta', mode: 'absolute', threshold: 0.000001 };
const uplink: UnplacedNode = {
  type: 'wireband-uplink',
  backend: 'backend',
  flushInterval: 1,
  flushBatch: 200,
};
const counter: UnplacedNode = { type: 'bench-counter' };

/** Wires nodes into a chain, in order, after an mqtt in node. */
function stretch(name: string, nodes: readonly UnplacedNode[]): Stretch {
  const chain = [source, ...nodes].map((node, i, all) => ({
    ...node,
    z: 'tab',
    id: `n${i}`,
    wires: i + 1 < all.length ? [[`n${i + 1}`]] : [[]],
  }));
  return {
    name,
    hasUplink: nodes.some(({ type }) => type === uplink.type),
    flow: (brokerPort, backendPort) => [
      { id: 'tab', type: 'tab', label: name },
      {
        id: 'broker',
        type: 'mqtt-broker',
        broker: '127.0.0.1',
        port: String(brokerPort),
        protocolVersion: '4',
        keepalive: '60',
        cleansession: true,
        autoConnect: true,
      },
      { id: 'backend', type: 'wireband-backend', url: `http://127.0.0.1:${backendPort}`, deviceId: 'bench' },
      ...chain,
    ],
  };
}

/** The whole pipeline, with its spool on disk. */
export const WHOLE = stretch('mqtt in → classify → delta → uplink, disk', [
  classify,
  delta,
  { ...uplink, storage: 'disk' },
]);

/** What is compared: mqtt in alone, and the pipeline node by node. */
export const STRETCHES: readonly Stretch[] = [
  stretch('mqtt in', [counter]),
  stretch('mqtt in → classify', [classify, counter]),
  stretch('mqtt in → classify → delta', [classify, delta, counter]),
  stretch('mqtt in → classify → delta → uplink, memory', [classify, delta, { ...uplink, storage: 'memory' }]),
  WHOLE,
];

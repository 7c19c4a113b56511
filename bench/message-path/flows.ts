import type { FlowNode } from '../../test/harness/nodeRed/nodeRed';

/** A stretch of the message path, from Node-RED's own mqtt in on. */
export interface Stretch {
  readonly name: string;
  readonly nodes: readonly FlowNode[];
}

const place = { z: 'tab' };

const classify = { ...place, type: 'wireband-classify' };
const delta = { ...place, type: 'wireband-delta', mode: 'absolute', threshold: 0.000001 };
const uplink = { ...place, type: 'wireband-uplink', backend: 'backend', flushInterval: 1, flushBatch: 200 };

/** Chains nodes by wires in their order, after an mqtt in node. */
function stretch(name: string, brokerPort: number, backendPort: number, nodes: readonly object[]): Stretch {
  const source = {
    ...place,
    type: 'mqtt in',
    broker: 'broker',
    topic: 'plant/#',
    qos: '0',
    datatype: 'json',
    inputs: 0,
  };
  const chain = [source, ...nodes].map((node, i, all) => ({
    ...node,
    id: `n${i}`,
    type: 'type' in node && typeof node.type === 'string' ? node.type : 'bench-counter',
    wires: i + 1 < all.length ? [[`n${i + 1}`]] : [[]],
  }));
  return {
    name,
    nodes: [
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

/** What is compared: mqtt in alone, and the pipeline node by node. The counter stands where messages are counted. */
export function stretches(brokerPort: number, backendPort: number): readonly Stretch[] {
  const counter = { ...place, type: 'bench-counter' };
  const make = (name: string, nodes: readonly object[]) => stretch(name, brokerPort, backendPort, nodes);
  return [
    make('mqtt in', [counter]),
    make('mqtt in → classify', [classify, counter]),
    make('mqtt in → classify → delta', [classify, delta, counter]),
    make('mqtt in → classify → delta → uplink, memory', [
      classify,
      delta,
      counter,
      { ...uplink, storage: 'memory' },
    ]),
    make('mqtt in → classify → delta → uplink, disk', [
      classify,
      delta,
      counter,
      { ...uplink, storage: 'disk' },
    ]),
  ];
}

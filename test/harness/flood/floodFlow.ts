import type { FlowNode } from '../nodeRed/nodeRed';

/** Where the flow returns the uplink's statistics. */
export const STATS_PATH = '/flood-stats';

/** Id of the flow's uplink. */
export const UPLINK_ID = 'uplink';

/** The gateway as a user builds it; a GET of STATS_PATH asks the uplink for its statistics. */
export function floodFlow(
  brokerPort: number,
  backendPort: number,
  uplink: Readonly<Record<string, unknown>>,
): readonly FlowNode[] {
  return [
    { id: 'tab', type: 'tab', label: 'flood' },
    brokerNode(brokerPort),
    { id: 'backend', type: 'wireband-backend', url: `http://127.0.0.1:${backendPort}`, deviceId: 'flooded' },
    mqttIn('mqtt', 'plant/#', ['classify']),
    flowNode('classify', 'wireband-classify', [['delta']]),
    flowNode('delta', 'wireband-delta', [[UPLINK_ID]], { mode: 'absolute', threshold: 0.000001 }),
    flowNode(UPLINK_ID, 'wireband-uplink', [['answers'], []], { backend: 'backend', ...uplink }),
    flowNode('stats-in', 'http in', [['stats-ask']], { url: STATS_PATH, method: 'get' }),
    flowNode('stats-ask', 'change', [[UPLINK_ID]], {
      rules: [{ t: 'set', p: 'command', pt: 'msg', to: 'stats', tot: 'str' }],
    }),
    flowNode('answers', 'switch', [['answer']], {
      property: 'event',
      propertyType: 'msg',
      rules: [{ t: 'eq', v: 'stats', vt: 'str' }],
      outputs: 1,
    }),
    flowNode('answer', 'http response', []),
  ];
}

/** A node of the tab `tab`. */
export function flowNode(
  id: string,
  type: string,
  wires: readonly (readonly string[])[],
  properties: object = {},
): FlowNode {
  return { id, z: 'tab', type, x: 0, y: 0, wires, ...properties };
}

/** The connection to the broker, `broker`. */
export function brokerNode(port: number): FlowNode {
  return {
    id: 'broker',
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    port: String(port),
    protocolVersion: '4',
    keepalive: '600',
    cleansession: true,
    autoConnect: true,
  };
}

/** A node that receives what is published below a topic. */
export function mqttIn(id: string, topic: string, receivers: readonly string[]): FlowNode {
  const properties = { broker: 'broker', topic, qos: '0', datatype: 'json', inputs: 0 };
  return flowNode(id, 'mqtt in', [receivers], properties);
}

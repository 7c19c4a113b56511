import type { FlowNode } from '../nodeRed/nodeRed';

/** Where the flow answers with the uplink's statistics. */
export const STATS_PATH = '/flood-stats';

/** The gateway as a user builds it; a GET of STATS_PATH asks the uplink for its statistics. */
export function floodFlow(
  brokerPort: number,
  backendPort: number,
  uplink: Readonly<Record<string, unknown>>,
): readonly FlowNode[] {
  const node = (id: string, type: string, wires: string[][], properties: object = {}): FlowNode => {
    return { id, z: 'tab', type, x: 0, y: 0, wires, ...properties };
  };
  return [
    { id: 'tab', type: 'tab', label: 'flood' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      protocolVersion: '4',
      keepalive: '600',
      cleansession: true,
      autoConnect: true,
    },
    { id: 'backend', type: 'wireband-backend', url: `http://127.0.0.1:${backendPort}`, deviceId: 'flooded' },
    node('mqtt', 'mqtt in', [['classify']], {
      broker: 'broker',
      topic: 'plant/#',
      qos: '0',
      datatype: 'json',
      inputs: 0,
    }),
    node('classify', 'wireband-classify', [['delta']]),
    node('delta', 'wireband-delta', [['uplink']], { mode: 'absolute', threshold: 0.000001 }),
    node('uplink', 'wireband-uplink', [['answers'], []], { backend: 'backend', ...uplink }),
    node('stats-in', 'http in', [['stats-ask']], { url: STATS_PATH, method: 'get' }),
    node('stats-ask', 'change', [['uplink']], {
      rules: [{ t: 'set', p: 'command', pt: 'msg', to: 'stats', tot: 'str' }],
    }),
    node('answers', 'switch', [['answer']], {
      property: 'event',
      propertyType: 'msg',
      rules: [{ t: 'eq', v: 'stats', vt: 'str' }],
      outputs: 1,
    }),
    node('answer', 'http response', []),
  ];
}

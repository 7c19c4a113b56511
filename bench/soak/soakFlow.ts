import type { FlowNode } from '../../test/harness/nodeRed/nodeRed';

/** The nodes that messages can come from. */
export const SOURCES = ['mqtt in', 'wireband-mqtt-in'] as const;
export type Source = (typeof SOURCES)[number];

/** The gateway as a user builds it, with its spool on disk; GET /stats answers with the uplink's statistics. */
export function soakFlow(source: Source, brokerPort: number, backendUrl: string): FlowNode[] {
  const node = (id: string, type: string, properties: object): FlowNode => ({
    id,
    type,
    z: 'tab',
    ...properties,
  });
  const isStats = { t: 'eq', v: 'stats', vt: 'str' };
  return [
    { id: 'tab', type: 'tab', label: 'soak' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      protocolVersion: '5',
      keepalive: '60',
      cleansession: true,
      autoConnect: true,
    },
    { id: 'backend', type: 'wireband-backend', url: backendUrl, deviceId: 'soak', timeout: 5 },
    node('mqtt', source, {
      broker: 'broker',
      topic: 'plant/#',
      qos: String(qosOf(source)),
      datatype: 'json',
      inputs: 0,
      wires: [['classify']],
    }),
    node('classify', 'wireband-classify', { wires: [['delta']] }),
    node('delta', 'wireband-delta', { threshold: 0, wires: [['uplink']] }),
    node('uplink', 'wireband-uplink', {
      backend: 'backend',
      storage: 'disk',
      bufferSize: 1_000_000,
      backoffMax: 4,
      wires: [['is-stats'], []],
    }),
    node('stats-in', 'http in', { url: '/stats', method: 'get', wires: [['stats-command']] }),
    node('stats-command', 'change', {
      rules: [{ t: 'set', p: 'command', pt: 'msg', to: 'stats', tot: 'str' }],
      wires: [['uplink']],
    }),
    node('is-stats', 'switch', { property: 'event', rules: [isStats], wires: [['stats-out']] }),
    node('stats-out', 'http response', { statusCode: '200', wires: [] }),
  ];
}

/** QoS of the published messages: a broker keeps no QoS 0 messages for a session. */
export function qosOf(source: Source): 0 | 1 {
  return source === 'wireband-mqtt-in' ? 1 : 0;
}

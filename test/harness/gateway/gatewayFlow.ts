import type { FlowNode } from '../nodeRed/nodeRed';

export interface GatewayFlowOptions {
  /** Prefix of its nodes' ids; an uplink's backlog belongs to its id. */
  readonly id: string;
  readonly brokerPort: number;
  readonly backendUrl: string;
  readonly apiKey?: string;
  /** Further properties of the node of that name. */
  readonly broker?: object;
  readonly mqttIn?: object;
  readonly delta?: object;
  readonly backend?: object;
  readonly uplink?: object;
  /** The probe `completed` records the messages themselves, not only that there were some. */
  readonly keepsCompleted?: boolean;
  /** Further nodes. */
  readonly more?: readonly FlowNode[];
}

/**
 * The gateway as a user builds it: mqtt in → classify → delta → uplink. Probes record what comes out of the
 * uplink (`receipts`, `quarantine`), its status (`status`), the messages that it has handled (`completed`) and
 * every error of the flow (`errors`). Each inject node gives it one command.
 */
export function gatewayFlow(options: GatewayFlowOptions): FlowNode[] {
  const { id, brokerPort, backendUrl, apiKey } = options;
  const of = (name: string) => `${id}-${name}`;
  const node = (name: string, type: string, properties: object): FlowNode => {
    return { id: of(name), z: of('tab'), type, ...properties };
  };
  const probe = (name: string) => node(name, 'test-probe', { name });
  const command = (name: string) => {
    const props = [{ p: 'command', v: name, vt: 'str' }];
    return node(name, 'inject', { props, repeat: '', once: false, wires: [[of('uplink')]] });
  };
  return [
    { id: of('tab'), type: 'tab', label: id },
    {
      id: of('broker'),
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      protocolVersion: '4',
      keepalive: '60',
      cleansession: true,
      autoConnect: true,
      ...options.broker,
    },
    {
      id: of('backend'),
      type: 'wireband-backend',
      url: backendUrl,
      deviceId: 'gateway-7',
      ...(apiKey === undefined ? {} : { credentials: { apiKey } }),
      ...options.backend,
    },
    node('mqtt', 'mqtt in', {
      broker: of('broker'),
      topic: 'plant/#',
      qos: '0',
      datatype: 'auto-detect',
      inputs: 0,
      wires: [[of('classify')]],
      ...options.mqttIn,
    }),
    node('classify', 'wireband-classify', { fallback: 'SENSOR_POLL', wires: [[of('delta')]] }),
    node('delta', 'wireband-delta', { threshold: 0, wires: [[of('uplink')]], ...options.delta }),
    node('uplink', 'wireband-uplink', {
      backend: of('backend'),
      wires: [[of('receipts')], [of('quarantine')]],
      ...options.uplink,
    }),
    probe('receipts'),
    probe('quarantine'),
    node('status-source', 'status', { scope: [of('uplink')], wires: [[of('status')]] }),
    probe('status'),
    node('complete-source', 'complete', { scope: [of('uplink')], wires: [[of('completed')]] }),
    node('completed', 'test-probe', { name: 'completed', counts: !options.keepsCompleted }),
    node('catch-source', 'catch', { scope: null, wires: [[of('errors')]] }),
    probe('errors'),
    command('stats'),
    command('flush'),
    command('retry-quarantine'),
    command('clear-quarantine'),
    ...(options.more ?? []),
  ];
}

/** Node-RED's own TLS configuration, which trusts one authority. @param ca file with its certificate, PEM. */
export function tlsConfig(id: string, ca: string): FlowNode {
  return { id, type: 'tls-config', cert: '', key: '', ca, verifyservercert: true };
}

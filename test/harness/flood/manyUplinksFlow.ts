import type { FlowNode } from '../nodeRed/nodeRed';
import { brokerNode, flowNode, mqttIn } from './floodFlow';
import { LINES } from './floodPackets';

export interface ManyUplinks {
  readonly backends: number;
  /** Settings of each uplink, besides its backend. */
  readonly uplinks: readonly Readonly<Record<string, unknown>>[];
}

/** Id of one of the uplinks. */
export function uplinkId(index: number): string {
  return `uplink-${index}`;
}

/** Many uplinks in one Node-RED: each uses one of the backends, and gets what one of the plant's lines publishes. */
export function manyUplinksFlow(
  brokerPort: number,
  backendPort: number,
  { backends, uplinks }: ManyUplinks,
): FlowNode[] {
  const url = `http://127.0.0.1:${backendPort}`;
  return [
    { id: 'tab', type: 'tab', label: 'many' },
    brokerNode(brokerPort),
    ...Array.from({ length: backends }, (_, i) => {
      return { id: `backend-${i}`, type: 'wireband-backend', url, deviceId: `device-${i}` };
    }),
    ...Array.from({ length: LINES }, (_, line) => {
      const receivers = uplinks.flatMap((_, i) => (i % LINES === line ? [uplinkId(i)] : []));
      return [
        mqttIn(`mqtt-${line}`, `plant/line${line}/#`, [`classify-${line}`]),
        flowNode(`classify-${line}`, 'wireband-classify', [receivers]),
      ];
    }).flat(),
    ...uplinks.map((settings, i) =>
      flowNode(uplinkId(i), 'wireband-uplink', [[], []], { backend: `backend-${i % backends}`, ...settings }),
    ),
  ];
}

import type { NodeStatus } from 'node-red';
import { grouped } from './StatusReporter';

/** What is used of Node-RED: the texts of the node's own catalogue. */
interface Texts {
  _(key: string, values: Record<string, string | number>): string;
}

/** What the status of a source is made of. */
export interface MqttInView {
  readonly link: 'connecting' | 'connected' | 'disconnected';
  /** Messages that arrived and are not acknowledged. */
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Messages of which nobody said in time what became of them. */
  readonly notConfirmed: number;
}

/** What the editor shows of a source. */
export function mqttInStatus(RED: Texts, view: MqttInView): NodeStatus {
  const { link, inFlight, maxInFlight, notConfirmed } = view;
  const text = (key: string, n = 0) => RED._(`wireband-mqtt-in.status.${key}`, { n: grouped(n) });
  if (link === 'connecting') return { fill: 'yellow', shape: 'ring', text: text('connecting') };
  if (link === 'disconnected') return { fill: 'red', shape: 'ring', text: text('disconnected') };
  if (inFlight >= maxInFlight) return { fill: 'blue', shape: 'dot', text: text('waiting', inFlight) };
  if (notConfirmed > 0) return { fill: 'yellow', shape: 'dot', text: text('not-confirmed', notConfirmed) };
  return { fill: 'green', shape: 'dot', text: text('connected') };
}

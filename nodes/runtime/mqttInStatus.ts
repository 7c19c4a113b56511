import type { NodeStatus } from 'node-red';
import { causeOf } from '../../src/uplink';
import { grouped, SEPARATOR } from './StatusReporter';

/** The part of Node-RED that is used: the texts of the node's own catalog. */
interface Texts {
  _(key: string, values: Record<string, string | number>): string;
}

/** What the status of a source is made of. */
export interface MqttInView {
  readonly link: 'connecting' | 'connected' | 'disconnected';
  /** Why there is no connection, if known. */
  readonly failure: string | undefined;
  /** Topics that the broker does not let the node subscribe to. */
  readonly refusedTopics: readonly string[];
  /** Messages that have arrived and are not acknowledged yet. */
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Messages whose handling was not confirmed in time. */
  readonly notConfirmed: number;
}

/** Maximum characters of a cause without a code, such as "Connection refused: Not authorized". */
const MAX_CAUSE = 50;

/** The status that the editor shows for a source. */
export function mqttInStatus(RED: Texts, view: MqttInView): NodeStatus {
  const { link, failure, refusedTopics, inFlight, maxInFlight, notConfirmed } = view;
  const text = (key: string, n = 0, topic = '') =>
    RED._(`wireband-mqtt-in.status.${key}`, { n: grouped(n), topic });
  if (link !== 'connected' && failure !== undefined) {
    const next = [causeText(failure), text('retrying')].join(SEPARATOR);
    return { fill: 'red', shape: 'ring', text: next };
  }
  if (link === 'connecting') return { fill: 'yellow', shape: 'ring', text: text('connecting') };
  if (link === 'disconnected') return { fill: 'red', shape: 'ring', text: text('disconnected') };
  const [refused] = refusedTopics;
  if (refused !== undefined) {
    const further = refusedTopics.length - 1;
    const more = further > 0 ? ` (+${grouped(further)})` : '';
    return { fill: 'red', shape: 'ring', text: text('refused', 0, refused + more) };
  }
  if (inFlight >= maxInFlight) return { fill: 'blue', shape: 'dot', text: text('waiting', inFlight) };
  if (notConfirmed > 0) return { fill: 'yellow', shape: 'dot', text: text('not-confirmed', notConfirmed) };
  return { fill: 'green', shape: 'dot', text: text('connected') };
}

function causeText(error: string): string {
  const cause = causeOf(error);
  if (cause.kind === 'code') return cause.code;
  return error.length > MAX_CAUSE ? `${error.slice(0, MAX_CAUSE)}\u2026` : error;
}

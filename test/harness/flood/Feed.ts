import type { NodeRed } from '../nodeRed/nodeRed';

/**
 * How messages come: this many ahead of what the backend has, this many per second whether or not the gateway keeps
 * up, or as many as the socket takes.
 */
export type Pace = { readonly ahead: number } | { readonly rate: number } | 'open';

/** Where a gateway gets its messages from. */
export interface Feed {
  /** Port of the MQTT broker that the gateway connects to. */
  readonly port: number;
  /** Waits until the gateway in this Node-RED has subscribed. */
  subscribed(red: NodeRed): Promise<void>;
  /** Messages sent since the start. */
  readonly messages: number;
  /**
   * Sends for this long.
   * @param received returns how many messages the backend has received since the start.
   */
  push(ms: number, pace: Pace, received: () => number): Promise<void>;
  close(): void;
}

/** How many messages may have been sent by now. @param elapsed milliseconds since pushing began. */
export function allowedBy(pace: Pace, received: number, sentBefore: number, elapsed: number): number {
  if (pace === 'open') return Number.POSITIVE_INFINITY;
  return 'ahead' in pace ? received + pace.ahead : sentBefore + (pace.rate * elapsed) / 1000;
}

import type { NodeStatus } from 'node-red';
import type { StorageState } from '../../src/spool/Spool';
import type { LinkState } from '../../src/uplink';
import { grouped } from './StatusReporter';

/** What is used of Node-RED: the texts of the node's own catalogue. */
interface Texts {
  _(key: string, values: Record<string, string | number>): string;
}

/** What the status of an uplink is made of. */
export interface UplinkView {
  readonly link: LinkState;
  readonly storage: StorageState;
  /** Events that wait for delivery. */
  readonly depth: number;
  /** Events that one request takes. */
  readonly flushBatch: number;
}

/**
 * What the editor shows of an uplink. An outage reads: offline, buffered, draining, delivered. A failing disk
 * stands before the rest, because it alone puts events at risk.
 */
export function uplinkStatus(RED: Texts, { link, storage, depth, flushBatch }: UplinkView): NodeStatus {
  const text = (key: string, values: Record<string, string | number> = {}) =>
    RED._(`wireband-uplink.status.${key}`, values);
  const n = grouped(depth);
  if (storage.kind === 'failing') {
    return link.kind === 'offline' || link.kind === 'refused'
      ? { fill: 'red', shape: 'dot', text: text('offline-in-memory') }
      : { fill: 'yellow', shape: 'ring', text: text('disk-failing') };
  }
  switch (link.kind) {
    case 'connecting':
      return {
        fill: 'yellow',
        shape: 'ring',
        text: text(storage.kind === 'opening' ? 'opening' : 'connecting'),
      };
    case 'online':
      // In the best of times one batch is under way and the next one fills.
      return depth > 2 * flushBatch
        ? { fill: 'blue', shape: 'dot', text: text('draining', { n }) }
        : { fill: 'green', shape: 'dot', text: text('delivered') };
    case 'offline':
      // Until more waits than the batch that is being tried, there is no backlog.
      return { fill: 'red', shape: 'ring', text: text(depth > flushBatch ? 'buffered' : 'offline', { n }) };
    case 'refused':
      return { fill: 'red', shape: 'ring', text: text(link.cause ?? 'refused', { status: link.status }) };
    case 'paused':
      return { fill: 'grey', shape: 'ring', text: text('paused', { n }) };
  }
}

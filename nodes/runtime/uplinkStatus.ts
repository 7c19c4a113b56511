import type { NodeAPI, NodeStatus } from 'node-red';
import type { LinkState } from '../../src/uplink';

/** What the editor shows of an uplink; `held` is how many events wait for delivery, `batch` how many one request takes. */
export function uplinkStatus(RED: NodeAPI, state: LinkState, held: number, batch: number): NodeStatus {
  const text = (key: string, values: object = {}) => RED._(`wireband-uplink.status.${key}`, { ...values });
  switch (state.kind) {
    case 'connecting':
      return { fill: 'yellow', shape: 'ring', text: text('connecting') };
    case 'online':
      return held > batch
        ? { fill: 'blue', shape: 'dot', text: text('sending', { n: held }) }
        : { fill: 'green', shape: 'dot', text: text('connected') };
    case 'offline':
      return { fill: 'red', shape: 'ring', text: text(held > 0 ? 'buffering' : 'offline', { n: held }) };
    case 'refused':
      return { fill: 'red', shape: 'ring', text: text('refused', { status: state.status }) };
    case 'paused':
      return { fill: 'grey', shape: 'ring', text: text('paused', { n: held }) };
  }
}

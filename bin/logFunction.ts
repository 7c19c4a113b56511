/**
 * The code of the function node that logs an uplink's statistics as `name=number` pairs, for people and for programs
 * that read logs. The uplink logs everything else itself.
 */
export const LOG_FUNCTION = `if (msg.event !== 'stats') return;
const p = msg.payload;
node.log([
  'statistics',
  'received=' + p.messages_received,
  'filtered=' + p.messages_delta_filtered,
  'buffered=' + p.buffer_depth,
  'delivered=' + p.events_flushed,
  'dropped=' + p.events_dropped,
  'quarantined=' + p.events_quarantined,
  'ratio=' + p.compression_ratio.toFixed(2),
  'connected=' + p.connected,
].join(' '));
`;

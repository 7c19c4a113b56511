/**
 * The code of the function node that logs what an uplink reports. The statistics line is words and numbers
 * joined by equals signs, for people and for programs that read logs.
 */
export const LOG_FUNCTION = `const p = msg.payload;
switch (msg.event) {
  case 'stats':
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
    break;
  case 'offline':
    node.warn('backend offline: ' + p.error + '; ' + p.buffer_depth + ' events wait, next try in ' + Math.ceil(p.retry_in) + ' s');
    break;
  case 'online':
    node.log('backend online; ' + p.buffer_depth + ' events wait');
    break;
  case 'dropped':
    node.warn('dropped ' + p.events + ' events: ' + p.reason);
    break;
  case 'storage':
    if (p.state === 'failing') node.warn('the disk fails, events wait in memory: ' + p.error);
    else node.log('events are kept ' + (p.state === 'disk' ? 'on disk' : 'in memory'));
    break;
}
`;

import type { Stats } from '../../src/uplink';
import type { IncomingMessage } from './register';

/** The statistics of an uplink as a message, so that it can send them as an event of its own. */
export function statisticsMessage(stats: Stats, name: string): IncomingMessage {
  const figures = Object.entries(stats).filter(([, value]) => typeof value === 'number');
  return {
    _msgid: '',
    topic: `wireband/${stats.device_id}/${name}/statistics`,
    payload: { ...Object.fromEntries(figures), connected: stats.connected ? 1 : 0 },
    wireband: { name: 'METRICS_GAUGE_SET' },
  };
}

import assert from 'node:assert/strict';
import type { FlowNode } from '../nodeRed/nodeRed';
import type { Gateway } from './gateway';

/** A reading to feed to a gateway. */
export interface FedReading {
  readonly topic: string;
  /** JSON or any other text. */
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/**
 * A gateway that takes readings by POST /reading, classifies them, and answers when its uplink has handled one. Ids
 * begin with `reading`, and the probes are named as in gatewayFlow().
 */
export function readingFlow(backend: object, uplink: object = {}): FlowNode[] {
  const node = (name: string, type: string, properties: object): FlowNode => {
    return { id: `reading-${name}`, z: 'reading-tab', type, ...properties };
  };
  const fromQuery = (p: string) => ({ t: 'set', p, pt: 'msg', to: `req.query.${p}`, tot: 'msg' });
  const command = [{ p: 'command', v: 'stats', vt: 'str' }];
  return [
    { id: 'reading-tab', type: 'tab', label: 'readings' },
    { id: 'reading-backend', type: 'wireband-backend', deviceId: 'gw-7', ...backend },
    node('in', 'http in', { url: '/reading', method: 'post', wires: [['reading-set']] }),
    node('set', 'change', {
      rules: [fromQuery('topic'), fromQuery('timestamp')],
      wires: [['reading-classify']],
    }),
    node('classify', 'wireband-classify', { wires: [['reading-uplink']] }),
    node('uplink', 'wireband-uplink', {
      backend: 'reading-backend',
      ...{ flushInterval: 0.05, flushBatch: 20, backoffBase: 0.1, backoffMax: 0.3 },
      wires: [['reading-receipts'], ['reading-quarantine']],
      ...uplink,
    }),
    node('receipts', 'test-probe', { name: 'receipts' }),
    node('quarantine', 'test-probe', { name: 'quarantine' }),
    node('complete', 'complete', { scope: ['reading-uplink'], wires: [['reading-done']] }),
    node('done', 'http response', { statusCode: '200', wires: [] }),
    node('stats', 'inject', { props: command, repeat: '', once: false, wires: [['reading-uplink']] }),
  ];
}

/** Feeds readings to a gateway; resolves when it has accepted all of them. */
export async function feedReadings({ red }: Gateway, readings: readonly FedReading[]): Promise<void> {
  for (const { topic, payload, time } of readings) {
    const query = new URLSearchParams({ topic, timestamp: new Date(time).toISOString() });
    const response = await fetch(`${red.url}/reading?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: payload,
    });
    assert.equal(response.status, 200);
    await response.text();
  }
}

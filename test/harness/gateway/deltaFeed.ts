import type { FlowNode } from '../nodeRed/nodeRed';

export const FEED_THRESHOLD = 1;

const TAB = 'df-tab';

/**
 * A gateway that takes readings by POST /feed?topic=…: it answers 200 when the uplink has handled one, and 204 when
 * the change filter, whose memory survives restarts, suppressed it. Its ids begin with `df`.
 * @param delta further settings of the change filter.
 */
export function deltaFeedFlow(backendUrl: string, delta: object = {}): FlowNode[] {
  const node = (name: string, type: string, properties: object): FlowNode => {
    return { id: `df-${name}`, z: TAB, type, ...properties };
  };
  const topic = { t: 'set', p: 'topic', pt: 'msg', to: 'req.query.topic', tot: 'msg' };
  return [
    { id: TAB, type: 'tab', label: 'delta feed' },
    { id: 'df-backend', type: 'wireband-backend', url: backendUrl, deviceId: 'gateway-7' },
    node('in', 'http in', { url: '/feed', method: 'post', wires: [['df-topic']] }),
    node('topic', 'change', { rules: [topic], wires: [['df-delta']] }),
    node('delta', 'wireband-delta', {
      mode: 'absolute',
      threshold: FEED_THRESHOLD,
      rules: [],
      persist: true,
      outputs: 2,
      ...delta,
      wires: [['df-uplink', 'df-passed'], ['df-suppressed']],
    }),
    node('passed', 'test-probe', { name: 'passed' }),
    node('suppressed', 'http response', { statusCode: '204', wires: [] }),
    node('uplink', 'wireband-uplink', {
      backend: 'df-backend',
      flushInterval: 0.05,
      backoffBase: 0.05,
      backoffMax: 0.3,
      wires: [['df-receipts'], []],
    }),
    node('receipts', 'test-probe', { name: 'receipts' }),
    node('complete', 'complete', { scope: ['df-uplink'], wires: [['df-done']] }),
    node('done', 'http response', { statusCode: '200', wires: [] }),
    node('stats', 'inject', {
      props: [{ p: 'command', v: 'stats', vt: 'str' }],
      repeat: '',
      once: false,
      wires: [['df-uplink']],
    }),
  ];
}

/** What happened to a reading: on its way to the backend, suppressed, or unknown. */
export type Fate = 'promised' | 'suppressed' | 'unknown';

/** A dying gateway may not answer at all until it is gone. */
const ANSWER_WITHIN_MS = 30_000;

export async function feedReading(url: string, topic: string, value: number): Promise<Fate> {
  try {
    const response = await fetch(`${url}/feed?${new URLSearchParams({ topic })}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ value }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.text();
    if (response.status === 200) return 'promised';
    return response.status === 204 ? 'suppressed' : 'unknown';
  } catch {
    return 'unknown';
  }
}

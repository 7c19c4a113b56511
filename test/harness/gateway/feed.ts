import type { FlowNode } from '../nodeRed/nodeRed';
import { numberedEvent } from '../numberedEvents';
import { sleep } from '../until';
import type { Gateway } from './gateway';

export interface FeedFlowOptions {
  readonly backendUrl: string;
  readonly backend?: object;
  readonly uplink?: object;
}

const TAB = 'feed-tab';

/**
 * A gateway that takes numbered events by POST /feed and answers 200 when the uplink has handled one: such an answer
 * is a promise. Its ids begin with `feed`, as in gatewayFlow().
 */
export function feedFlow({ backendUrl, backend, uplink }: FeedFlowOptions): FlowNode[] {
  const node = (name: string, type: string, properties: object): FlowNode => {
    return { id: `feed-${name}`, z: TAB, type, ...properties };
  };
  const topic = { t: 'set', p: 'topic', pt: 'msg', to: 'req.query.topic', tot: 'msg' };
  const stats = [{ p: 'command', v: 'stats', vt: 'str' }];
  return [
    { id: TAB, type: 'tab', label: 'feed' },
    { id: 'feed-backend', type: 'wireband-backend', url: backendUrl, deviceId: 'gateway-7', ...backend },
    node('in', 'http in', { url: '/feed', method: 'post', wires: [['feed-topic']] }),
    node('topic', 'change', { rules: [topic], wires: [['feed-uplink']] }),
    node('uplink', 'wireband-uplink', {
      backend: 'feed-backend',
      wires: [['feed-receipts'], []],
      ...uplink,
    }),
    node('receipts', 'test-probe', { name: 'receipts' }),
    node('complete', 'complete', { scope: ['feed-uplink'], wires: [['feed-done']] }),
    node('done', 'http response', { statusCode: '200', wires: [] }),
    node('stats', 'inject', { props: stats, repeat: '', once: false, wires: [['feed-uplink']] }),
  ];
}

/** Concurrent senders; each waits for its answer. */
export const SENDERS = 12;

/** Time limit for an answer: a message that Node-RED drops at a deploy never gets one. */
const ANSWER_WITHIN_MS = 1500;

/** Feeds numbered events to a gateway until it is stopped, and records which ones were promised. */
export class Feed {
  readonly promised = new Set<number>();
  private next = 0;
  private running: Promise<unknown> | undefined;
  private stopped = false;

  start(gateway: Pick<Gateway, 'red'>): void {
    this.stopped = false;
    this.running = Promise.all(Array.from({ length: SENDERS }, () => this.send(gateway)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async send({ red }: Pick<Gateway, 'red'>): Promise<void> {
    while (!this.stopped) {
      const number = this.next++;
      if (await post(red.url, number)) this.promised.add(number);
      // Nobody answers between two lives or two flows.
      else await sleep(20);
    }
  }
}

async function post(url: string, number: number): Promise<boolean> {
  const { topic, data } = numberedEvent(number, Date.now());
  try {
    const response = await fetch(`${url}/feed?${new URLSearchParams({ topic })}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: data,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.text();
    return response.status === 200;
  } catch {
    return false;
  }
}

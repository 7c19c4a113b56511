import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { adminGet, type FlowNode, send, startFlow, until, withNodeRed } from '../harness/nodeRed/flow';

describe("the sample request of a backend's dialog", () => {
  withNodeRed();

  let server: HttpBackend;
  beforeEach(async () => {
    server = await startHttpBackend();
  });
  afterEach(() => server.stop());

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: server.url, ...config },
    {
      id: 'n',
      type: 'wireband-uplink',
      storage: 'memory',
      backend: 'b',
      flushInterval: 0.02,
      wires: [[], []],
    },
  ];

  const sample = async (
    id = 'b',
  ): Promise<{ events: { topic: string; data: string }[]; keyScheme?: string }> =>
    Object(await adminGet(`/wireband/backend/${id}/sample`));

  const sendAndWait = async (...messages: object[]): Promise<void> => {
    const before = server.requests.length;
    send('n', ...messages);
    await until(() => server.requests.length > before);
  };

  it('is empty before anything is sent, and for an unknown backend', async () => {
    await startFlow(flow());
    assert.deepEqual(await sample(), { events: [] });
    assert.deepEqual(await sample('gone'), { events: [] });
    assert.deepEqual(await sample('n'), { events: [] });
    assert.deepEqual(await sample('__proto__'), { events: [] });
  });

  it('holds the first five events of the last batch, as the formats get them', async () => {
    await startFlow(flow());
    await sendAndWait({ topic: 'old', payload: 0 });
    await sendAndWait(
      ...Array.from({ length: 9 }, (_, i) => ({ topic: `t/${i}/temp`, payload: i, timestamp: 1000 + i })),
    );
    const { events } = await sample();
    assert.deepEqual(
      events.map(({ topic }) => topic),
      ['t/0/temp', 't/1/temp', 't/2/temp', 't/3/temp', 't/4/temp'],
    );
    const { topic, symbol, data, time, quantity } = Object(events[1]);
    assert.deepEqual([topic, symbol, data, time, quantity], ['t/1/temp', 0xfc60, '1', 1001, 'temperature']);
  });

  it('holds no more than 8 KiB of text, however large the events are', async () => {
    await startFlow(flow());
    await sendAndWait({ topic: 'small', payload: 1 });
    await sendAndWait({ topic: 'large', payload: 'x'.repeat(100_000) });
    assert.deepEqual(
      (await sample()).events.map(({ topic }) => topic),
      ['small'],
    );
    await sendAndWait(
      { topic: 'a', payload: 'x'.repeat(5000) },
      { topic: 'b', payload: 'x'.repeat(5000) },
      { topic: 'c', payload: 1 },
    );
    assert.deepEqual(
      (await sample()).events.map(({ topic }) => topic),
      ['a', 'c'],
    );
  });

  it('reveals only the scheme of an API key', async () => {
    await startFlow(flow(), { b: { apiKey: 'Basic aGlkZGVu' } });
    assert.deepEqual(await sample(), { events: [], keyScheme: 'Basic' });
  });

  it('reveals nothing of a key without a scheme', async () => {
    await startFlow(flow(), { b: { apiKey: 'hidden' } });
    assert.deepEqual(await sample(), { events: [] });
  });
});

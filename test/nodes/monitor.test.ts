import assert from 'node:assert/strict';
import monitorPlugin from '../../nodes/monitor/runtime';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  askAdmin,
  deploy,
  type FlowNode,
  postToAdmin,
  send,
  startFlow,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';
import { until as untilAsync } from '../harness/until';

interface Row {
  readonly id: string;
  readonly waiting: number;
  readonly quarantined: number;
  readonly isPaused: boolean;
  readonly p50: number | null;
}

interface Quarantined {
  readonly id: string;
  readonly event: { readonly topic: string; readonly data: string };
  readonly error: string;
}

describe('the HTTP endpoints of the monitor', () => {
  withUserDir();
  withNodeRed();

  let server: HttpBackend;
  beforeEach(async () => {
    server = await startHttpBackend();
  });
  afterEach(() => server.stop());

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: server.url, format: 'json', path: '/in', compression: 'none' },
    {
      id: 'u',
      type: 'wireband-uplink',
      name: 'Main',
      backend: 'b',
      flushInterval: 0.02,
      ...config,
      wires: [[], []],
    },
  ];
  const start = (config: object = {}): Promise<void> => startFlow(flow(config), {}, [monitorPlugin]);
  const rowOf = async (id = 'u'): Promise<Row> => {
    const { body } = await postToAdmin('/wireband/uplinks/u/command', { command: 'flush' });
    const rows: Row[] = Object(body).rows;
    const row = rows.find((each) => each.id === id);
    assert.ok(row);
    return row;
  };
  const quarantine = async (): Promise<Quarantined[]> =>
    Object((await askAdmin('/wireband/uplinks/u/quarantine')).body).events;

  for (const storage of ['disk', 'memory']) {
    it(`pause, resume, and show waiting events (${storage})`, async () => {
      await start({ storage });
      await postToAdmin('/wireband/uplinks/u/command', { command: 'pause' });
      send('u', ...Array.from({ length: 50 }, (_, i) => ({ topic: `t/${i}`, payload: i })));
      await untilAsync('all events are waiting', async () => (await rowOf()).waiting === 50);
      assert.equal((await rowOf()).isPaused, true);
      await untilAsync('all events are listed', async () => {
        const { body } = await askAdmin('/wireband/uplinks/u/waiting');
        return (
          Object(body).found === 50 && Object(body).first.length === 20 && Object(body).last.length === 20
        );
      });
      const { body } = await askAdmin('/wireband/uplinks/u/waiting?search=t/4');
      const topics = Object(body).first.map(({ topic }: { topic: string }) => topic);
      assert.deepEqual(topics, ['t/4', ...Array.from({ length: 10 }, (_, i) => `t/4${i}`)]);
      await postToAdmin('/wireband/uplinks/u/command', { command: 'resume' });
      await untilAsync('no event is waiting', async () => (await rowOf()).waiting === 0);
      assert.notEqual((await rowOf()).p50, null, 'delivery took some time');
    });

    it(`retry and discard single quarantined events (${storage})`, async () => {
      await start({ storage, flushBatch: 1 });
      server.reply = ({ body }) => (String(body).includes('bad') ? { status: 400, body: 'no' } : 200);
      send('u', ...[1, 2, 3].map((i) => ({ topic: 'good', payload: i })));
      send('u', ...[1, 2, 3].map((i) => ({ topic: `bad/${i}`, payload: i })));
      // Only if others get through after it is a rejected event itself the cause.
      send('u', ...[4, 5, 6].map((i) => ({ topic: 'good', payload: i })));
      await untilAsync('three events are in quarantine', async () => (await quarantine()).length === 3);
      const [first, second, third] = await quarantine();
      assert.deepEqual(
        [first?.event.topic, second?.event.topic, third?.event.topic],
        ['bad/1', 'bad/2', 'bad/3'],
      );
      assert.match(first?.error ?? '', /HTTP 400: no/);
      server.reply = () => 200;
      const retried = await postToAdmin('/wireband/uplinks/u/quarantine/retry', { ids: [second?.id] });
      assert.deepEqual(retried.body, { events: 1 });
      await until(() => server.requests.some(({ body }) => String(body).includes('bad/2')));
      const discarded = await postToAdmin('/wireband/uplinks/u/quarantine/discard', { ids: [first?.id] });
      assert.deepEqual(discarded.body, { events: 1 });
      await untilAsync('one event is left', async () => {
        const left = (await quarantine()).map(({ event }) => event.topic);
        return left.join() === 'bad/3' && (await rowOf()).quarantined === 1;
      });
    });
  }

  it('answer 404 for an unknown uplink, and reach the one that a deploy starts', async () => {
    await start();
    assert.equal((await askAdmin('/wireband/uplinks/none/gaps')).status, 404);
    await deploy(flow({ name: 'Other', bufferSize: 77 }));
    const { body } = await postToAdmin('/wireband/uplinks/u/command', { command: 'pause' });
    assert.deepEqual(
      Object(body).rows.map(({ name, capacity, isPaused }: Record<string, unknown>) => [
        name,
        capacity,
        isPaused,
      ]),
      [['Other', 77, true]],
    );
    await deploy([]);
    assert.equal((await askAdmin('/wireband/uplinks/u/gaps')).status, 404);
  });

  it('show which series have gaps, and why', async () => {
    await start({ storage: 'memory', bufferSize: 3 });
    await postToAdmin('/wireband/uplinks/u/command', { command: 'pause' });
    send(
      'u',
      ...['a', 'a', 'b', 'c', 'c', 'c'].map((topic, i) => ({ topic, payload: i, timestamp: 1000 + i })),
    );
    await untilAsync('the gaps are listed', async () => {
      const { body } = await askAdmin('/wireband/uplinks/u/gaps');
      const gaps = Object(body).gaps.map(({ series, count, reason, from, to }: Record<string, unknown>) =>
        [series, count, reason, from, to].join(' '),
      );
      return gaps.sort().join() === 'a 2 overflow 1000 1001,b 1 overflow 1002 1002';
    });
  });

  it('let an uplink adopt the spool of a deleted one if it has room for its events and bytes', async () => {
    server.reply = () => 503;
    await start({ id: 'gone', maxRetries: 0 });
    send('gone', ...Array.from({ length: 20 }, (_, i) => ({ topic: `t/${i}`, payload: 'x'.repeat(1000) })));
    await untilAsync('all events are on disk', async () => {
      const { body } = await askAdmin('/wireband/uplinks/gone/waiting');
      return Object(body).found === 20;
    });
    const orphans = async (): Promise<{ key: string; events: number }[]> =>
      Object((await askAdmin('/wireband/spools')).body).spools;
    const adopt = async (config: object) => {
      await deploy(flow(config));
      const [orphan] = await orphans();
      assert.equal(orphan?.events, 20);
      return postToAdmin(`/wireband/spools/${orphan.key}/adopt`, { uplink: 'u' });
    };
    assert.equal((await adopt({ bufferSize: 10 })).status, 409, 'too many events');
    assert.equal((await adopt({ maxBytes: 10_000 })).status, 409, 'too many bytes');
    server.reply = () => 200;
    assert.deepEqual((await adopt({})).body, { events: 20 });
    await untilAsync('the last event is delivered', () =>
      server.requests.some(({ body }) => String(body).includes('"t/19"')),
    );
    assert.deepEqual(await orphans(), []);
  });

  it('are not needed if the uplink sends its statistics as events', async () => {
    await start({ statsInterval: 0.05 });
    const sent = await untilAsync('its statistics arrive', () =>
      server.requests.find(({ body }) => String(body).includes('wireband/edge-node/Main/statistics')),
    );
    const [event] = Object(JSON.parse(String(sent.body))).events;
    assert.equal(event.payload.buffer_capacity, 50_000);
    assert.equal(typeof event.payload.events_ingested, 'number');
  });

  it('refuse requests from a page of another origin, and invalid ones', async () => {
    await start();
    const foreign = { 'Sec-Fetch-Site': 'cross-site' };
    for (const path of ['uplinks/u/command', 'uplinks/u/quarantine/discard', 'spools/x/discard', 'watch']) {
      assert.equal((await postToAdmin(`/wireband/${path}`, {}, foreign)).status, 403, path);
    }
    for (const [path, body] of [
      ['uplinks/u/command', { command: 'rm' }],
      ['uplinks/u/quarantine/retry', { ids: 'all' }],
    ] as const) {
      assert.equal((await postToAdmin(`/wireband/${path}`, body)).status, 400, path);
    }
    assert.equal((await askAdmin('/wireband/uplinks/u/history?span=1y')).status, 400);
    assert.equal((await askAdmin('/wireband/metrics')).status, 404, 'off by default');
    assert.equal((await askAdmin('/wireband/health')).status, 404);
  });
});

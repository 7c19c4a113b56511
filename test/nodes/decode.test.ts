import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { NodeAPI } from 'node-red';
import { encodeFrame } from '../../src/frame';
import {
  type FlowNode,
  gets,
  got,
  loggedErrors,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';
import { sleep } from '../harness/until';

const OUT: FlowNode[] = [
  { id: 'events', type: 'helper', wires: [] },
  { id: 'replies', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

const eventOf = (topic: string, data: unknown, ts = 1_700_000_000.25): Record<string, unknown> => ({
  device_id: 'edge-1',
  topic,
  symbol: '0xfc60',
  frame: encodeFrame(0xfc60, topic, JSON.stringify(data)).toString('hex'),
  ts,
});
const batch = { device_id: 'edge-1', events: [eventOf('a/temp', 21.5), eventOf('b/temp', { v: 2 })] };
const expected = [
  {
    topic: 'a/temp',
    payload: 21.5,
    timestamp: 1_700_000_000_250,
    wireband: {
      symbol: 0xfc60,
      code: '0xfc60',
      name: 'SENSOR_TEMP',
      family: 'sensor',
      device: 'edge-1',
      batch: 'k1',
      id: 'k1:0',
    },
  },
  {
    topic: 'b/temp',
    payload: { v: 2 },
    timestamp: 1_700_000_000_250,
    wireband: {
      symbol: 0xfc60,
      code: '0xfc60',
      name: 'SENSOR_TEMP',
      family: 'sensor',
      device: 'edge-1',
      batch: 'k1',
      id: 'k1:1',
    },
  },
];
const req = { headers: { 'idempotency-key': 'k1' } };
const withoutId = ({ _msgid, ...message }: Record<string, unknown>): Record<string, unknown> => message;

describe('the decode node', () => {
  withNodeRed();

  const start = (config: object = {}): Promise<void> =>
    startFlow([{ id: 'n', type: 'wireband-decode', wires: [['events'], ['replies']], ...config }, ...OUT]);

  it('sends one message per event, and one response with the number accepted', async () => {
    await start();
    send('n', { _msgid: 'm1', payload: batch, req, mine: 7 });
    assert.deepEqual((await gets('events', 2)).map(withoutId), expected);
    assert.deepEqual(await gets('replies', 1), [
      { _msgid: 'm1', payload: { accepted: 2 }, statusCode: 200, req, mine: 7 },
    ]);
    await gets('completed', 1);
  });

  it('sends one message with an array if set to', async () => {
    await start({ output: 'array' });
    send('n', { payload: batch, req });
    const [message] = await gets('events', 1);
    assert.deepEqual(message?.payload, expected);
    assert.deepEqual((await gets('replies', 1))[0]?.payload, { accepted: 2 });
  });

  it('accepts a body in every form, also compressed, and a single frame', async () => {
    await start();
    const json = JSON.stringify(batch);
    const frame = encodeFrame(0xfc60, 'a/temp', '21.5');
    for (const payload of [
      json,
      Buffer.from(json),
      gzipSync(json),
      JSON.stringify(batch.events),
      batch.events,
    ]) {
      const before = got('events').length;
      send('n', { payload, req });
      assert.deepEqual((await gets('events', before + 2)).slice(before).map(withoutId), expected);
    }
    for (const payload of [frame, frame.toString('hex')]) {
      const before = got('events').length;
      send('n', { payload, req });
      const [message] = (await gets('events', before + 1)).slice(before);
      assert.deepEqual(
        [message?.topic, message?.payload, Object(message?.wireband).id],
        ['a/temp', 21.5, 'k1'],
      );
      assert.ok(!('timestamp' in Object(message)));
    }
  });

  it('gives the same events the same IDs if the request has no key', async () => {
    await start();
    send(
      'n',
      { payload: batch },
      { payload: JSON.stringify(batch), req: { headers: {} } },
      { payload: batch, req: null },
    );
    const ids = (await gets('events', 6)).map(({ wireband }) => Object(wireband).id);
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(ids.slice(0, 2), ids.slice(2, 4));
  });

  it('accepts a batch without events', async () => {
    await start();
    send('n', { payload: [] });
    assert.deepEqual((await gets('replies', 1))[0]?.payload, { accepted: 0 });
    assert.deepEqual(got('events'), []);
  });

  it('refuses an invalid body as a whole, with the reason and 400, or 413 if too large, and passes it to Catch nodes', async () => {
    await start();
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [{ device_id: 'x', events: [eventOf('a', 1), { ...eventOf('a', 1), ts: 'now' }] }, /Event 1: its ts/],
      [[{ ...eventOf('a', 1), frame: 'fc6' }], /odd number/],
      [[{ ...eventOf('a', 1), frame: 'zz' }], /not hex/],
      ['fc', /Frame too short/],
      ['hello', /odd number|no hex/],
      [gzipSync(Buffer.alloc(50_000_000)), /more than/],
      [Buffer.from([0x1f, 0x8b, 1, 2]), /gzip/],
      [undefined, /neither a batch/],
      [null, /neither a batch/],
      [5, /neither a batch/],
      ['['.repeat(100_000), /starts like JSON/],
      ['['.repeat(100_000) + ']'.repeat(100_000), /not an object/],
      [
        `[${JSON.stringify({ ...eventOf('a', 1), frame: encodeFrame(0xfc60, 'a', '{"__proto__":{"polluted":1}}').toString('hex') })}]`,
        /__proto__/,
      ],
    ];
    for (const [payload, reason] of bad) {
      const before = got('errors').length;
      send('n', { payload, req });
      const error = (await gets('errors', before + 1))[before];
      const reply = (await gets('replies', before + 1))[before];
      assert.match(String(Object(error?.error).message), reason);
      assert.deepEqual(error?.payload, payload, 'Catch gets the body that was refused');
      assert.equal(
        reply?.statusCode,
        /more than \d+ bytes/.test(String(Object(error?.error).message)) ? 413 : 400,
      );
      assert.match(String(Object(reply?.payload).error), reason);
    }
    assert.deepEqual([got('events').length, got('completed').length], [0, 0]);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('answers 413 if halves of the body could be accepted, and 400 if an event is at fault', async () => {
    await start();
    const lists = (count: number, length: number): object[] =>
      Array.from({ length: count }, () => ({ topic: 'a', payload: Array(length).fill(1) }));
    const columnar = { columnar: 1, device_id: 'd', count: 10_001, strings: [], tables: [], series: [] };
    send('n', { payload: JSON.stringify(lists(6, 49_000)) }, { payload: lists(6, 49_000) });
    send('n', { payload: columnar }, { payload: lists(1, 50_000) }, { payload: lists(3, 49_000) });
    const replies = await gets('replies', 5);
    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [413, 413, 413, 400, 200],
    );
  });

  it('shows in its status that it refuses bodies, for as long as it does', async () => {
    await start();
    const refused = { fill: 'yellow', shape: 'ring', text: 'wireband-decode.status.refused' };
    send('n', { payload: 'zz' }, { payload: [] }, { payload: 'zz' });
    await gets('replies', 3);
    // Nothing comes: no status is delayed for longer than this, so no different one follows.
    await sleep(700);
    await until(() => statuses('n').at(-1)?.text === refused.text, 'a status for the last body');
    assert.deepEqual(statuses('n').at(-1), refused);
    send('n', { payload: [] });
    await until(() => statuses('n').at(-1)?.text === undefined);
  });

  it('enforces limits given as text or environment variables', async () => {
    process.env.WIREBAND_TEST_LIMIT = '2';
    await start({ batchLimit: `\${WIREBAND_TEST_LIMIT}`, maxBytes: '2000' });
    delete process.env.WIREBAND_TEST_LIMIT;
    send('n', { payload: batch }, { payload: [...batch.events, eventOf('c', 1)] });
    send(
      'n',
      { payload: JSON.stringify(batch).padEnd(2001) },
      { payload: gzipSync(JSON.stringify(batch).padEnd(2001)) },
    );
    const replies = await gets('replies', 4);
    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [200, 413, 413, 413],
    );
    assert.match(JSON.stringify(replies[1]?.payload), /more than 2 events/);
    assert.match(JSON.stringify(replies[3]?.payload), /more than 2000 bytes/);
  });

  for (const [what, config, reason] of [
    ['a limit that is not a number', { batchLimit: 'many' }, /batchLimit: "many"/],
    ['a limit of 0 bytes', { maxBytes: 0 }, /maxBytes: 0/],
    ['an unknown output', { output: 'some' }, /output: "some"/],
  ] as const) {
    it(`with ${what} is red, says why once, and refuses each message`, async () => {
      await start(config);
      assert.deepEqual(statuses('n'), [
        { fill: 'red', shape: 'ring', text: 'wireband-decode.status.bad-setting' },
      ]);
      assert.equal(loggedErrors('n').length, 1);
      send('n', { payload: batch });
      assert.match(String(Object((await gets('errors', 1))[0]?.error).message), reason);
      assert.deepEqual([got('events').length, got('replies').length], [0, 0]);
    });
  }
});

describe('the decode node behind http in', () => {
  withNodeRed();

  it('answers a request through http response: 200, or 400 with the reason', async () => {
    let app: RequestListener = () => undefined;
    await startFlow(
      [
        { id: 'in', type: 'http in', url: '/ingest', method: 'post', wires: [['n']] },
        { id: 'n', type: 'wireband-decode', wires: [['events'], ['response']] },
        { id: 'response', type: 'http response', statusCode: '', wires: [] },
        ...OUT,
      ],
      {},
      [
        (RED: NodeAPI) => {
          app = RED.httpNode;
        },
      ],
    );
    const server = createServer((request, response) => app(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const post = async (
      body: string | Uint8Array<ArrayBuffer>,
      headers: Record<string, string>,
    ): Promise<[number, unknown]> => {
      const response = await fetch(`http://127.0.0.1:${address.port}/ingest`, {
        method: 'POST',
        body,
        headers,
      });
      const answer: unknown = await response.json();
      return [response.status, answer];
    };
    const json = { 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' };
    try {
      const body = JSON.stringify(batch);
      assert.deepEqual(await post(body, json), [200, { accepted: 2 }]);
      assert.deepEqual(await post(Uint8Array.from(gzipSync(body)), { ...json, 'Content-Encoding': 'gzip' }), [
        200,
        { accepted: 2 },
      ]);
      assert.deepEqual(got('events').map(withoutId), [...expected, ...expected]);
      const [status, answer] = await post('{"events":[{}]}', json);
      assert.equal(status, 400);
      assert.match(JSON.stringify(answer), /Event 0: its frame is not hex text/);
      assert.equal((await gets('errors', 1)).length, 1);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  got,
  loggedWarnings,
  send,
  startFlow,
  stopFlows,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';

describe('a reading that waits while the gateway is renamed', () => {
  withUserDir();
  withNodeRed();

  let backend: HttpBackend;
  let node = '';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    backend.reply = () => 503;
    node = `renamed-${++count}`;
    process.env.HOSTNAME = 'container-1';
  });
  const { HOSTNAME } = process.env;
  afterEach(async () => {
    await backend.stop();
    if (HOSTNAME === undefined) delete process.env.HOSTNAME;
    else process.env.HOSTNAME = HOSTNAME;
  });

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: backend.url, deviceId: '{hostname}', compression: 'none' },
    {
      id: node,
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.05,
      minFreeBytes: 0,
      wires: [[], []],
      ...config,
    },
    { id: 'done', type: 'complete', scope: [node], wires: [['completed']] },
    { id: 'completed', type: 'helper', wires: [] },
  ];
  const readings = (...payloads: number[]) => payloads.map((payload) => ({ topic: 't', payload }));
  /** What arrived: device and payload of each event, once per key. */
  const arrived = (): string[] => {
    const batches = new Map(
      backend.requests.map(({ headers, body }) => [headers['idempotency-key'], JSON.parse(String(body))]),
    );
    return [...batches.values()].flatMap(({ device_id, events }) =>
      events.map(({ frame }: { frame: string }) => `${device_id} ${Buffer.from(frame, 'hex').subarray(2)}`),
    );
  };

  for (const storage of ['disk', 'memory'] as const) {
    for (const how of ['a deploy', 'a restart'] as const) {
      it(`is delivered under the name of the device that received it (${storage}, ${how})`, async () => {
        await startFlow(flow({ storage }));
        send(node, ...readings(1, 2, 3));
        await until(() => got('completed').length === 3 && backend.requests.length > 0);
        process.env.HOSTNAME = 'container-2';
        if (how === 'a deploy') await deploy(flow({ storage, name: 'renamed' }));
        else {
          await stopFlows();
          await startFlow(flow({ storage }));
        }
        send(node, ...readings(4));
        backend.reply = () => 200;
        await until(() => arrived().length === 4);
        assert.deepEqual(arrived(), [
          'container-1 {"t":"t","d":1}',
          'container-1 {"t":"t","d":2}',
          'container-1 {"t":"t","d":3}',
          'container-2 {"t":"t","d":4}',
        ]);
        const bodies = new Map<unknown, Set<string>>();
        for (const { headers, body } of backend.requests) {
          const key = headers['idempotency-key'];
          bodies.set(key, (bodies.get(key) ?? new Set()).add(String(body)));
        }
        for (const each of bodies.values()) assert.equal(each.size, 1, 'one key has one body');
        if (storage === 'disk') {
          assert.match(
            loggedWarnings(node).join('\n'),
            /belonged to device "container-1" and now belongs to "container-2": 3 events/,
          );
        }
      });
    }
  }
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  got,
  loggedErrors,
  loggedWarnings,
  type Message,
  send,
  startFlow,
  stopFlows,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';

describe('the reports of an uplink node', () => {
  const userDir = withUserDir();
  withNodeRed();

  let backend: HttpBackend;
  let node = '';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    node = `reporting-${++count}`;
  });
  afterEach(() => backend.stop());

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: backend.url, deviceId: 'pump-7' },
    {
      id: node,
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.05,
      minFreeBytes: 0,
      wires: [['reports'], ['aside']],
      ...config,
    },
    { id: 'reports', type: 'helper', wires: [] },
    { id: 'aside', type: 'helper', wires: [] },
    { id: 'done', type: 'complete', scope: [node], wires: [['completed']] },
    { id: 'completed', type: 'helper', wires: [] },
  ];
  const messages = (number: number): Message[] =>
    Array.from({ length: number }, (_, i) => ({ topic: 't', payload: i }));
  const drops = (): [number, boolean][] =>
    got('reports')
      .filter(({ event }) => event === 'dropped')
      .map(({ payload }): [number, boolean] => [
        Number(Object(payload).events),
        Object(payload).recovered === true,
      ]);
  const dropped = () => drops().reduce((sum, [events]) => sum + events, 0);
  const payloads = (list: readonly Message[]) =>
    list.map(({ payload }) => Number(payload)).sort((a, b) => a - b);

  for (const type of ['full', 'flows', 'nodes'] as const) {
    it(`include the events dropped just before a deploy (${type})`, async () => {
      backend.reply = () => 503;
      await startFlow(flow({ bufferSize: 10 }));
      send(node, ...messages(60));
      await until(() => got('completed').length === 60);
      await deploy(flow({ bufferSize: 10, name: 'renamed' }), type);
      await until(() => dropped() === 50, 'a report of each drop');
      assert.deepEqual(drops(), [[50, true]]);
    });

    it(`include the events quarantined while the node closed for a deploy (${type})`, async () => {
      // Others get through, so the rejected events themselves are to blame.
      backend.reply = (request) => (request.events().some(({ topic }) => topic === 't') ? 422 : 200);
      await startFlow(flow({ flushInterval: 60, flushBatch: 1000 }));
      for (const message of messages(30)) send(node, message, { topic: 'good', payload: 0 });
      await until(() => got('completed').length === 60);
      await deploy(flow({ flushInterval: 0.05, flushBatch: 1000 }), type);
      await until(() => got('aside').length >= 30, 'each quarantined event on output 2');
      assert.deepEqual(payloads(got('aside')), payloads(messages(30)), 'once each');
    });
  }

  it('are sent after Node-RED is stopped and started', async () => {
    backend.reply = () => 503;
    await startFlow(flow({ bufferSize: 10 }));
    send(node, ...messages(60));
    await until(() => got('completed').length === 60);
    await stopFlows();
    await startFlow(flow({ bufferSize: 10 }));
    await until(() => dropped() === 50, 'a report of each drop');
    assert.deepEqual(drops(), [[50, true]]);
  });

  const NOT_REPORTED = /Not reported before closing: 50 events dropped \(overflow\)/;

  it('are also logged if they are in memory, where a successor may not find them', async () => {
    backend.reply = () => 503;
    await startFlow(flow({ bufferSize: 10, storage: 'memory' }));
    send(node, ...messages(60));
    await until(() => got('completed').length === 60);
    await deploy(flow({ bufferSize: 10, storage: 'memory', name: 'renamed' }));
    assert.match(loggedWarnings(node).join('\n'), NOT_REPORTED);
    await until(() => dropped() === 50, 'a report of each drop');
    assert.deepEqual(drops(), [[50, true]]);
  });

  it('are logged when the node is deleted, as it has no successor', async () => {
    backend.reply = () => 503;
    await startFlow(flow({ bufferSize: 10 }));
    send(node, ...messages(60));
    await until(() => got('completed').length === 60);
    await deploy(flow().filter(({ id }) => id !== node && id !== 'done'));
    assert.match(loggedWarnings(node).join('\n'), NOT_REPORTED);
  });

  it('say how many events are in memory only when the node closes while the disk is unusable', async () => {
    backend.reply = () => 503;
    mkdirSync(join(userDir(), 'wireband', 'spool'), { recursive: true });
    const place = join(userDir(), 'wireband', 'spool', node);
    writeFileSync(place, 'a file where the directory should be');
    await startFlow(flow());
    send(node, ...messages(7));
    await until(() => got('completed').length === 7);
    await deploy(flow({ name: 'renamed' }));
    assert.match(
      loggedErrors(node).join('\n'),
      /Closed with 7 events in memory only, because they cannot be written \(.*EEXIST.*\)\. They are lost if Node-RED stops now/,
    );
  });

  it('leave out events that could be written after all on closing', async () => {
    backend.reply = () => 503;
    mkdirSync(join(userDir(), 'wireband', 'spool'), { recursive: true });
    const place = join(userDir(), 'wireband', 'spool', node);
    writeFileSync(place, '');
    await startFlow(flow());
    send(node, ...messages(7));
    await until(() => got('completed').length === 7);
    rmSync(place);
    await deploy(flow({ name: 'renamed' }));
    assert.doesNotMatch(loggedErrors(node).join('\n'), /Closed with/);
    assert.equal(existsSync(place), true);
  });
});

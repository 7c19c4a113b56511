import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { answers } from '../harness/backend/misbehaviours';
import { Gateway } from '../harness/gateway/gateway';
import { until } from '../harness/until';

const EVENTS = 60;
const CAPACITY = 10;

describe('pending reports of an uplink when Node-RED stops', () => {
  let userDir: string;
  let backend: BackendServer;
  let gateway: Gateway | undefined;
  before(async () => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
    backend = await BackendServer.start();
    backend.behave(answers(503));
  });
  after(async () => {
    await gateway?.stop();
    await backend.close();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const at = { z: 'tab', x: 0, y: 0 };
  const flow = (id: string) => [
    { id: 'tab', type: 'tab', label: 'test' },
    { id: 'backend', type: 'wireband-backend', url: backend.url },
    { ...at, id: 'in', type: 'http in', url: '/feed', method: 'post', wires: [['split']] },
    { ...at, id: 'split', type: 'split', wires: [[id]] },
    {
      ...{ ...at, id, type: 'wireband-uplink', backend: 'backend' },
      ...{ bufferSize: CAPACITY, maxRetries: 0, minFreeBytes: 0 },
      wires: [['report'], []],
    },
    {
      ...{ ...at, id: 'report', type: 'function', wires: [[]] },
      func: "if (msg.event === 'dropped') node.warn('REPORT ' + JSON.stringify(msg.payload));",
    },
    { ...at, id: 'complete', type: 'complete', scope: [id], wires: [['count']] },
    {
      ...{ ...at, id: 'count', type: 'function', wires: [['answer']] },
      func: `context.set('n', (context.get('n') ?? 0) + 1); if (context.get('n') === ${EVENTS}) return msg;`,
    },
    { ...at, id: 'answer', type: 'http response', wires: [] },
  ];
  const reportsIn = (output: string) =>
    [...output.matchAll(/REPORT (\{.*\})/g)].map(([, json = '']): { events: number; recovered?: true } =>
      JSON.parse(json),
    );

  it('are sent once, by its successor, after SIGTERM; and an orphaned spool is reported', async function () {
    gateway = await Gateway.start(this, { userDir });
    await gateway.red.deploy(flow('uplink'));
    const { url } = gateway.red;
    // The answer to a deploy may come before the flows have started.
    const fed = await until('the feed responds', async () => {
      const response = await fetch(`${url}/feed`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(Array.from({ length: EVENTS }, (_, i) => i)),
      });
      return response.status !== 404 && response;
    });
    assert.equal(fed.status, 200, 'every event is stored or dropped');
    await gateway.stop();
    const before = reportsIn(gateway.red.output());

    gateway = await Gateway.start(this, { userDir });
    await gateway.red.waitForOutput(/REPORT/);
    const after = reportsIn(gateway.red.output());
    const reports = [...before, ...after];
    assert.equal(
      reports.reduce((sum, { events }) => sum + events, 0),
      EVENTS - CAPACITY,
      JSON.stringify(reports),
    );
    assert.ok(after.every(({ recovered }) => recovered));

    await gateway.red.deploy(flow('imported'));
    await gateway.stop();
    gateway = await Gateway.start(this, { userDir });
    await gateway.red.waitForOutput(
      /spool\/uplink holds 10 undelivered events of a node that no flow contains/,
    );
  });
});

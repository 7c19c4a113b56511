import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  got,
  runtimeWarnings,
  send,
  startFlow,
  stopFlows,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';

describe('a spool whose node is no longer in any flow', () => {
  const userDir = withUserDir();
  withNodeRed();

  let backend: HttpBackend;
  beforeEach(async () => {
    backend = await startHttpBackend();
    backend.reply = () => 503;
  });
  afterEach(() => backend.stop());

  const flow = (id: string): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: backend.url },
    { id, type: 'wireband-uplink', backend: 'b', maxRetries: 0, minFreeBytes: 0, wires: [[], []] },
    { id: 'done', type: 'complete', scope: [id], wires: [['completed']] },
    { id: 'completed', type: 'helper', wires: [] },
  ];
  const orphans = () => runtimeWarnings().filter((text) => text.includes('that no flow contains'));
  const directory = (id: string) => join(userDir(), 'wireband', 'spool', id);
  const leave = async (id: string, events: number, others: readonly FlowNode[] = []): Promise<void> => {
    await startFlow([...flow(id), ...others]);
    send(id, ...Array.from({ length: events }, (_, payload) => ({ payload })));
    await until(() => got('completed').length === events);
    await deploy([]);
    await stopFlows();
  };

  it('is reported at startup, with its directory, its events and what to do', async () => {
    await leave('orphan-1', 5);
    await startFlow(flow('imported-1'));
    await until(() => orphans().length > 0, 'a warning');
    assert.deepEqual(orphans(), [
      `[wireband-uplink] ${directory('orphan-1')} holds 5 undelivered events of a node that no flow contains (deleted, or ` +
        `imported under another ID). "wireband-edge spool export ${directory('orphan-1')}" exports them, "wireband-edge ` +
        'spool discard" deletes them; a node with that ID delivers them.',
    ]);
    await deploy(flow('imported-2'));
    assert.equal(orphans().length, 1, 'once');
  });

  it('is reported even if the flows have no uplink', async () => {
    await leave('orphan-2', 2);
    await startFlow([]);
    await until(() => orphans().length > 0, 'a warning');
    assert.match(orphans()[0] ?? '', /orphan-2 holds 2 undelivered events/);
  });

  it('is not reported if its node is disabled or it is empty', async () => {
    const disabled: FlowNode = { id: 'disabled', type: 'wireband-uplink', d: true, wires: [[], []] };
    await leave('empty', 0);
    await leave('disabled', 2);
    // What one start finds may be reported after the next has begun, so this one knows of the disabled node, too.
    await leave('orphan-3', 1, [disabled]);
    await startFlow([...flow('other'), disabled]);
    await until(() => orphans().length > 0, 'a warning');
    assert.equal(orphans().length, 1);
    assert.match(orphans()[0] ?? '', /orphan-3/);
  });
});

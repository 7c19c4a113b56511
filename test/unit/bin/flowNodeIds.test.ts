import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowNodeIds } from '../../../bin/flowNodeIds';
import { isInFlows } from '../../../src/spool/inspect/isInFlows';

describe('the node IDs in the flows of a user directory', () => {
  let userDir: string;
  beforeEach(() => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-flows-'));
  });
  afterEach(() => rmSync(userDir, { recursive: true, force: true }));

  function write(name: string, content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(userDir, name), text);
  }

  const node = (id: string) => ({ id, type: 'wireband-uplink' });

  it('come from every flow file, whatever its name, and from projects', async () => {
    write('flows_pi.json', [node('a')]);
    write('gateway.json', [node('b'), node('c')]);
    mkdirSync(join(userDir, 'projects', 'plant'), { recursive: true });
    write(join('projects', 'plant', 'flow.json'), [node('d')]);
    assert.deepEqual([...((await flowNodeIds(userDir)) ?? [])].sort(), ['a', 'b', 'c', 'd']);
  });

  it('do not come from backups or other JSON files', async () => {
    write('flows.json', [node('a')]);
    write('.flows.json.backup', [node('old')]);
    write('.flows.json', [node('old')]);
    write('flows_cred.json', { $: 'x' });
    write('package.json', { id: 'x', type: 'module' });
    write('list.json', [{ id: 'x' }]);
    write('damaged.json', '[{"id":');
    write('empty.json', []);
    assert.deepEqual([...((await flowNodeIds(userDir)) ?? [])], ['a']);
  });

  it('are unknown if there are no flows', async () => {
    write('package.json', {});
    assert.equal(await flowNodeIds(userDir), undefined);
    assert.equal(await flowNodeIds(join(userDir, 'none')), undefined);
  });

  it('combine into the ID of a node within a subflow', () => {
    const ids = new Set(['instance', 'inner', 'outer']);
    assert.ok(isInFlows('inner', ids));
    assert.ok(isInFlows('instance-inner', ids));
    assert.ok(isInFlows('outer-instance-inner', ids));
    assert.ok(!isInFlows('instance-gone', ids));
    assert.ok(!isInFlows('gone', ids));
  });
});

import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import { StatusReporter } from '../../../../nodes/runtime/StatusReporter';
import { sleep } from '../../../harness/until';

describe('the status of a node', () => {
  it('is read at most twice a second, even if it stays the same, and shows a change', async () => {
    const shown: NodeStatus[] = [];
    const reporter = new StatusReporter({ status: (status) => shown.push(status) });
    let reads = 0;
    let text = 'online';
    const read = (): NodeStatus => {
      reads++;
      return { text };
    };
    for (let i = 0; i < 50; i++) {
      reporter.update(read);
      await sleep(10);
    }
    assert.ok(reads <= 3, `${reads} times`);
    text = 'offline';
    reporter.update(read);
    await sleep(600);
    reporter.close();
    assert.deepEqual(shown, [{ text: 'online' }, { text: 'offline' }, {}]);
  });
});

import assert from 'node:assert/strict';
import { limitedSync } from '../../../../src/spool/files/syncLimit';
import { settled } from '../../../harness/clock/FakeClock';

describe('syncs of a process', () => {
  it('run at most two at a time, and start in the order of the requests, even after one fails', async () => {
    const ends: ((error?: Error) => void)[] = [];
    const begun: number[] = [];
    const results = [0, 1, 2, 3, 4].map((number) =>
      limitedSync(
        () =>
          new Promise((resolve, reject) => {
            begun.push(number);
            ends.push((error) => (error ? reject(error) : resolve()));
          }),
      ).then(
        () => 'done',
        () => 'failed',
      ),
    );
    await settled();
    assert.deepEqual(begun, [0, 1]);
    ends[0]?.(new Error('EIO'));
    await settled();
    assert.deepEqual(begun, [0, 1, 2]);
    ends[1]?.();
    ends[2]?.();
    await settled();
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    ends[3]?.();
    ends[4]?.();
    assert.deepEqual(await Promise.all(results), ['failed', 'done', 'done', 'done', 'done']);
  });
});

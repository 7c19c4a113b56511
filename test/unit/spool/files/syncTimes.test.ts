import assert from 'node:assert/strict';
import { SyncTimes } from '../../../../src/spool/files/SyncTimes';

describe('the times of the last syncs', () => {
  it('have no percentile before the first one', () => {
    assert.equal(new SyncTimes().p99, null);
  });

  it('have the 99th percentile of the last thousand, in order of size', () => {
    const times = new SyncTimes();
    for (const ms of [100, 9, 20]) times.add(ms);
    assert.equal(times.p99, 100);
    for (let i = 0; i < 5000; i++) times.add(i % 1000);
    assert.equal(times.p99, 990);
  });
});

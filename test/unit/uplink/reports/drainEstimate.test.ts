import assert from 'node:assert/strict';
import { DrainEstimate } from '../../../../src/uplink';

/** Notes one depth per second. */
function noting(...depths: readonly number[]): DrainEstimate {
  const estimate = new DrainEstimate();
  for (const [second, depth] of depths.entries()) estimate.note(depth, second * 1000);
  return estimate;
}

describe('the estimate of the drain time', () => {
  it('follows the rate at which the backlog shrinks', () => {
    assert.equal(noting(5000, 4800, 4600).remainingMs, 23_000);
  });

  it('is missing within the first two seconds and after the backlog is gone', () => {
    assert.equal(noting(5000, 4000).remainingMs, undefined);
    const estimate = noting(5000, 4000, 3000);
    estimate.reset();
    assert.equal(estimate.remainingMs, undefined);
  });

  it('is infinite while the backlog does not shrink', () => {
    assert.equal(noting(5000, 5000, 5100).remainingMs, Number.POSITIVE_INFINITY);
  });

  it('ignores values older than ten seconds', () => {
    const slow = Array.from({ length: 20 }, (_, i) => 10_000 - i);
    const fast = Array.from({ length: 11 }, (_, i) => 9980 - i * 100);
    assert.equal(noting(...slow, ...fast).remainingMs, 89_800);
  });
});

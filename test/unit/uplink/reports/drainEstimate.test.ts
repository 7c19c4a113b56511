import assert from 'node:assert/strict';
import { DrainEstimate } from '../../../../src/uplink';

/** Notes a depth a second. */
function noting(...depths: readonly number[]): DrainEstimate {
  const estimate = new DrainEstimate();
  for (const [second, depth] of depths.entries()) estimate.note(depth, second * 1000);
  return estimate;
}

describe('the estimate of how long draining takes', () => {
  it('goes by how fast the backlog shrank', () => {
    assert.equal(noting(5000, 4800, 4600).remainingMs, 23_000);
  });

  it('says nothing before two seconds are seen, and nothing once there was no backlog', () => {
    assert.equal(noting(5000, 4000).remainingMs, undefined);
    const estimate = noting(5000, 4000, 3000);
    estimate.reset();
    assert.equal(estimate.remainingMs, undefined);
  });

  it('is endless while the backlog does not shrink', () => {
    assert.equal(noting(5000, 5000, 5100).remainingMs, Number.POSITIVE_INFINITY);
  });

  it('forgets what was more than ten seconds ago', () => {
    const slow = Array.from({ length: 20 }, (_, i) => 10_000 - i);
    const fast = Array.from({ length: 11 }, (_, i) => 9980 - i * 100);
    assert.equal(noting(...slow, ...fast).remainingMs, 89_800);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retryDelayMs } from '../../../../src/uplink/delivery/retryDelay';
import { assertProperty } from '../../../harness/assertProperty';

describe('the delay before a retry', () => {
  const policy = { maxRetries: 3, backoffBaseMs: 2000, backoffMaxMs: 60_000 };

  it('is zero for the first maxRetries failures', () => {
    for (const failures of [1, 2, 3]) assert.equal(retryDelayMs(failures, policy, 0.999), 0);
    assert.equal(retryDelayMs(1, { ...policy, maxRetries: 0 }, 0.5), 1000);
  });

  it('then has a bound that doubles from the base to the maximum', () => {
    const bounds = [4, 5, 6, 7, 8, 9, 10, 1000, Number.MAX_SAFE_INTEGER].map((n) =>
      retryDelayMs(n, policy, 1),
    );
    assert.deepEqual(bounds, [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  it('is zero if the base is zero, however long the outage', () => {
    for (const failures of [4, 60, 5000])
      assert.equal(retryDelayMs(failures, { ...policy, backoffBaseMs: 0 }, 1), 0);
  });

  it('is a random part of the whole bound (full jitter)', () => {
    assertProperty(
      fc.property(
        fc.integer({ min: 4, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          assert.equal(retryDelayMs(failures, policy, random), random * retryDelayMs(failures, policy, 1));
        },
      ),
    );
    assert.equal(retryDelayMs(9, policy, 0), 0);
  });
});

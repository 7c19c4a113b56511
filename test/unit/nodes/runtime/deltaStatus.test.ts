import assert from 'node:assert/strict';
import { SuppressedShare } from '../../../../nodes/runtime/deltaStatus';
import { DeltaFilter } from '../../../../src/delta';

describe('the suppressed share in the status', () => {
  it('excludes messages forwarded later: corners of a line, values at the end of an interval', () => {
    for (const options of [{ mode: 'swinging-door' }, { mode: 'change', minInterval: 2 }] as const) {
      const filter = new DeltaFilter<number>({ ...options, threshold: 0.1 });
      const share = new SuppressedShare();
      let forwarded = 0;
      for (let second = 0; second < 100; second++) {
        const now = second * 1000;
        const { pass, earlier } = filter.check('t', second % 2, { now, ref: second });
        if (earlier) share.takeBack();
        share.count(!pass);
        forwarded += Number(earlier !== undefined) + Number(pass);
      }
      assert.equal(share.percent, 100 - forwarded);
      assert.ok(forwarded > 40, `${forwarded}`);
    }
  });

  it('is 0 before the first message and never negative, even if the first one is forwarded late', () => {
    const share = new SuppressedShare();
    assert.equal(share.percent, 0);
    share.takeBack();
    share.count(false);
    assert.equal(share.percent, 0);
    for (let i = 0; i < 2; i++) share.count(true);
    assert.equal(share.percent, 66);
  });
});

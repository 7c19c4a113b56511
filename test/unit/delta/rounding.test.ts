import assert from 'node:assert/strict';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';

/** Whether the second of two values passes. */
function passes(options: DeltaOptions, first: number, second: number): boolean {
  const filter = new DeltaFilter(options);
  filter.check('t', first);
  return filter.check('t', second).pass;
}

/** Visits pairs of values that are `steps` units of the last decimal apart. */
function pairs(decimals: number, steps: number, visit: (first: number, second: number) => void): void {
  const scale = 10 ** decimals;
  for (let i = -3000; i < 3000; i += 61) {
    visit(i / scale, (i + steps) / scale);
    visit((i + steps) / scale, i / scale);
  }
}

describe('a change of exactly the threshold', () => {
  for (const decimals of [1, 2, 3]) {
    it(`passes for values and thresholds with ${decimals} decimals, and one step less does not`, () => {
      for (const steps of [1, 2, 3, 7, 25]) {
        const threshold = steps / 10 ** decimals;
        const all: readonly DeltaOptions[] = [
          { mode: 'absolute', threshold },
          { mode: 'span', threshold: 0.1, span: Number((threshold * 10).toFixed(decimals)) },
          { mode: 'relative', threshold: 1e-9, floor: threshold },
        ];
        for (const options of all) {
          pairs(decimals, steps, (first, second) => {
            assert.ok(passes(options, first, second), `${first} → ${second}, ${threshold}`);
          });
          if (steps === 1) continue;
          pairs(decimals, steps - 1, (first, second) => {
            assert.ok(!passes(options, first, second), `${first} → ${second}, ${threshold}`);
          });
        }
      }
    });
  }

  it('passes as a fraction of the value', () => {
    for (const share of [0.01, 0.02, 0.05, 0.1, 0.3]) {
      for (let percent = 1; percent < 400; percent++) {
        const value = percent / 10;
        const changed = Number((value + value * share).toFixed(9));
        assert.ok(passes({ mode: 'relative', threshold: share }, value, changed), `${value} → ${changed}`);
      }
    }
  });

  it('passes for values that were 32-bit floats', () => {
    pairs(1, 1, (first, second) => {
      const [from, to] = [Math.fround(first), Math.fround(second)];
      assert.ok(passes({ mode: 'absolute', threshold: 0.1 }, from, to), `${from} → ${to}`);
    });
  });

  it('is not assumed for less: whole numbers and large values have no tolerance', () => {
    assert.ok(!passes({ mode: 'absolute', threshold: 2 }, 30_000_001, 30_000_002));
    assert.ok(!passes({ mode: 'absolute', threshold: 0.6 }, 1_000_000, 1_000_000.5));
    assert.ok(!passes({ mode: 'absolute', threshold: 1 }, 20, 20.99));
  });
});

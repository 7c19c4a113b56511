import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roundTicks } from '../../../../nodes/editor/plot/axisTicks';
import { distinctPixels, thinCurve } from '../../../../nodes/editor/plot/thinCurve';
import { assertProperty } from '../../../harness/assertProperty';

const curve = fc
  .array(
    fc.record({ dx: fc.double({ min: 0, max: 2, noNaN: true }), y: fc.integer({ min: -50, max: 50 }) }),
    {
      maxLength: 300,
    },
  )
  .map((steps) => {
    let x = 0;
    return { xs: steps.map(({ dx }) => (x += dx)), ys: steps.map(({ y }) => y) };
  });

describe('a curve drawn with fewer points', () => {
  it('keeps the minimum and maximum of each pixel column in order, and invents no points', () => {
    assertProperty(
      fc.property(curve, (line) => {
        const thin = thinCurve(line);
        const columns = (xs: readonly number[], ys: readonly number[]) => {
          const found = new Map<number, { low: number; high: number; count: number }>();
          for (const [i, x] of xs.entries()) {
            const at = found.get(Math.floor(x)) ?? { low: Infinity, high: -Infinity, count: 0 };
            const y = ys[i] ?? 0;
            found.set(Math.floor(x), {
              low: Math.min(at.low, y),
              high: Math.max(at.high, y),
              count: at.count + 1,
            });
          }
          return found;
        };
        const [before, after] = [columns(line.xs, line.ys), columns(thin.xs, thin.ys)];
        assert.deepEqual([...after.keys()], [...before.keys()]);
        for (const [column, { low, high, count }] of after) {
          assert.deepEqual([low, high], [before.get(column)?.low, before.get(column)?.high]);
          assert.ok(count <= 4);
        }
        const points = new Set(line.xs.map((x, i) => `${x} ${line.ys[i]}`));
        for (const [i, x] of thin.xs.entries()) assert.ok(points.has(`${x} ${thin.ys[i]}`));
        assert.deepEqual(
          [...thin.xs].sort((a, b) => a - b),
          thin.xs,
        );
      }),
    );
  });

  it('has no two dots on one pixel', () => {
    assert.deepEqual(distinctPixels({ xs: [1, 1.2, 1.8, 2.4], ys: [5, 5.3, 5, 9] }), {
      xs: [1, 1.8, 2.4],
      ys: [5, 5, 9],
    });
  });
});

describe('the marks of an axis', () => {
  it('are round, within the range, and about as many as requested', () => {
    assert.deepEqual(roundTicks(0, 10, 4), [0, 5, 10]);
    assert.deepEqual(roundTicks(-3, 3, 3), [-2, 0, 2]);
    assert.deepEqual(roundTicks(5, 5, 4), [5]);
    const range = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    );
    assertProperty(
      fc.property(range, ([low, span]) => {
        const ticks = roundTicks(low, low + span, 4);
        assert.ok(ticks.length <= 6, ticks.join());
        const slack = span * 1e-6;
        assert.ok(ticks.every((tick) => tick >= low - slack && tick <= low + span + slack));
      }),
    );
  });
});

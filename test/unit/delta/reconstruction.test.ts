import assert from 'node:assert/strict';
import fc from 'fast-check';
import { measureFidelity, type Point, reconstruct } from '../../../src/delta/reconstruction';
import { assertProperty } from '../../harness/assertProperty';

const points = (...pairs: readonly (readonly [time: number, value: number])[]): Point[] =>
  pairs.map(([time, value]) => ({ time, value }));

const signal = points([0, 10], [10, 12], [20, 11], [40, 15]);

describe('the value of a receiver between forwarded points', () => {
  it('is the last point if the receiver holds values', () => {
    const held = reconstruct('hold', points([0, 1], [10, 5]), [0, 9, 10, 11, 99]);
    assert.deepEqual(held, [1, 1, 5, 5, 5]);
  });

  it('lies on the straight line between two points, and stays at the last one', () => {
    const drawn = reconstruct('line', points([0, 1], [10, 5], [20, 5]), [0, 2.5, 10, 15, 99]);
    assert.deepEqual(drawn, [1, 2, 5, 5, 5]);
  });

  it('is unknown before the first point', () => {
    assert.deepEqual(reconstruct('hold', points([5, 1]), [4, 5]), [Number.NaN, 1]);
    assert.deepEqual(reconstruct('line', points([5, 1]), [4, 5]), [Number.NaN, 1]);
    assert.deepEqual(reconstruct('hold', [], [4]), [Number.NaN]);
  });

  it('follows the times of the points, not the order in which they arrived', () => {
    assert.deepEqual(reconstruct('line', points([10, 5], [0, 1], [20, 9]), [5, 15]), [3, 7]);
  });

  it('is the point that arrived last if two have the same time', () => {
    assert.deepEqual(reconstruct('hold', points([0, 1], [0, 2]), [0, 1]), [2, 2]);
    assert.deepEqual(reconstruct('line', points([0, 1], [10, 3], [10, 7], [20, 9]), [5, 10, 15]), [2, 7, 8]);
  });

  it('has no line to or from a value that is not finite', () => {
    const broken = points([0, 1], [10, Number.NaN], [20, 3], [30, Number.POSITIVE_INFINITY]);
    assert.deepEqual(reconstruct('line', broken, [5, 15, 25, 35]), [
      1,
      Number.NaN,
      3,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe('the fidelity of a receiver', () => {
  it('has no error when everything was forwarded', () => {
    assertProperty(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.double()), { minLength: 1 }), (steps) => {
        let time = 0;
        const samples = steps.map(([step, value]) => {
          time += step + 1;
          return { time, value };
        });
        for (const rule of ['hold', 'line'] as const) {
          const { maxError, meanError, bias, suppression } = measureFidelity(rule, samples, samples);
          assert.deepEqual([maxError, meanError, bias, suppression], [0, 0, 0, 0]);
        }
      }),
    );
  });

  it('weights each sample in the bias by the time until the next one', () => {
    const { bias, maxError, meanError, suppression } = measureFidelity('hold', signal, points([0, 10]));
    assert.equal(bias, (-2 * 10 - 1 * 20) / 40);
    assert.equal(maxError, 5);
    assert.equal(meanError, (2 + 1 + 5) / 4);
    assert.equal(suppression, 0.75);
  });

  it('is measured in thresholds, which may depend on the held value', () => {
    const inTenths = measureFidelity('hold', signal, points([0, 10], [40, 15]), (held) => 0.1 * held);
    assert.equal(inTenths.maxError, 2);
  });

  it('has no error without a threshold if nothing is off, and an infinite one otherwise', () => {
    const zeros = points([0, 0], [10, 0], [20, 1]);
    assert.equal(measureFidelity('hold', zeros.slice(0, 2), points([0, 0]), () => 0).maxError, 0);
    assert.equal(measureFidelity('hold', zeros, points([0, 0]), () => 0).maxError, Number.POSITIVE_INFINITY);
  });

  it('has an infinite error if only the receiver or only the signal has a number', () => {
    const lost = points([0, 1], [10, Number.NaN]);
    assert.equal(measureFidelity('hold', lost, points([0, 1])).maxError, Number.POSITIVE_INFINITY);
    assert.equal(measureFidelity('hold', lost, points([10, Number.NaN])).maxError, Number.POSITIVE_INFINITY);
    assert.equal(measureFidelity('hold', lost, lost).maxError, 0);
  });

  it('has a negative suppression if more was sent than measured', () => {
    assert.equal(measureFidelity('hold', points([0, 1]), points([0, 1], [0, 1])).suppression, -1);
  });

  it('is perfect for an empty signal', () => {
    assert.deepEqual(measureFidelity('line', [], []), {
      samples: 0,
      forwarded: 0,
      suppression: 0,
      maxError: 0,
      meanError: 0,
      bias: 0,
    });
  });
});

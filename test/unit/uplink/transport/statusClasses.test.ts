import assert from 'node:assert/strict';
import { type StatusClass, statusClass } from '../../../../src/uplink/transport/statusClasses';

/** Every status from 100 to 599, in the words of promise 3 of the uplink. */
const TABLE: readonly (readonly [StatusClass, readonly (number | readonly [from: number, to: number])[]])[] =
  [
    ['delivered', [[200, 205]]],
    ['retry', [[100, 199], 408, 425, 429, 500, [502, 504], [506, 509], [512, 599]]],
    [
      'refused',
      [
        [206, 299],
        [300, 399],
        [401, 407],
        [410, 411],
        414,
        417,
        419,
        421,
        [423, 424],
        [426, 428],
        [430, 431],
        440,
        444,
        [449, 451],
        [460, 464],
        [494, 499],
        501,
        505,
        [510, 511],
      ],
    ],
    ['too-large', [413]],
    ['encoding', [415]],
    [
      'rejected',
      [400, 409, 412, 416, 418, 420, 422, [432, 439], [441, 443], [445, 448], [452, 459], [465, 493]],
    ],
  ];

describe('the class of a status', () => {
  const seen: number[] = [];
  for (const [meaning, ranges] of TABLE) {
    it(`is ${meaning} for ${ranges.map((range) => [range].flat().join('–')).join(', ')}`, () => {
      for (const range of ranges) {
        const [from, to] = typeof range === 'number' ? [range, range] : range;
        for (let status = from; status <= to; status++) {
          assert.equal(statusClass(status), meaning, String(status));
          seen.push(status);
        }
      }
    });
  }

  it('is tested once for every status from 100 to 599', () => {
    assert.equal(seen.length, 500);
    assert.equal(new Set(seen).size, 500);
  });

  it('is retry for a status unknown to HTTP', () => {
    for (const status of [0, 99, 600, 999, Number.NaN]) assert.equal(statusClass(status), 'retry');
  });
});

import assert from 'node:assert/strict';
import { durationText } from '../../../../src/uplink';

describe('a duration as text', () => {
  for (const [ms, text, exact] of [
    [0, '0 s', '0 s'],
    [340, '0 s', '0.3 s'],
    [9949, '10 s', '9.9 s'],
    [9951, '10 s', '10 s'],
    [12_400, '12 s', '12 s'],
    [59_600, '1 min', '1 min'],
    [250_000, '4 min 10 s', '4 min 10 s'],
    [3_600_000, '1 h', '1 h'],
    [11_100_000, '3 h 5 min', '3 h 5 min'],
    [90_000_000, '1 d 1 h', '1 d 1 h'],
  ] as const) {
    it(`is ${text} for ${ms} ms, exactly ${exact}`, () => {
      assert.deepEqual([durationText(ms), durationText(ms, true)], [text, exact]);
    });
  }
});

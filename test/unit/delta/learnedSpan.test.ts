import assert from 'node:assert/strict';
import { DeltaFilter } from '../../../src/delta';
import { SeededRandom } from '../../harness/seededRandom';

/** How many of these values pass, not counting those before `from`. */
function passed(values: readonly number[], from: number): number {
  const filter = new DeltaFilter({ mode: 'span', threshold: 0.02 });
  return values.filter((value, i) => filter.check('t', value).pass && i >= from).length;
}

/** A wave between 20 and 30. */
const wave = (i: number): number => 25 + 5 * Math.sin(i / 50);

describe('a learned span', () => {
  const tame = Array.from({ length: 4000 }, (_, i) => wave(i));
  const usual = passed(tame, 1000);

  for (const at of [0, 1, 5, 63, 500]) {
    it(`is not distorted forever by one wild value as reading ${at + 1}`, () => {
      const wild = tame.map((value, i) => (i === at ? 65_535 : value));
      const told = passed(wild, 1000);
      assert.ok(told > usual / 3 && told < 2 * usual, `${told}, without it ${usual}`);
    });
  }

  it('does not grow forever with a counter: the steps that pass stay bounded', () => {
    const counter = Array.from({ length: 60_000 }, (_, i) => i);
    const filter = new DeltaFilter({ mode: 'span', threshold: 0.02 });
    const told = counter.filter((value) => filter.check('t', value).pass);
    const steps = told.slice(1).map((value, i) => value - (told[i] ?? 0));
    assert.ok(Math.max(...steps) <= 0.02 * 16_384, `${Math.max(...steps)}`);
  });

  it('follows a signal whose range grows', () => {
    const random = new SeededRandom(2);
    const values = Array.from({ length: 3000 }, (_, i) => random.between(0, i < 300 ? 1 : 100));
    const filter = new DeltaFilter({ mode: 'span', threshold: 0.5 });
    const late = values.filter((value, i) => filter.check('t', value).pass && i > 1000).length;
    // With the span of the first 300 values every one of them would pass.
    assert.ok(late < 1200, `${late}`);
  });
});

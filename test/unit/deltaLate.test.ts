import assert from 'node:assert/strict';
import { DeltaFilter, type DeltaOptions } from '../../src/delta';
import { START, story } from '../harness/deltaStory';

const absolute: DeltaOptions = { mode: 'absolute', threshold: 1 };

describe('a sample that comes late', () => {
  it('passes as late, and is no reference for what follows', () => {
    for (const mode of ['absolute', 'swinging-door'] as const) {
      const told = story({ mode, threshold: 1 }, [
        [10, 20, 10],
        [11, 50, 5],
        [12, 20, 12],
        [13, 50, 4],
        [14, 20.5, 14],
      ]);
      assert.deepEqual(told, ['10:20 first', '11:50 late', '13:50 late']);
    }
  });

  it('that is an alarm passes as an alarm', () => {
    const filter = new DeltaFilter(absolute);
    filter.check('t', 1, { now: START, time: START });
    const alarm = { now: START, time: START - 1, wireband: { code: '0xfc6d' } };
    assert.deepEqual(filter.check('t', 1, alarm), { pass: true, reason: 'alarm', suppressed: 0 });
  });

  it('does not count as one that has the same time', () => {
    assert.deepEqual(
      story(absolute, [
        [0, 20, 0],
        [1, 20, 0],
        [2, 25, 0],
      ]),
      ['0:20 first', '2:25 value'],
    );
  });

  it('with a time more than a day ahead counts by its arrival, so that one wrong clock does not make all others late', () => {
    const told = story(absolute, [
      [0, 20, 0],
      [10, 20, 1_000_000],
      [20, 20, 20],
      [30, 20, 30],
    ]);
    assert.deepEqual(told, ['0:20 first']);
  });
});

describe('a clock that is set back', () => {
  it('begins a series anew where arrival is the time that counts', () => {
    const told = story({ ...absolute, maxSilence: 60 }, [
      [1000, 20],
      [1001, 20],
      [0, 20],
      [1, 20],
    ]);
    assert.deepEqual(told, ['1000:20 first', '0:20 clock']);
  });

  it('lets the line that was begun end where it was, also when the value is back where it started', () => {
    const told = story({ mode: 'swinging-door', threshold: 0.5 }, [
      [100, 0],
      [101, 10],
      [102, 20],
      [50, 0],
    ]);
    assert.deepEqual(told, ['100:0 first', '102:20 previous', '50:0 clock']);
  });

  it('does not prolong minInterval', () => {
    const filter = new DeltaFilter<number>({ ...absolute, minInterval: 10 });
    filter.check('t', 1, { now: START });
    filter.check('t', 5, { now: START + 1000, ref: 5 });
    assert.deepEqual(filter.due(START - 3_600_000), []);
    assert.equal(filter.due(START - 3_600_000 + 9000).length, 1);
  });

  it('matters to nobody where no time counts', () => {
    assert.deepEqual(
      story(absolute, [
        [1000, 20],
        [0, 20],
        [1000, 20],
      ]),
      ['1000:20 first'],
    );
  });
});

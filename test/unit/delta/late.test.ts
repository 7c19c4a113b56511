import assert from 'node:assert/strict';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { START, story } from '../../harness/delta/deltaStory';

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

  it('is known as such where a payload of another form, of which no lines are drawn, came before it', () => {
    const told = story({ mode: 'swinging-door', threshold: 1 }, [
      [0, 20, 0],
      [10, 20, 10],
      [20, 'broken', 20],
      [21, 20, 15],
      [22, 'broken', 22],
      [30, 20, 30],
      [31, 'broken', 25],
    ]);
    assert.deepEqual(told, [
      '0:20 first',
      '10:20 previous',
      '20:broken type',
      '21:20 late',
      '30:20 type',
      '31:broken late',
    ]);
  });

  it('is known as such after a deploy in which a series stopped drawing lines', () => {
    for (const isHeld of [true, false]) {
      const before = new DeltaFilter({ mode: 'swinging-door', threshold: 1 });
      before.check('t', 20, { now: START, time: START });
      if (isHeld) before.check('t', 20, { now: START + 9000, time: START + 9000 });
      const after = new DeltaFilter(absolute);
      after.restore(before.takeState(), START + 10_000);
      const time = isHeld ? START + 5000 : START - 5000;
      const verdict = after.check('t', 50, { now: START + 11_000, time });
      assert.equal(verdict.pass && verdict.reason, 'late');
    }
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

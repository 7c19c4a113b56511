import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import type { Point } from '../../../src/delta/reconstruction';
import { assertProperty } from '../../harness/assertProperty';
import { START, story } from '../../harness/delta/deltaStory';
import { runs } from '../../harness/effort';

const absolute: DeltaOptions = { mode: 'absolute', threshold: 1 };

describe('a late sample', () => {
  it('passes as late, and is not a reference for later samples', () => {
    const options: readonly DeltaOptions[] = [
      { mode: 'absolute', threshold: 1, maxSilence: 1000 },
      { mode: 'swinging-door', threshold: 1 },
    ];
    for (const each of options) {
      const told = story(each, [
        [10, 20, 10],
        [11, 50, 5],
        [12, 20, 12],
        [13, 50, 4],
        [14, 20.5, 14],
      ]);
      assert.deepEqual(told, ['10:20 first', '11:50 late', '13:50 late']);
    }
  });

  it('that is newer than the value at the receiver lets the next sample in order pass as a correction', () => {
    const options: readonly DeltaOptions[] = [
      absolute,
      { ...absolute, persist: true },
      { ...absolute, maxSilence: 1000 },
      { ...absolute, minInterval: 1 },
    ];
    for (const each of options) {
      const told = story(each, [
        [0, 10, 0],
        [10, 10.5, 10],
        [11, 15, 5],
        [20, 10.5, 20],
        [30, 10.5, 30],
      ]);
      assert.deepEqual(told, ['0:10 first', '11:15 late', '20:10.5 corrected']);
    }
  });

  it('that is older than the value at the receiver changes nothing', () => {
    for (const each of [absolute, { ...absolute, maxSilence: 1000 }]) {
      const told = story(each, [
        [0, 10, 0],
        [10, 20, 10],
        [11, 15, 5],
        [20, 20.5, 20],
      ]);
      assert.deepEqual(told, ['0:10 first', '10:20 value', '11:15 late']);
    }
  });

  it('is taken as newer if the time of the last forwarded sample is unknown and others were suppressed since', () => {
    const told = story(absolute, [
      [0, 10, 0],
      [10, 20, 10],
      [11, 20.2, 11],
      [12, 15, 5],
      [20, 20.5, 20],
      [30, 20.5, 30],
    ]);
    assert.deepEqual(told, ['0:10 first', '10:20 value', '12:15 late', '20:20.5 corrected']);
  });

  it('between the corners of a line lets the line continue from the previous sample in order', () => {
    const told = story({ mode: 'swinging-door', threshold: 1 }, [
      [0, 10, 0],
      [10, 10.5, 10],
      [11, 15, 5],
      [20, 10.5, 20],
      [30, 10.5, 30],
    ]);
    assert.deepEqual(told, ['0:10 first', '11:15 late', '10:10.5 previous', '20:10.5 corrected']);
  });

  it('is corrected at the end of minInterval', () => {
    const told = story(
      { ...absolute, minInterval: 60 },
      [
        [0, 10, 0],
        [10, 10.5, 10],
        [11, 15, 5],
        [20, 10.5, 20],
      ],
      100,
    );
    assert.deepEqual(told, ['0:10 first', '11:15 late', '!60:10.5 interval']);
  });

  it('never leaves a receiver wrong for longer than until the next sample in order', () => {
    const samples = fc.array(
      fc.record({
        value: fc.integer({ min: 0, max: 12 }),
        step: fc.integer({ min: 1, max: 20 }),
        behind: fc.constantFrom(0, 0, 0, 5, 30, 100),
      }),
      { maxLength: 60 },
    );
    const options = fc.constantFrom<DeltaOptions>(
      { mode: 'absolute', threshold: 3 },
      { mode: 'absolute', threshold: 3, maxSilence: 50 },
      { mode: 'absolute', threshold: 3, persist: true },
      { mode: 'absolute', threshold: 3, sendPrevious: true },
      { mode: 'span', threshold: 0.25, span: 12 },
    );
    assertProperty(
      fc.property(samples, options, (list, option) => {
        const filter = new DeltaFilter<Point>(option);
        /** What a receiver has that takes the newest point as current. */
        let has: Point | undefined;
        const receive = (point: Point | undefined): void => {
          if (point && !(has && point.time < has.time)) has = point;
        };
        let now = START;
        let newest = Number.NEGATIVE_INFINITY;
        for (const { value, step, behind } of list) {
          now += step * 1000;
          const point: Point = { time: now - behind * 1000, value };
          const { pass, earlier } = filter.check('t', value, { now, time: point.time, ref: point });
          for (const { ref } of earlier ?? []) receive(ref);
          if (pass) receive(point);
          if (point.time < newest) continue;
          newest = point.time;
          assert.ok(Math.abs((has?.value ?? Number.NaN) - value) < 3, `${has?.value} for ${value}`);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('that is an alarm passes as an alarm', () => {
    const filter = new DeltaFilter(absolute);
    filter.check('t', 1, { now: START, time: START });
    const alarm = { now: START, time: START - 1, wireband: { code: '0xfc6d' } };
    assert.deepEqual(filter.check('t', 1, alarm), { pass: true, reason: 'alarm', suppressed: 0 });
  });

  it('is not assumed if its time equals the last one', () => {
    assert.deepEqual(
      story(absolute, [
        [0, 20, 0],
        [1, 20, 0],
        [2, 25, 0],
      ]),
      ['0:20 first', '2:25 value'],
    );
  });

  it('is not caused by a time more than a day ahead, for which the arrival time counts', () => {
    const told = story(absolute, [
      [0, 20, 0],
      [10, 20, 1_000_000],
      [20, 20, 20],
      [30, 20, 30],
    ]);
    assert.deepEqual(told, ['0:20 first']);
  });

  it('is recognized after a payload of another form that has no lines', () => {
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

  it('is recognized after a deploy in which a series stopped drawing lines', () => {
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
  it('restarts a series if arrival times count', () => {
    const told = story({ ...absolute, maxSilence: 60 }, [
      [1000, 20],
      [1001, 20],
      [0, 20],
      [1, 20],
    ]);
    assert.deepEqual(told, ['1000:20 first', '0:20 clock']);
  });

  it('ends an open line where it was, even if the value is back where it started', () => {
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

  it('has no effect if no times count', () => {
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

import assert from 'node:assert/strict';
import { type PreviewSeries, previewRun } from '../../../../src/delta/preview/previewRun';
import { RecentReadings } from '../../../../src/delta/preview/RecentReadings';

const TIMES = Array.from({ length: 100 }, (_, i) => 1000 * i);

/** A value that never changes beside one that always does. */
const still: PreviewSeries = {
  topic: 't',
  keys: ['still'],
  facts: undefined,
  readings: { times: TIMES, values: TIMES.map(() => 5) },
};
const beside = [{ keys: ['deep', 'moving'], values: TIMES.map((_, i) => i) }];

describe('the preview of a payload with several numbers', () => {
  const options = { mode: 'absolute', threshold: 1 } as const;

  it('counts the messages that pass: all in which any of the numbers changed', () => {
    assert.equal(previewRun(still, options, 'hold').messages, 1);
    const run = previewRun({ ...still, beside }, options, 'hold');
    assert.equal(run.messages, 100);
    assert.equal(run.forwarded.length, 100);
  });

  it('counts with partial how many of them contain the value', () => {
    const run = previewRun({ ...still, beside }, { ...options, partial: true }, 'hold');
    assert.equal(run.messages, 100);
    assert.equal(run.forwarded.length, 1);
  });

  it('knows the values beside each reading', () => {
    const recent = new RecentReadings();
    recent.add({ topic: 't' }, { a: 1, b: { c: 10 } }, 1000, undefined);
    recent.add({ topic: 't' }, { a: 2, b: { c: 20 } }, 2000, undefined);
    recent.add({ topic: 't' }, { a: 3 }, 3000, undefined);
    assert.deepEqual(recent.beside({ topic: 't', keys: ['a'] }, 10), [
      { keys: ['b', 'c'], values: [10, 20, 20] },
    ]);
    assert.deepEqual(recent.beside({ topic: 't', keys: ['a'] }, 0), []);
    assert.deepEqual(recent.beside({ topic: 'u', keys: [] }, 10), []);
  });
});

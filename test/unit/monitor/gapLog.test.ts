import assert from 'node:assert/strict';
import { GapLog } from '../../../src/monitor';

const report = (series: string | null, count: number, from: number | null, to: number | null) =>
  ({ events: count, reason: 'overflow', buffer_depth: 0, gaps: [{ series, count, from, to }] }) as const;

describe('the log of gaps', () => {
  it('adds up the gaps of a series, latest first', () => {
    const log = new GapLog();
    log.add(report('a', 2, 10, 20), 100);
    log.add(report('b', 1, 15, 15), 101);
    log.add(report('a', 3, 21, 40), 102);
    log.add(report(null, 5, null, null), 103);
    assert.deepEqual(log.list, [
      { at: 103, reason: 'overflow', series: null, count: 5, from: null, to: null },
      { at: 102, reason: 'overflow', series: 'a', count: 5, from: 10, to: 40 },
      { at: 101, reason: 'overflow', series: 'b', count: 1, from: 15, to: 15 },
    ]);
  });

  it('keeps the latest 500', () => {
    const log = new GapLog();
    for (let i = 0; i < 700; i++) log.add(report(`s${i}`, 1, i, i), i);
    assert.equal(log.list.length, 500);
    assert.equal(log.list[0]?.series, 's699');
  });
});

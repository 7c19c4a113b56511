import assert from 'node:assert/strict';
import { FallingHistory, HISTORY_SPAN_NAMES, HISTORY_SPANS } from '../../../src/monitor';

const START = Date.UTC(2026, 0);

describe('the history of an uplink', () => {
  it('takes less than 2 MB for 50 uplinks, from the start and permanently', () => {
    const history = new FallingHistory();
    const before = history.bytes;
    for (let i = 0; i < 5000; i++) history.add(START + i * 5000, { in: i });
    assert.equal(history.bytes, before);
    assert.ok(50 * before <= 2_000_000, `${50 * before} bytes`);
  });

  it('shows each time span in its own resolution, up to now', () => {
    const history = new FallingHistory();
    history.add(START, { in: 1 });
    for (const span of HISTORY_SPAN_NAMES) {
      const { times } = history.read(span, START);
      const { stepMs, slots } = HISTORY_SPANS[span];
      assert.equal(times.length, slots);
      assert.equal(times.at(-1), START / 1000);
      assert.equal((times[1] ?? 0) - (times[0] ?? 0), stepMs / 1000);
    }
  });

  it('averages rates and keeps the maximum backlog', () => {
    const history = new FallingHistory();
    for (const [i, value] of [2, 4, 9].entries()) {
      history.add(START + i * 5000, { in: value, waiting: 10 - value, p99: value });
    }
    const { figures } = history.read('24h', START);
    assert.deepEqual([figures.in.at(-1), figures.waiting.at(-1), figures.p99.at(-1)], [5, 8, 9]);
    const fine = history.read('15m', START + 10_000).figures;
    assert.deepEqual(fine.in.slice(-3), [2, 4, 9]);
  });

  it('leaves unmeasured times empty, and forgets old values', () => {
    const history = new FallingHistory();
    history.add(START, { in: 1 });
    history.add(START + 20_000, { in: 2 });
    assert.deepEqual(history.read('15m', START + 30_000).figures.in.slice(-7), [
      1,
      null,
      null,
      null,
      2,
      null,
      null,
    ]);
    history.add(START + 3_600_000, { in: 3 });
    assert.deepEqual(
      history.read('15m', START + 3_600_000).figures.in.filter((value) => value !== null),
      [3],
    );
    assert.deepEqual(
      history.read('24h', START + 3_600_000).figures.in.filter((value) => value !== null),
      [1.5, 3],
    );
  });

  it('continues when the clock is set back', () => {
    const history = new FallingHistory();
    history.add(START, { in: 1 });
    history.add(START - 60_000, { in: 3 });
    assert.equal(history.read('15m', START).figures.in.at(-1), 2);
    history.add(START - 30 * 86_400_000, { in: 7 });
    assert.equal(history.read('7d', START - 30 * 86_400_000).figures.in.at(-1), 7);
  });
});

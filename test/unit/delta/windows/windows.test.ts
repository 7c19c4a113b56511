import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions, type WindowReport } from '../../../../src/delta';
import { readStateLines, stateLines } from '../../../../src/delta/persist/stateLines';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';

/** The start of a one-minute window, ms since the epoch. */
const START = 28_333_333 * 60_000;

const MINUTE: DeltaOptions = { mode: 'change', window: 60 };

interface Received {
  readonly time: number;
  readonly value: number;
}

function windowsOf(due: ReturnType<DeltaFilter['due']>): WindowReport[] {
  return due.filter((each) => each.kind === 'window');
}

/** Sends values at these seconds; returns the windows reported until the end. */
function told(
  options: DeltaOptions,
  samples: readonly (readonly [second: number, payload: unknown])[],
): WindowReport[] {
  const filter = new DeltaFilter(options);
  return samples
    .flatMap(([second, payload]) => {
      const now = START + second * 1000;
      filter.check('t', payload, { now });
      return windowsOf(filter.due(now));
    })
    .concat(filter.flushWindows(START));
}

/** The expected windows, from everything received, in integer arithmetic. */
function exactWindows(received: readonly Received[], length: number): Record<string, unknown>[] {
  const starts = [...new Set(received.map(({ time }) => Math.floor(time / length) * length))];
  return starts.map((start) => {
    const end = start + length;
    const within = received.filter(({ time }) => time >= start && time < end);
    const before = received.filter(({ time }) => time < start).at(-1);
    const held = [...(before ? [{ time: start, value: before.value }] : []), ...within];
    let sum = 0n;
    held.forEach(({ time, value }, i) => {
      sum += BigInt(value * 8) * BigInt((held[i + 1]?.time ?? end) - time);
    });
    const known = end - (held[0]?.time ?? end);
    const values = within.map(({ value }) => value);
    return {
      start,
      mean: Number(sum) / 8 / known,
      min: Math.min(...values),
      max: Math.max(...values),
      last: values.at(-1),
      count: values.length,
    };
  });
}

describe('a window', () => {
  it('has the time-weighted mean, the minimum, maximum and last value, and the count', () => {
    const [first, second, ...rest] = told(MINUTE, [
      [0, 10],
      [30, 20],
      [45, 5],
      [90, 7],
      [120, 1],
    ]);
    assert.deepEqual(first, {
      kind: 'window',
      topic: 't',
      start: START,
      length: 60,
      late: 0,
      payload: { mean: 11.25, min: 5, max: 20, last: 5, count: 3 },
      facts: {},
    });
    // In its first half, the value from before holds.
    assert.deepEqual(
      [second?.start, second?.payload],
      [START + 60_000, { mean: 6, min: 7, max: 7, last: 7, count: 1 }],
    );
    assert.equal(rest.length, 1);
  });

  it('counts both suppressed and forwarded samples, in any mode', () => {
    for (const mode of ['relative', 'absolute', 'span', 'change', 'swinging-door'] as const) {
      for (const threshold of [0, 5]) {
        const [report] = told({ mode, threshold, span: 10, window: 60 }, [
          [0, 10],
          [30, 11],
          [60, 10],
        ]);
        assert.deepEqual(report?.payload, { mean: 10.5, min: 10, max: 11, last: 11, count: 2 });
      }
    }
  });

  it('is not reported without a message', () => {
    const reports = told(MINUTE, [
      [0, 10],
      [600, 10],
    ]);
    assert.deepEqual(
      reports.map(({ start }) => (start - START) / 1000),
      [0, 600],
    );
  });

  it('has each number at its path in the payload, without ignored fields and status fields', () => {
    const [report] = told({ ...MINUTE, ignore: 'rssi' }, [
      [0, { a: 1, b: { c: 2, name: 'x' }, list: [3, 'y'], rssi: -70, status: 5 }],
      [30, { a: 3, b: { c: Number.NaN, name: 'x' }, list: [3, 'y'], rssi: -71, status: 5 }],
      [60, { a: 3 }],
    ]);
    const one = (mean: number, values: number[]): object => ({
      mean,
      min: Math.min(...values),
      max: Math.max(...values),
      last: values.at(-1),
      count: values.length,
    });
    assert.deepEqual(report?.payload, {
      a: one(2, [1, 3]),
      b: { c: one(2, [2]) },
      list: [one(3, [3, 3])],
    });
  });

  it('does not count late samples, but reports how many there were', () => {
    const filter = new DeltaFilter(MINUTE);
    const check = (arrived: number, measured: number, value: number): void => {
      filter.check('t', value, { now: START + arrived * 1000, time: START + measured * 1000 });
    };
    check(0, 0, 10);
    check(30, 30, 20);
    check(31, 10, 1000);
    check(61, 60, 20);
    const [report] = windowsOf(filter.due(START + 61_000));
    assert.deepEqual(report?.payload, { mean: 15, min: 10, max: 20, last: 20, count: 2 });
    assert.equal(report?.late, 1);
  });

  it('is reported when its time is over by the clock of the device, without another message', () => {
    const filter = new DeltaFilter(MINUTE);
    // The device is an hour behind.
    filter.check('t', 10, { now: START + 3_600_000, time: START });
    assert.deepEqual(windowsOf(filter.due(START + 3_600_000 + 59_000)), []);
    const at = filter.nextDue ?? 0;
    assert.ok(at >= START + 3_660_000 && at <= START + 3_670_000, `${at - START}`);
    assert.equal(windowsOf(filter.due(at))[0]?.start, START);
    // A sample from within it comes too late now, but its value holds from there on.
    filter.check('t', 20, { now: at, time: START + 59_000 });
    filter.check('t', 30, { now: at, time: START + 90_000 });
    const [next] = filter.flushWindows();
    assert.deepEqual([next?.start, next?.late], [START + 60_000, 1]);
    assert.deepEqual(next?.payload, { mean: 20, min: 30, max: 30, last: 30, count: 1 });
  });

  it('begins anew if the arrival clock is set back by more than a little', () => {
    const reports = told(MINUTE, [
      [3600, 10],
      [3630, 20],
      [3629, 30],
      [0, 1],
      [30, 3],
      [60, 3],
    ]);
    assert.deepEqual(
      reports.map(({ payload }) => payload),
      [
        { mean: 10, min: 10, max: 30, last: 30, count: 3 },
        { mean: 2, min: 1, max: 3, last: 3, count: 2 },
        { mean: 3, min: 3, max: 3, last: 3, count: 1 },
      ],
    );
  });

  it('has the device, the field and the facts of its first message', () => {
    const filter = new DeltaFilter(MINUTE);
    const wireband = {
      name: 'SENSOR_TEMP',
      quantity: 'temperature',
      unit: 'Cel',
      delta: { reason: 'first' },
    };
    filter.check('t', 10, { now: START, device: 'd', field: 'a.b', wireband });
    const [report] = filter.flushWindows();
    assert.deepEqual([report?.topic, report?.device, report?.field], ['t', 'd', 'a.b']);
    assert.deepEqual(report?.facts, { name: 'SENSOR_TEMP', quantity: 'temperature', unit: 'Cel' });
  });

  it('of a series that is reset or evicted is reported as far as it is known', () => {
    const filter = new DeltaFilter({ ...MINUTE, maxSeries: 1 });
    filter.check('a', 10, { now: START });
    filter.check('a', 20, { now: START + 10_000 });
    filter.check('b', 1, { now: START + 20_000 });
    filter.reset('b');
    const payloads = windowsOf(filter.due(START + 20_000)).map(({ payload }) => payload);
    assert.deepEqual(payloads, [
      { mean: 10, min: 10, max: 20, last: 20, count: 2 },
      { mean: 1, min: 1, max: 1, last: 1, count: 1 },
    ]);
  });

  it('with another length after a deploy ends the open ones, as far as they are known', () => {
    const filter = new DeltaFilter(MINUTE);
    filter.check('t', 10, { now: START });
    filter.check('t', 20, { now: START + 10_000 });
    const next = new DeltaFilter({ ...MINUTE, window: 30 });
    next.restore(filter.takeState(), START + 10_000);
    next.check('t', 20, { now: START + 20_000 });
    const all = [...windowsOf(next.due(START + 20_000)), ...next.flushWindows()];
    assert.deepEqual(
      all.map(({ length, payload }) => [length, payload]),
      [
        [60, { mean: 10, min: 10, max: 20, last: 20, count: 2 }],
        [30, { mean: 20, min: 20, max: 20, last: 20, count: 1 }],
      ],
    );
  });

  it('keeps at most a thousand fields of payloads that always have new ones', () => {
    const filter = new DeltaFilter(MINUTE);
    for (let i = 0; i < 3000; i++) filter.check('t', { [`k${i}`]: i }, { now: START + i });
    const [report] = filter.flushWindows();
    assert.ok(Object.keys(report?.payload ?? {}).length <= 1000);
  });
});

describe('windows', () => {
  const streams = fc.array(
    fc.record({
      value: fc.oneof(
        fc.integer({ min: -160, max: 160 }),
        fc.integer({ min: 8_000_000_000, max: 8_000_000_160 }),
      ),
      step: fc.constantFrom(0, 1, 999, 7000, 30_000, 60_000, 61_000, 3_600_000),
      late: fc.constantFrom(...Array<number>(20).fill(0), 2000, 70_000),
      cut: fc.constantFrom('none', 'none', 'none', 'deploy', 'restart', 'look'),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('equal an exact computation from all samples in order, across deploys and restarts', () => {
    const modes = fc.constantFrom<DeltaOptions>(
      { mode: 'absolute', threshold: 5 },
      { threshold: 0 },
      { mode: 'swinging-door', threshold: 5 },
      { mode: 'absolute', threshold: 5, minInterval: 20, persist: true },
    );
    assertProperty(
      fc.property(streams, modes, fc.boolean(), (list, mode, isField) => {
        const options: DeltaOptions = { ...mode, window: 60 };
        let filter = new DeltaFilter<object>(options);
        let [now, newest, late] = [START, Number.NEGATIVE_INFINITY, 0];
        const received: Received[] = [];
        const reports: WindowReport[] = [];
        // A window reported before its late samples come has only what was received until then.
        const isAnyLate = list.some((each) => each.late > 0);
        for (const { value: eighths, step, late: behind, cut } of list) {
          now += step;
          const [time, value] = [now - behind, eighths / 8];
          filter.check('t', isField ? { v: { value } } : value, { now, time, ref: {} });
          if (time < newest) late++;
          else {
            received.push({ time, value });
            newest = time;
          }
          if (cut === 'look' && !isAnyLate) reports.push(...windowsOf(filter.due(now)));
          if (cut !== 'deploy' && cut !== 'restart') continue;
          const state = filter.takeState();
          filter = new DeltaFilter<object>(options);
          if (cut === 'deploy') filter.restore(state, now);
          else
            filter.restore(
              readStateLines(
                stateLines(state, () => ({}), now),
                () => ({}),
              ),
              now,
            );
        }
        // A value later than all others ends the last window.
        const end = newest + 7_200_000;
        filter.check('t', isField ? { v: { value: 0 } } : 0, { now: Math.max(now, end), time: end, ref: {} });
        reports.push(...windowsOf(filter.due(now)));
        const expected = exactWindows(received, 60_000);
        assert.deepEqual(
          reports.map(({ start }) => start),
          expected.map(({ start }) => start),
        );
        reports.forEach(({ payload }, i) => {
          const found: Record<string, unknown> = Object(isField ? Object(Object(payload).v).value : payload);
          const { mean = 0, start: _, ...rest } = expected[i] ?? {};
          const { mean: foundMean, ...foundRest } = found;
          assert.deepEqual(foundRest, rest);
          const error = Math.abs(Number(foundMean) - Number(mean));
          const largest = Math.max(...received.map(({ value }) => Math.abs(value)));
          assert.ok(error <= 4 * Number.EPSILON * largest, `${foundMean} is ${mean}`);
        });
        const told = reports.reduce((sum, report) => sum + report.late, 0);
        assert.ok(told <= late, `${told} of ${late}`);
      }),
      { numRuns: runs(600) },
    );
  });

  it('of a constant value have exactly that value as their mean', () => {
    assertProperty(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(59_000), (value, at) => {
        const [report] = told(MINUTE, [
          [0, value],
          [at / 1000, value],
          [60, value],
        ]);
        assert.equal(Object(report?.payload).mean, value === 0 ? Object(report?.payload).mean : value);
      }),
    );
  });
});

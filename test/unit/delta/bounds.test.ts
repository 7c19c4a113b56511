import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { type Point, type ReconstructionRule, reconstruct } from '../../../src/delta/reconstruction';
import { assertProperty } from '../../harness/assertProperty';
import { forwardedPoints } from '../../harness/delta/forwardedPoints';
import { runs } from '../../harness/effort';

/** A millisecond, a second, an hour; now and then no time at all. */
const steps = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom(1, 1000, 3_600_000, 0.25),
  fc.constant(0),
);

/** Values that wander, jump, stand still, lie far from zero or close to it, or are anything. */
const shapes = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n) => n / 8),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.double({ min: 1e9, max: 1e9 + 4, noNaN: true }),
  fc.constantFrom(0, -0, 1, 1.1, 1.2, 1.3, 1e-300, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const signals = (values: fc.Arbitrary<number>): fc.Arbitrary<Point[]> =>
  fc.array(fc.tuple(steps, values), { minLength: 1, maxLength: 60 }).map((pairs) => {
    let time = 1_700_000_000_000;
    return pairs.map(([step, value]) => {
      time += step;
      return { time, value };
    });
  });

const anySignal = fc.oneof(
  signals(shapes),
  signals(fc.integer({ min: -20, max: 20 }).map((n) => n / 8)),
  signals(fc.double({ min: 20, max: 23, noNaN: true })),
);

const thresholds = fc.oneof(
  fc.double({ min: Number.MIN_VALUE, max: 3, noNaN: true }),
  fc.constantFrom(0.02, 0.1, 0.125, 1, 1e-15, 1e-320, 1e15),
);

/** For each sample: how far off a receiver is, and the sample. Of samples with the same time, only the last counts. */
function errors(
  rule: ReconstructionRule,
  options: DeltaOptions,
  signal: readonly Point[],
): { error: number; held: number; sample: Point }[] {
  const forwarded = forwardedPoints(options, signal);
  const times = signal.map(({ time }) => time);
  const received = reconstruct(rule, forwarded, times);
  const held = reconstruct('hold', forwarded, times);
  return signal.flatMap((sample, i) => {
    if (forwarded.includes(sample) || signal[i + 1]?.time === sample.time) return [];
    const error = Math.abs((received[i] ?? Number.NaN) - sample.value);
    return [{ error, held: held[i] ?? Number.NaN, sample }];
  });
}

function check(
  rule: ReconstructionRule,
  options: DeltaOptions,
  signal: readonly Point[],
  bound: number,
): void {
  for (const { error, sample } of errors(rule, options, signal)) {
    assert.ok(error <= bound, `${error} <= ${bound} at ${sample.time}: ${sample.value}`);
  }
}

const often = { numRuns: runs(1500) };

describe('the swinging door', () => {
  it('keeps lines between forwarded points within the threshold of every sample, including rounding', () => {
    assertProperty(
      fc.property(anySignal, thresholds, (signal, threshold) => {
        check('line', { mode: 'swinging-door', threshold }, signal, threshold);
      }),
      often,
    );
  });

  it('keeps long lines within the threshold, though it stores only a part of them', () => {
    const long = fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 300, maxLength: 600 })
      .chain((noise) =>
        fc
          .tuple(fc.constantFrom(0.05, 0.5, 3), fc.constantFrom(20, 100, 400), fc.integer({ min: 0, max: 9 }))
          .map(([size, period, gap]) =>
            noise.map((part, i) => ({
              time: 1000 * (i + (i % 50 < gap ? 0.5 * (i % 2) : 0)),
              value: 10 * Math.sin(i / period) + size * part,
            })),
          ),
      );
    assertProperty(
      fc.property(long, fc.constantFrom(0.3, 1, 4), fc.boolean(), (signal, threshold, isSlow) => {
        const rules = isSlow ? [{ match: 'no/such/topic', threshold: 1 }] : [];
        check('line', { mode: 'swinging-door', threshold, rules }, signal, threshold);
      }),
      { numRuns: runs(200) },
    );
  });

  it('forwards two points of a straight line, and three of a ramp that ends', () => {
    const ramp = Array.from({ length: 50 }, (_, i) => ({ time: 1000 * i, value: 2 * i }));
    const flat = Array.from({ length: 50 }, (_, i) => ({ time: 1000 * (50 + i), value: 98 }));
    const options: DeltaOptions = { mode: 'swinging-door', threshold: 0.5 };
    assert.deepEqual(forwardedPoints(options, ramp), [ramp[0], ramp[49]]);
    assert.deepEqual(
      forwardedPoints(options, [...ramp, ...flat]).map(({ value }) => value),
      [0, 98, 98],
    );
  });

  it('suppresses exact repeats whatever the threshold', () => {
    const still = Array.from({ length: 20 }, (_, i) => ({ time: i, value: 1e17 }));
    for (const threshold of [1e-320, 1e-15, 1]) {
      assert.equal(forwardedPoints({ mode: 'swinging-door', threshold }, still).length, 2);
    }
  });
});

describe('with sendPrevious', () => {
  it('receivers that hold values and receivers that draw lines are within the threshold', () => {
    assertProperty(
      fc.property(anySignal, thresholds, (signal, threshold) => {
        const options: DeltaOptions = { mode: 'absolute', threshold, sendPrevious: true };
        check('line', options, signal, threshold);
        check('hold', options, signal, threshold);
      }),
      often,
    );
  });

  it('both receivers are within the limits of relative mode and span mode', () => {
    assertProperty(
      fc.property(anySignal, thresholds, fc.constantFrom(0, 0.5), (signal, threshold, floor) => {
        const relative: DeltaOptions = { mode: 'relative', threshold, floor, sendPrevious: true };
        for (const rule of ['hold', 'line'] as const) {
          for (const { error, held } of errors(rule, relative, signal)) {
            assert.ok(error <= Math.max(threshold * Math.abs(held), floor), `${rule} ${error}`);
          }
          check(rule, { mode: 'span', threshold, span: 2, sendPrevious: true }, signal, 2 * threshold);
        }
        check('line', { mode: 'change', sendPrevious: true }, signal, 0);
      }),
      often,
    );
  });

  it('the sample before each change comes just before it, with its own time', () => {
    assertProperty(
      fc.property(anySignal, fc.constantFrom(0.1, 1), (signal, threshold) => {
        const filter = new DeltaFilter<Point>({ mode: 'absolute', threshold, sendPrevious: true });
        let before: Point | undefined;
        let isBeforeSent = true;
        for (const point of signal) {
          const { time, value } = point;
          const verdict = filter.check('t', value, { now: time, time, ref: point });
          if (verdict.pass && verdict.reason === 'value' && !isBeforeSent) {
            assert.equal(verdict.earlier?.at(-1)?.ref, before);
            assert.equal(verdict.earlier?.at(-1)?.time, before?.time);
          }
          before = point;
          isBeforeSent = verdict.pass;
        }
      }),
    );
  });
});

describe('span mode', () => {
  it('bounds the error by the fraction of the declared span', () => {
    assertProperty(
      fc.property(anySignal, thresholds, (signal, threshold) => {
        for (const { error } of errors('hold', { mode: 'span', threshold, span: 4 }, signal)) {
          assert.ok(error < 4 * threshold || error === 0);
        }
      }),
    );
  });

  it('with a learned span bounds the error by the fraction of the span seen so far', () => {
    assertProperty(
      fc.property(anySignal, thresholds, (signal, threshold) => {
        const forwarded = forwardedPoints({ mode: 'span', threshold }, signal);
        let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        let held = Number.NaN;
        for (const sample of signal) {
          lowest = Math.min(lowest, sample.value);
          highest = Math.max(highest, sample.value);
          if (forwarded.includes(sample)) held = sample.value;
          const error = Math.abs(held - sample.value);
          assert.ok(error === 0 || error < threshold * (highest - lowest), `${error}`);
        }
      }),
    );
  });
});

describe('an anomaly larger than the threshold', () => {
  const options: readonly DeltaOptions[] = [
    { mode: 'absolute', threshold: 1 },
    { mode: 'absolute', threshold: 1, sendPrevious: true },
    { mode: 'relative', threshold: 0.05 },
    { mode: 'span', threshold: 0.01, span: 100 },
    { mode: 'span', threshold: 0.01 },
    { mode: 'change' },
    { mode: 'swinging-door', threshold: 1 },
  ];
  const noise = fc.array(fc.double({ min: 20, max: 20.4, noNaN: true }), { minLength: 30, maxLength: 30 });
  const known = (rule: ReconstructionRule, forwarded: readonly Point[], at: number): number =>
    reconstruct(rule, forwarded, [at])[0] ?? Number.NaN;

  for (const option of options) {
    const rule = option.mode === 'swinging-door' ? 'line' : 'hold';
    const name = `${option.mode}${option.sendPrevious ? ' with sendPrevious' : ''}`;
    it(`reaches the receiver in ${name}: a step, a spike of one sample, a drift`, () => {
      assertProperty(
        fc.property(
          noise,
          fc.integer({ min: 2, max: 27 }),
          fc.constantFrom(-5, 2.5, 40),
          (base, at, size) => {
            const signal = (change: (i: number) => number): Point[] =>
              base.map((value, i) => ({ time: 1000 * i, value: value + change(i) }));
            const step = signal((i) => (i >= at ? size : 0));
            const spike = signal((i) => (i === at ? size : 0));
            const drift = signal((i) => (i * size) / 20);
            for (const anomaly of [step, spike, drift]) {
              const forwarded = forwardedPoints(option, anomaly);
              for (const { time, value } of anomaly) {
                const bound = option.mode === 'relative' ? 0.05 * Math.abs(known(rule, forwarded, time)) : 1;
                assert.ok(Math.abs(known(rule, forwarded, time) - value) <= bound, `${time}`);
              }
            }
          },
        ),
      );
    });
  }
});

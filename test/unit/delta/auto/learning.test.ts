import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions, isOneLimit, type StatedLimit } from '../../../../src/delta';
import { Learner, learnedThreshold } from '../../../../src/delta/auto/Learner';
import { type Point, reconstruct } from '../../../../src/delta/reconstruction';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';
import { SeededRandom } from '../../../harness/seededRandom';

const AUTO: DeltaOptions = { mode: 'auto' };

/** A topic that tells nothing about its values. */
const TOPIC = 'x/y';

function limitOf(filter: DeltaFilter<number>): StatedLimit {
  const limits = filter.limitsOf(TOPIC);
  assert.ok(limits && isOneLimit(limits));
  return limits;
}

/** What the filter knows after these readings, and how many of them passed. */
function learn(values: readonly number[]): StatedLimit & { readonly passed: number } {
  const filter = new DeltaFilter<number>(AUTO);
  let passed = 0;
  values.forEach((value, i) => {
    if (filter.check(TOPIC, value, { now: 1000 * i, ref: i }).pass) passed++;
  });
  return { ...limitOf(filter), passed };
}

function noisy(count: number, deviation: number, level: (i: number) => number): number[] {
  const random = new SeededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const sum = Array.from({ length: 12 }, () => random.next()).reduce((a, b) => a + b, -6);
    return level(i) + deviation * sum;
  });
}

describe('a learned threshold', () => {
  it('is three standard deviations of the noise, regardless of slow changes', () => {
    const readings = noisy(64, 0.1, (i) => 20 + 20 * Math.sin(i / 12));
    const threshold = learnedThreshold(Float64Array.from(readings));
    assert.ok(threshold > 0.2 && threshold < 0.45, `${threshold}`);
  });

  it('is at least one step of the resolution', () => {
    const readings = Array.from({ length: 64 }, (_, i) => 20 + Math.round(10 * Math.sin(i / 9)) / 2);
    assert.equal(learnedThreshold(Float64Array.from(readings)), 0.5);
    assert.equal(learnedThreshold(Float64Array.from(readings, (value) => value / 5)), 0.1);
  });

  it('is at most a twentieth of the span, so that noise alone does not decide', () => {
    const threshold = learnedThreshold(Float64Array.from(noisy(64, 1, () => 100)));
    assert.ok(threshold > 0.1 && threshold < 0.3, `${threshold}`);
  });

  it('is not distorted by a wild value', () => {
    const readings = noisy(64, 0.1, (i) => 20 + Math.sin(i / 12));
    const tame = learnedThreshold(Float64Array.from(readings));
    const wild = learnedThreshold(Float64Array.from(readings, (value, i) => (i === 30 ? 65_535 : value)));
    assert.ok(wild < 2 * tame, `${wild}, ${tame}`);
  });

  it('is fixed after 64 readings, all of which pass, and is then reported as learned', () => {
    const readings = noisy(1000, 0.1, (i) => 20 + 5 * Math.sin(i / 12));
    const { why, mode, threshold } = learn(readings.slice(0, 64));
    assert.deepEqual({ why, mode }, { why: 'learned', mode: 'absolute' });
    assert.equal(learn(readings.slice(0, 64)).passed, 64);
    assert.equal(learn(readings.slice(0, 63)).why, 'learning');
    assert.equal(learn(readings).threshold, threshold);
  });

  it('has two digits, so that few plans serve many series', () => {
    const thresholds = new Set<number>();
    for (let i = 0; i < 50; i++) {
      thresholds.add(
        learnedThreshold(Float64Array.from(noisy(64, 0.1 + i / 1000, (at) => 50 * Math.sin(at / 9)))),
      );
    }
    for (const threshold of thresholds) assert.equal(threshold, Number(threshold.toPrecision(2)));
  });
});

describe('a value that only rises', () => {
  it('is a counter after 256 readings, and is sent as lines', () => {
    const readings = Array.from({ length: 600 }, (_, i) => 5 * i + (i % 3));
    assert.equal(learn(readings.slice(0, 255)).why, 'learning');
    const { why, mode, passed } = learn(readings);
    assert.deepEqual({ why, mode }, { why: 'counter', mode: 'swinging-door' });
    assert.ok(passed < 300, `${passed}`);
  });

  it('is a counter after 64 readings if its quantity is one of meters, in any unit', () => {
    const filter = new DeltaFilter<number>(AUTO);
    for (let i = 0; i < 64; i++) filter.check('site/energy', 5 * i + (i % 3), { now: 1000 * i, ref: i });
    const limits = filter.limitsOf('site/energy');
    assert.ok(limits && isOneLimit(limits));
    assert.deepEqual([limits.why, limits.of], ['counter', 'energy']);
  });

  it('is a measurement as soon as it falls', () => {
    const readings = Array.from({ length: 200 }, (_, i) => (i < 100 ? i / 10 : 10 - (i - 100) / 10));
    assert.equal(learn(readings.slice(0, 100)).why, 'learning');
    assert.equal(learn(readings).why, 'learned');
  });

  it('is sent from time to time even if it rises evenly', () => {
    const filter = new DeltaFilter<number>(AUTO);
    const times: number[] = [];
    for (let i = 0; i < 2000; i++) {
      const { pass, earlier } = filter.check(TOPIC, i, { now: 10_000 * i, time: 10_000 * i, ref: i });
      for (const each of earlier ?? []) times.push(each.time);
      if (pass) times.push(10_000 * i);
    }
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    assert.ok(Math.max(...gaps) <= 910_000, `${Math.max(...gaps)}`);
    assert.ok(times.length < 400, `${times.length}`);
  });
});

describe('a series that hardly changes', () => {
  it('passes at any change while it is learned, and is suppressed otherwise', () => {
    const still = Array.from({ length: 500 }, (_, i) => (i % 100 === 99 ? 20.5 + i / 1000 : 20.25));
    const { why, passed } = learn(still);
    assert.equal(why, 'quiet');
    assert.equal(passed, 63 + 9);
  });

  it('gets a threshold once it has moved', () => {
    const { why } = learn([
      ...Array<number>(500).fill(0),
      ...noisy(100, 0.1, (i) => 50 + 10 * Math.sin(i / 9)),
    ]);
    assert.equal(why, 'learned');
  });
});

describe('whole numbers', () => {
  it('with few different values are an enumeration: any change passes', () => {
    const states = [0, 2, 100, 254, 255];
    const random = new SeededRandom(3);
    const readings = Array.from({ length: 100 }, () => states[Math.floor(random.between(0, 5))] ?? 0);
    const { why, mode } = learn(readings);
    assert.deepEqual({ why, mode }, { why: 'values', mode: 'change' });
  });

  it('with many different values are measurements', () => {
    assert.equal(learn(noisy(100, 5, (i) => 500 + i).map(Math.round)).why, 'learned');
  });
});

/** Anything: waves, noise, counters, choices, and now and then something that is not a number. */
const signals = fc
  .tuple(
    fc.constantFrom('wave', 'noise', 'counter', 'choice', 'still'),
    fc.integer({ min: 60, max: 700 }),
    fc.constantFrom(1e-3, 0.1, 1, 1000),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true })),
  )
  .map(([shape, count, scale, random]) => {
    let value = 0;
    return Array.from({ length: count }, (_, i) => {
      const next = random.next().value ?? 0;
      if (next > 0.995) return next > 0.998 ? Number.NaN : 65_535;
      if (shape === 'wave') return scale * (20 + 5 * Math.sin(i / 20) + next / 5);
      if (shape === 'noise') return scale * next;
      if (shape === 'choice') return Math.floor(5 * next) * 50;
      if (shape === 'still') return i % 40 === 0 ? scale * next : scale;
      value += scale * next;
      return value;
    });
  });

describe('the stated bound', () => {
  it('holds from the moment it is stated', () => {
    assertProperty(
      fc.property(
        signals,
        fc.constantFrom('x/y', 'hall/temperature', 'meter/energy', 'press/mode'),
        (values, topic) => {
          const filter = new DeltaFilter<number>(AUTO);
          const forwarded: Point[] = [];
          const samples: (Point & { limit: StatedLimit })[] = [];
          values.forEach((value, i) => {
            const time = 1000 * i;
            const { pass, earlier } = filter.check(topic, value, { now: time, time, ref: i });
            for (const each of earlier ?? [])
              forwarded.push({ time: each.time, value: values[each.ref ?? 0] ?? 0 });
            if (pass) forwarded.push({ time, value });
            const limit = filter.limitsOf(topic);
            assert.ok(limit && isOneLimit(limit));
            samples.push({ time, value, limit });
          });
          for (const { ref = 0 } of filter.flush(1000 * values.length)) {
            forwarded.push({ time: 1000 * ref, value: values[ref] ?? 0 });
          }
          const times = samples.map(({ time }) => time);
          const held = reconstruct('hold', forwarded, times);
          const drawn = reconstruct('line', forwarded, times);
          samples.forEach(({ value, limit: { mode, threshold, why } }, i) => {
            if (!Number.isFinite(value)) return;
            const received = (mode === 'swinging-door' ? drawn[i] : held[i]) ?? Number.NaN;
            const bound = mode === 'relative' ? threshold * Math.abs(received) : threshold;
            const error = Math.abs(received - value);
            assert.ok(error === 0 || error <= bound, `${i}: ${error} > ${bound} (${mode}, ${why})`);
          });
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('a saved learner', () => {
  it('continues where it left off', () => {
    const readings = noisy(100, 0.1, (i) => 20 + 5 * Math.sin(i / 12));
    for (const cut of [0, 1, 10, 40, 63]) {
      let learner = new Learner();
      const whole = new Learner();
      readings.slice(0, 64).forEach((value, i) => {
        if (i === cut) learner = Learner.of(JSON.parse(JSON.stringify(learner.kept())));
        assert.deepEqual(learner.observe(value), whole.observe(value));
      });
    }
  });
});

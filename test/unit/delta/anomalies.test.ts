import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  PROCESSES,
  type ProcessName,
  processNames,
  processSignal,
} from '../../../bench/delta/processSignals';
import type { DeltaOptions } from '../../../src/delta';
import type { Point, ReconstructionRule } from '../../../src/delta/reconstruction';
import { OCCUPANCY_SIGNALS, OCCUPANCY_SOURCE_SPANS, readOccupancy } from '../../fixtures/series/occupancy';
import { assertProperty } from '../../harness/assertProperty';
import { ANOMALY_KINDS, type Anomaly, isSeen, withAnomaly } from '../../harness/delta/anomalies';
import { forwardedPoints } from '../../harness/delta/forwardedPoints';
import { runs } from '../../harness/effort';

interface Case {
  readonly name: string;
  readonly receiver: ReconstructionRule;
  options(threshold: number): DeltaOptions;
}

/** In thresholds: a signal may be off by one in the other direction. */
const SMALLEST = 2.01;

const PART = 0.02;

/** Samples examined per signal. */
const WINDOW = 200;

const CASES: readonly Case[] = [
  { name: 'change mode', receiver: 'hold', options: () => ({ mode: 'change' }) },
  {
    name: 'absolute mode',
    receiver: 'hold',
    options: (threshold) => ({ mode: 'absolute', threshold }),
  },
  {
    name: 'absolute mode with sendPrevious',
    receiver: 'hold',
    options: (threshold) => ({ mode: 'absolute', threshold, sendPrevious: true }),
  },
  {
    name: 'span mode',
    receiver: 'hold',
    options: (threshold) => ({ mode: 'span', threshold: 0.01, span: 100 * threshold }),
  },
  {
    name: 'swinging-door mode',
    receiver: 'line',
    options: (threshold) => ({ mode: 'swinging-door', threshold }),
  },
];

interface Signal {
  readonly points: readonly Point[];
  readonly threshold: number;
}

const THRESHOLDS: Readonly<Record<ProcessName, number>> = {
  'random walk': 0.02,
  'noise around a set point': 0.02,
  steps: 10,
  spikes: 0.2,
  drift: 0.5,
  'wave with noise': 0.2,
  'quantized sensor': 0.2,
};

const made: fc.Arbitrary<Signal> = fc
  .tuple(fc.constantFrom(...processNames()), fc.nat())
  .map(([name, seed]) => ({ points: processSignal(name, WINDOW, seed), threshold: THRESHOLDS[name] }));

const rows = readOccupancy();
const office: fc.Arbitrary<Signal> = fc
  .tuple(fc.constantFrom(...OCCUPANCY_SIGNALS), fc.nat(rows.length - WINDOW))
  .map(([name, from]) => ({
    points: rows.slice(from, from + WINDOW).map((row) => ({ time: row.time, value: row[name] })),
    threshold: OCCUPANCY_SOURCE_SPANS[name] / 100,
  }));

/** Its size is in thresholds. */
const anomaly: fc.Arbitrary<Anomaly> = fc.record({
  kind: fc.constantFrom(...ANOMALY_KINDS),
  at: fc.integer({ min: 1, max: WINDOW / 2 }),
  length: fc.integer({ min: 1, max: WINDOW / 2 - 1 }),
  size: fc
    .tuple(fc.double({ min: SMALLEST, max: 20, noNaN: true }), fc.constantFrom(-1, 1))
    .map(([a, b]) => a * b),
});

/** For thresholds that are a fraction of a maximum of the signal, which the anomaly itself can increase. */
function assertSeen(options: DeltaOptions, largest: (points: readonly Point[]) => number): void {
  assertProperty(
    fc.property(fc.oneof(made, office), anomaly, ({ points }, { size, ...where }) => {
      const most = largest(points);
      fc.pre(most > 0);
      const added = { ...where, size: (size * PART * most) / (1 - PART - Math.abs(size) * PART) };
      const signal = withAnomaly(points, added);
      assert.ok(isSeen(added, signal, 'hold', forwardedPoints(options, signal)));
    }),
    { numRuns: runs(300) },
  );
}

describe('an anomaly of more than two thresholds', () => {
  for (const { name, receiver, options } of CASES) {
    it(`reaches the output in ${name}: a step, a spike of one sample, a slow drift, in any signal`, () => {
      assertProperty(
        fc.property(fc.oneof(made, office), anomaly, ({ points, threshold }, { size, ...where }) => {
          const added = { ...where, size: size * threshold };
          const signal = withAnomaly(points, added);
          const forwarded = forwardedPoints(options(threshold), signal);
          assert.ok(isSeen(added, signal, receiver, forwarded));
        }),
        { numRuns: runs(300) },
      );
    });
  }

  it('reaches the output in relative mode, where the threshold is a fraction of the value', () => {
    assertSeen({ mode: 'relative', threshold: PART }, (points) =>
      Math.max(...points.map(({ value }) => Math.abs(value))),
    );
  });

  it('reaches the output in span mode with a learned span, where the threshold is a fraction of it', () => {
    assertSeen({ mode: 'span', threshold: PART }, (points) => {
      const values = points.map(({ value }) => value);
      return Math.max(...values) - Math.min(...values);
    });
  });

  it('would be missed by a filter that drops it: the check can fail', () => {
    const points = processSignal('noise around a set point', WINDOW, 1);
    const spike = { kind: 'spike', at: 50, length: 1, size: 5 } as const;
    const signal = withAnomaly(points, spike);
    const [first] = signal;
    assert.ok(first);
    assert.ok(!isSeen(spike, signal, 'hold', [first]));
    assert.ok(isSeen(spike, signal, 'hold', signal));
  });
});

describe('a generated signal', () => {
  it('is the same for the same seed, and differs for another seed', () => {
    for (const name of processNames()) {
      assert.deepEqual(processSignal(name, 500, 3), processSignal(name, 500, 3));
      assert.notDeepEqual(processSignal(name, 500, 3), processSignal(name, 500, 4));
    }
    assert.equal(processNames().length, Object.keys(PROCESSES).length);
  });

  it('is finite and has increasing times', () => {
    for (const name of processNames()) {
      const points = processSignal(name, 20_000, 5);
      assert.ok(
        points.every(({ time, value }, i) => Number.isFinite(value) && time > (points[i - 1]?.time ?? 0)),
      );
    }
  });
});

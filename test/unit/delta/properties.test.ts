import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

/** Readings that move a little, a lot, or not at all, near zero and far from it. */
const readings = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -20, max: 20 }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.constantFrom(0, -0, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
  ),
  { minLength: 1, maxLength: 60 },
);
const threshold = fc.oneof(
  fc.double({ min: Number.MIN_VALUE, max: 3, noNaN: true }),
  fc.constantFrom(0.02, 0.1, 1),
);

/** For each suppressed reading: how far it is from the value that the receiver holds, and that value. */
function suppressedErrors(filter: DeltaFilter, values: readonly number[]): [error: number, held: number][] {
  const errors: [number, number][] = [];
  let held = Number.NaN;
  for (const value of values) {
    if (filter.check('t', value).pass) held = value;
    else errors.push([Math.abs(value - held), held]);
  }
  return errors;
}

describe('the receiver that holds the last forwarded value', () => {
  it('is off by less than the threshold in absolute mode', () => {
    assertProperty(
      fc.property(readings, threshold, (values, bound) => {
        for (const [error] of suppressedErrors(
          new DeltaFilter({ mode: 'absolute', threshold: bound }),
          values,
        )) {
          assert.ok(error < bound, `${error} < ${bound}`);
        }
      }),
    );
  });

  it('is off by less than the threshold of what it holds, or the floor, in relative mode', () => {
    assertProperty(
      fc.property(readings, threshold, fc.constantFrom(0, 0.001, 0.5, 10), (values, share, floor) => {
        const filter = new DeltaFilter({ mode: 'relative', threshold: share, floor });
        for (const [error, held] of suppressedErrors(filter, values)) {
          const bound = Math.max(share * Math.abs(held), floor);
          assert.ok(error < bound || error === 0, `${error} < ${bound}`);
        }
      }),
    );
  });

  it('is not off at all in change mode', () => {
    assertProperty(
      fc.property(readings, (values) => {
        for (const [error] of suppressedErrors(new DeltaFilter({ mode: 'change' }), values))
          assert.equal(error, 0);
      }),
    );
  });

  it('gets every change that reaches the threshold, and no others', () => {
    assertProperty(
      fc.property(readings, threshold, (values, bound) => {
        const filter = new DeltaFilter({ mode: 'absolute', threshold: bound });
        let held: number | undefined;
        for (const value of values) {
          const change = Math.abs(value - (held ?? Number.NaN));
          const { pass } = filter.check('t', value);
          // Changes in between are below the bound only by rounding.
          if (!(change < bound) || !(change < 0.999 * bound))
            assert.ok(pass || change < bound || change === 0);
          else assert.equal(pass, false);
          if (pass) held = value;
        }
      }),
    );
  });
});

/** A JSON value and one that may be the same, the same in another order, or differ in one place. */
const twoVersions = fc
  .tuple(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), fc.nat(3), fc.nat())
  .map(([first, other, kind, place]): [unknown, unknown] => {
    const copy: unknown = structuredClone(first);
    if (kind === 0) return [first, other];
    if (kind === 1) return [first, copy];
    return [first, kind === 2 ? reversedKeys(copy) : changedAt(copy, place)];
  });

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversedKeys(inner)]),
  );
}

/** The value with one of its top-level members replaced. */
function changedAt(value: unknown, place: number): unknown {
  if (typeof value !== 'object' || value === null) return [value];
  const keys = Object.keys(value);
  const key = keys[place % Math.max(1, keys.length)];
  if (key !== undefined) Object.defineProperty(value, key, { value: { changed: true }, enumerable: true });
  return value;
}

describe('change mode', () => {
  it('suppresses a payload exactly when it equals the last forwarded one', () => {
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    assertProperty(
      fc.property(twoVersions, ([first, second]) => {
        const filter = new DeltaFilter({ mode: 'change' });
        filter.check('t', JSON.stringify(first));
        const verdict = filter.check('t', JSON.stringify(second));
        let same = true;
        try {
          assert.deepStrictEqual(plain(second), plain(first));
        } catch {
          same = false;
        }
        assert.equal(verdict.pass, !same);
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('a payload of several numbers', () => {
  it('passes exactly when any of its values would pass alone on a topic', () => {
    const small = fc.integer({ min: -8, max: 8 });
    const payloads = fc.array(fc.record({ a: small, b: fc.record({ c: small, d: fc.tuple(small) }) }), {
      maxLength: 30,
    });
    assertProperty(
      fc.property(payloads, (list) => {
        const filter = new DeltaFilter({ mode: 'absolute', threshold: 3 });
        let held: number[] | undefined;
        for (const payload of list) {
          const values = [payload.a, payload.b.c, payload.b.d[0]];
          const moved = !held || values.some((value, i) => Math.abs(value - (held?.[i] ?? 0)) >= 3);
          assert.equal(filter.check('t', payload).pass, moved);
          if (moved) held = values;
        }
      }),
    );
  });
});

describe('the remembered series', () => {
  const messages = fc.array(fc.tuple(fc.nat(12), fc.nat(6)), { maxLength: 80 });

  it('never exceed maxSeries, and each remembered topic is still filtered', () => {
    assertProperty(
      fc.property(messages, fc.integer({ min: 1, max: 10 }), (list, maxSeries) => {
        const filter = new DeltaFilter({ mode: 'change', maxSeries });
        let model: [topic: string, values: number][] = [];
        for (const [topic, extra] of list.map(([t, n]): [string, number] => [`t${t}`, n])) {
          const known = model.find(([name, count]) => name === topic && count === extra + 1);
          const { pass } = filter.check(topic, Array(extra + 1).fill(0));
          assert.equal(pass, !known);
          model = [...model.filter(([name]) => name !== topic), [topic, extra + 1]];
          while (model.reduce((sum, [, count]) => sum + count, 0) > maxSeries) model.shift();
          assert.equal(
            filter.series,
            model.reduce((sum, [, count]) => sum + count, 0),
          );
          assert.ok(filter.series <= maxSeries);
        }
      }),
    );
  });

  it('are counted when they are evicted, the least recently seen first', () => {
    const filter = new DeltaFilter({ mode: 'change', maxSeries: 2 });
    for (const topic of ['a', 'b', 'a', 'c']) filter.check(topic, 1);
    assert.deepEqual([filter.series, filter.evicted], [2, 1]);
    assert.equal(filter.check('a', 1).pass, false);
    assert.equal(filter.check('b', 1).pass, true);
  });

  it('count exactly how many messages were suppressed since the last one that passed', () => {
    assertProperty(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(2))), (list) => {
        const filter = new DeltaFilter({ mode: 'change' });
        const counts = new Map<string, number>();
        const held = new Map<string, number>();
        for (const [topic, value] of list) {
          const passes = held.get(topic) !== value;
          const before = counts.get(topic) ?? 0;
          counts.set(topic, passes ? 0 : before + 1);
          held.set(topic, value);
          const { pass, suppressed } = filter.check(topic, value);
          assert.deepEqual([pass, suppressed], [passes, passes ? before : before + 1]);
        }
      }),
    );
  });
});

describe('a reset', () => {
  it('of one topic lets its next message pass, and no other', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    for (const topic of ['a', 'b']) filter.check(topic, { x: 1, y: 1 });
    filter.reset('a');
    assert.equal(filter.series, 2);
    assert.equal(filter.check('b', { x: 1, y: 1 }).pass, false);
    assert.deepEqual(filter.check('a', { x: 1, y: 1 }), { pass: true, reason: 'first', suppressed: 0 });
  });

  it('of an unknown topic changes nothing', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    filter.check('a', 1);
    filter.reset('b');
    assert.equal(filter.series, 1);
  });

  it('of all lets the next message of each topic pass', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    for (const topic of ['a', 'b']) filter.check(topic, 1);
    filter.resetAll();
    assert.equal(filter.series, 0);
    for (const topic of ['a', 'b']) assert.equal(filter.check(topic, 1).pass, true);
  });
});

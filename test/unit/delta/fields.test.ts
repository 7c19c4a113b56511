import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions, type DeltaVerdict, mergePartial } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';

const change: DeltaOptions = { mode: 'change' };

/** Why the second payload passes after the first, or `suppressed`. */
function then(options: DeltaOptions, first: unknown, second: unknown): string {
  const filter = new DeltaFilter(options);
  filter.check('t', first);
  const verdict = filter.check('t', second);
  return verdict.pass ? verdict.reason : 'suppressed';
}

describe('a field in its own message', () => {
  const options = { mode: 'absolute', threshold: 10, ignore: 'rssi', minInterval: 60 } as const;
  const outcome = (filter: DeltaFilter, field: string, values: readonly unknown[]) =>
    values.map((value, i) => {
      const verdict = filter.check('t', value, { field, now: 1000 * i });
      return verdict.pass && verdict.reason;
    });

  it('passes at any change if it is a status field, whether it is a number or text', () => {
    for (const more of [{}, { minInterval: 0 }, { mode: 'swinging-door', minInterval: 0 } as const]) {
      const filter = new DeltaFilter({ ...options, ...more });
      assert.deepEqual(outcome(filter, 'radio.quality', [200, 200, 201]), ['first', false, 'status']);
      assert.deepEqual(outcome(filter, 'radio/status', ['ok', 'ok', 'bad']), ['first', false, 'status']);
    }
    const none = new DeltaFilter({ ...options, minInterval: 0, statusFields: [] });
    assert.deepEqual(outcome(none, 'quality', [200, 201, 210]), ['first', false, 'value']);
  });

  it('is not compared while it is ignored, and is compared again after a deploy that includes it', () => {
    const values = [-60, -90, null, 'lost', { a: 1 }, -60];
    for (const mode of ['absolute', 'swinging-door'] as const) {
      const filter = new DeltaFilter({ mode, threshold: 1, ignore: 'rssi' });
      assert.deepEqual(outcome(filter, 'wifi.rssi', values), ['first', false, false, false, false, false]);
      const all = new DeltaFilter({ mode, threshold: 0, ignore: 'rssi', staleAfter: 60 });
      assert.ok(outcome(all, 'wifi.rssi', values).every((reason) => reason !== false));
      const next = new DeltaFilter({ mode, threshold: 1 });
      next.restore(filter.takeState(), 9000);
      const { pass, earlier } = next.check('t', -75, { field: 'wifi.rssi', now: 10_000 });
      assert.ok(mode === 'absolute' ? pass : earlier, 'the field is compared again');
    }
  });
});

describe('an ignored field', () => {
  const cases: readonly (readonly [ignore: string, before: unknown, after: unknown, ignored: boolean])[] = [
    ['uptime', { v: 1, uptime: 5 }, { v: 1, uptime: 6 }, true],
    ['uptime', { v: 1, Uptime: 5 }, { v: 1, Uptime: 'long' }, true],
    ['uptime', { v: 1, sys: { uptime: 5 } }, { v: 1, sys: { uptime: 6 } }, true],
    ['.uptime', { v: 1, sys: { uptime: 5 } }, { v: 1, sys: { uptime: 6 } }, false],
    ['.uptime', { v: 1, uptime: 5 }, { v: 1, uptime: 6 }, true],
    ['wifi.rssi', { wifi: { rssi: 1 } }, { wifi: { rssi: 2 } }, true],
    ['wifi.rssi', { lora: { rssi: 1 } }, { lora: { rssi: 2 } }, false],
    ['wifi.*', { wifi: { rssi: 1, ap: 2 } }, { wifi: { rssi: 2, ap: 3 } }, true],
    ['wifi', { wifi: { rssi: 1 }, v: 1 }, { wifi: { a: [1] }, v: 1 }, true],
    ['*time*', { lastTimeSeen: 1 }, { lastTimeSeen: 2 }, true],
    ['a*b*c', { 'a-b-c': 1 }, { 'a-b-c': 2 }, true],
    ['a*b*c', { 'a-c-b': 1 }, { 'a-c-b': 2 }, false],
    ['ab*ba', { aba: 1 }, { aba: 2 }, false],
    ['list.1', { list: [1, 2] }, { list: [1, 3] }, true],
    ['list.1', { list: [1, 2] }, { list: [2, 2] }, false],
    ['up', { uptime: 5 }, { uptime: 6 }, false],
    ['a, b', { a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 1 }, true],
    ['__proto__', JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}'), true],
  ];
  for (const [ignore, before, after, ignored] of cases) {
    it(`${ignore} ${ignored ? 'applies' : 'does not apply'} to a change from ${JSON.stringify(before)}`, () => {
      assert.equal(then({ ...change, ignore }, before, after), ignored ? 'suppressed' : 'value');
    });
  }

  it('may appear or vanish, but any other field that does so is a change', () => {
    const options = { ...change, ignore: ['rssi', 'up*'] };
    assert.equal(then(options, { v: 1 }, { v: 1, rssi: 5, uptime: 1 }), 'suppressed');
    assert.equal(then(options, { rssi: 1, v: 1 }, { v: 1 }), 'suppressed');
    assert.equal(then(options, { v: 1 }, { v: 1, x: 5 }), 'keys');
    assert.equal(then(options, { v: 1, rssi: 1 }, { rssi: 1 }), 'keys');
    assert.equal(then(options, { v: 1, w: 1, rssi: 1 }, { x: 1, w: 1, rssi: 1 }), 'keys');
    assert.equal(then(options, { v: 1, rssi: 1 }, { rssi: 1, v: 2, up: 1 }), 'value');
  });

  it('may be of any kind and size', () => {
    const options = { ...change, ignore: 'image' };
    assert.equal(then(options, { image: 'x'.repeat(10_000) }, { image: new Map() }), 'suppressed');
  });

  it('leaves a payload with only ignored fields as one series', () => {
    const filter = new DeltaFilter({ ...change, ignore: 'a', maxSeries: 1 });
    filter.check('t', { a: 1 });
    filter.check('u', { a: 1 });
    assert.deepEqual([filter.series, filter.evicted], [1, 1]);
  });

  it('is named by a path; anything else is refused', () => {
    for (const ignore of [5, ['a..b'], [''], ['.'], [7], {}]) {
      assert.throws(() => new DeltaFilter(JSON.parse(JSON.stringify({ ignore }))), { setting: 'ignore' });
    }
  });

  it('does not affect the others: the outcome is that of the payload without it', () => {
    const payloads = fc.array(
      fc.record(
        {
          a: fc.nat(2),
          b: fc.record({ c: fc.nat(1), skip: fc.nat() }, { requiredKeys: ['c'] }),
          skip: fc.nat(),
        },
        { requiredKeys: ['b'] },
      ),
      { maxLength: 30 },
    );
    const without = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (key, inner) => (key === 'skip' ? undefined : inner));
    assertProperty(
      fc.property(payloads, (list) => {
        const filter = new DeltaFilter({ ...change, ignore: 'skip' });
        const plain = new DeltaFilter(change);
        for (const payload of list) {
          assert.deepEqual(filter.check('t', payload), plain.check('t', without(payload)));
        }
      }),
    );
  });
});

describe('a status field', () => {
  it('passes at any change, however small, whatever the threshold', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 100 };
    assert.equal(then(options, { v: 1, quality: 192 }, { v: 1, quality: 193 }), 'status');
    assert.equal(
      then(options, { v: 1, sensor: { Status: 'ok' } }, { v: 1, sensor: { Status: 'bad' } }),
      'status',
    );
    assert.equal(then(options, { v: 1, level: 192 }, { v: 1, level: 193 }), 'suppressed');
    assert.equal(then({ ...options, statusFields: 'level' }, { level: 192 }, { level: 193 }), 'status');
    assert.equal(then({ ...options, statusFields: [] }, { quality: 192 }, { quality: 193 }), 'suppressed');
  });
});

describe('partial', () => {
  const options: DeltaOptions = { mode: 'absolute', threshold: 1, partial: true };

  it('has the changed values at their paths', () => {
    const filter = new DeltaFilter(options);
    const first = filter.check('t', { t: 20, h: 40, in: { a: 1, b: 2 }, on: true });
    assert.equal('partial' in first, false, 'the first is sent as a whole');
    const second = filter.check('t', { t: 22, h: 40.5, in: { a: 1, b: 5 }, on: true });
    assert.deepEqual(second, {
      pass: true,
      reason: 'value',
      suppressed: 0,
      partial: { payload: { t: 22, in: { b: 5 } } },
    });
    assert.deepEqual(filter.check('t', { t: 22, h: 41, in: { a: 1, b: 5 }, on: true }), {
      pass: true,
      reason: 'value',
      suppressed: 0,
      partial: { payload: { h: 41 } },
    });
  });

  it('sends the whole payload if keys, a type or a length changed, at heartbeats and for alarms', () => {
    const whole = (second: unknown, more: DeltaOptions = {}, context = {}): void => {
      const filter = new DeltaFilter({ ...options, ...more });
      filter.check('t', { a: 1, l: [1, 2] }, { now: 0 });
      const verdict = filter.check('t', second, { now: 100_000, ...context });
      assert.equal(verdict.pass, true);
      assert.equal('partial' in verdict, false);
    };
    whole({ a: 5, l: [1, 2], b: 1 });
    whole({ a: 5, l: [1, 2, 3] });
    whole({ a: '5', l: [1, 2] });
    whole({ a: 5 });
    whole(5);
    whole({ a: 1, l: [1, 2] }, { maxSilence: 10 });
    whole({ a: 5, l: [1, 2] }, {}, { wireband: { name: 'SENSOR_ALERT' } });
  });

  it('sends the whole payload with a text too long to compare, so that its end is seen, too', () => {
    for (const options of [{ partial: true }, { partial: true, minInterval: 60 }, { minInterval: 60 }]) {
      const filter = new DeltaFilter(options);
      const outcome = ['on', 'x'.repeat(600), 'on'].map((state, i) => {
        const { pass, ...verdict } = filter.check('t', { state, other: 1 }, { now: 1000 * i });
        return pass && [Reflect.get(verdict, 'reason'), Reflect.has(verdict, 'partial')];
      });
      assert.deepEqual(outcome, [
        ['first', false],
        ['incomparable', false],
        ['first', false],
      ]);
    }
  });

  it('sends the whole payload after maxSilence, however many parts came since', () => {
    const all: readonly DeltaOptions[] = [
      options,
      { ...options, minInterval: 1 },
      { mode: 'swinging-door', threshold: 1, partial: true },
    ];
    for (const each of all) {
      const filter = new DeltaFilter<number>({ ...each, maxSilence: 60 });
      const wholes = Array.from({ length: 20 }, (_, i) => {
        const time = 10_000 * i;
        const verdict = filter.check('t', { a: 50 * (i % 2), b: 1 }, { now: time, time, ref: i });
        return verdict.pass && !verdict.partial ? i : -1;
      }).filter((i) => i >= 0);
      assert.deepEqual(wholes, [0, 6, 12, 18]);
    }
  });

  it('sends a list as a whole, and the parts of JSON text as values', () => {
    const filter = new DeltaFilter(options);
    filter.check('t', '{"a":1,"l":[1,{"x":1}]}');
    const verdict = filter.check('t', '{"a":1.5,"l":[1.5,{"x":3}]}');
    assert.deepEqual(verdict.pass && verdict.partial, { payload: { l: [1.5, { x: 3 }] } });
  });

  /** Objects of one form; now and then of another. */
  const payloads = fc.array(
    fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record({
          a: fc.nat(6),
          b: fc.record({ c: fc.nat(6), d: fc.constantFrom('x', 'y') }),
          l: fc.tuple(fc.nat(4), fc.nat(4)),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom<unknown>({ a: 1 }, 7, 'off', [1], { a: 1, b: null, l: [] }, null),
      },
    ),
    { maxLength: 40 },
  );

  /** Whether two payloads have the same form, and numbers that differ by less than the bound. */
  function isNear(one: unknown, other: unknown, bound: number): boolean {
    if (typeof one === 'number' && typeof other === 'number')
      return one === other || Math.abs(one - other) < bound;
    if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
      return one === other;
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => isNear(Reflect.get(one, key), Reflect.get(other, key), bound))
    );
  }

  /** As text, independent of the order of keys. */
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    );

  it('keeps every value of a merging receiver within the threshold at all times', () => {
    assertProperty(
      fc.property(payloads, fc.constantFrom(1, 2, 4), (list, threshold) => {
        const filter = new DeltaFilter({ ...options, threshold });
        let has: unknown;
        for (const payload of list) {
          const verdict = filter.check('t', payload);
          if (verdict.pass) has = verdict.partial ? mergePartial(has, verdict.partial.payload) : payload;
          assert.ok(isNear(has, payload, threshold), `${JSON.stringify(has)} ${JSON.stringify(payload)}`);
        }
      }),
    );
  });

  it('passes exactly the messages that pass without it, in change mode and for the swinging door', () => {
    assertProperty(
      fc.property(
        payloads,
        fc.constantFrom<DeltaOptions>(change, { mode: 'swinging-door', threshold: 1 }),
        (list, mode) => {
          const filter = new DeltaFilter<unknown>({ ...mode, partial: true });
          const plain = new DeltaFilter<unknown>(mode);
          let has: unknown;
          list.forEach((payload, time) => {
            const verdict = filter.check('t', payload, { now: time, ref: payload });
            const expected = plain.check('t', payload, { now: time, ref: payload });
            assert.equal(verdict.pass, expected.pass);
            const refs = ({ earlier }: DeltaVerdict): unknown[] | undefined => earlier?.map(({ ref }) => ref);
            assert.deepEqual(refs(verdict), refs(expected));
            for (const { partial, ref } of verdict.earlier ?? []) {
              has = partial ? mergePartial(has, partial.payload) : ref;
              assert.equal(sorted(has), sorted(ref), 'points of lines are whole');
            }
            if (verdict.pass) {
              has = verdict.partial ? mergePartial(has, verdict.partial.payload) : payload;
              assert.equal(sorted(has), sorted(payload));
            }
          });
        },
      ),
    );
  });

  it('pollutes nothing', () => {
    const filter = new DeltaFilter({ ...change, partial: true });
    filter.check('t', JSON.parse('{"__proto__":{"x":1},"a":1}'));
    const verdict = filter.check('t', JSON.parse('{"__proto__":{"x":2},"a":1}'));
    assert.equal(JSON.stringify(verdict.pass && verdict.partial?.payload), '{"__proto__":{"x":2}}');
    const merged = mergePartial(
      JSON.parse('{"a":1,"__proto__":{"y":1}}'),
      JSON.parse('{"__proto__":{"x":2}}'),
    );
    assert.equal(JSON.stringify(merged), '{"a":1,"__proto__":{"y":1,"x":2}}');
    assert.equal(Reflect.get({}, 'x'), undefined);
  });
});

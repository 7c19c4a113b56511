import assert from 'node:assert/strict';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';

/** Why each payload passes, or `suppressed`. */
function outcomes(options: DeltaOptions, payloads: readonly unknown[]): string[] {
  const filter = new DeltaFilter(options);
  return payloads.map((payload) => {
    const verdict = filter.check('t', payload);
    return verdict.pass ? verdict.reason : 'suppressed';
  });
}

/** What happens to the second payload after the first was forwarded. */
function then(options: DeltaOptions, first: unknown, second: unknown): string | undefined {
  return outcomes(options, [first, second])[1];
}

const relative: DeltaOptions = { mode: 'relative', threshold: 0.1 };
const absolute: DeltaOptions = { mode: 'absolute', threshold: 0.5 };
const change: DeltaOptions = { mode: 'change' };
const modes = [relative, absolute, change];

describe('a number', () => {
  it('passes when it is the first of its topic', () => {
    const filter = new DeltaFilter();
    for (const topic of ['a', 'b', '']) {
      assert.deepEqual(filter.check(topic, 20), { pass: true, reason: 'first', suppressed: 0 });
    }
  });

  it('passes in relative mode when it changed by the threshold or more', () => {
    assert.deepEqual(outcomes(relative, [100, 109, 91, 110, 120, 121]), [
      'first',
      'suppressed',
      'suppressed',
      'value',
      'suppressed',
      'value',
    ]);
    assert.equal(then(relative, -100, -110), 'value');
    assert.equal(then(relative, -100, -109), 'suppressed');
  });

  it('passes in absolute mode when it changed by the threshold or more', () => {
    assert.deepEqual(outcomes(absolute, [20, 20.4, 19.6, 20.5, 20]), [
      'first',
      'suppressed',
      'suppressed',
      'value',
      'value',
    ]);
  });

  it('passes in change mode when it changed at all', () => {
    assert.deepEqual(outcomes(change, [1, 1, 1 + Number.EPSILON, 1]), [
      'first',
      'suppressed',
      'value',
      'value',
    ]);
  });

  it('that drifts slowly is compared with the last forwarded one, so that no drift is lost', () => {
    const drift = Array.from({ length: 101 }, (_, i) => 20 + i * 0.01);
    const passed = outcomes(absolute, drift).filter((outcome) => outcome !== 'suppressed');
    assert.deepEqual(passed, ['first', 'value', 'value']);
  });

  it('of 0 lets every change pass in relative mode, unless there is a floor', () => {
    assert.equal(then(relative, 0, 0.0001), 'value');
    assert.equal(then({ ...relative, floor: 0.5 }, 0, 0.4), 'suppressed');
    assert.equal(then({ ...relative, floor: 0.5 }, 0, -0.5), 'value');
    assert.equal(then({ ...relative, floor: 0.5 }, 100, 105), 'suppressed');
  });

  it('does not change between 0 and -0', () => {
    for (const mode of modes) assert.equal(then(mode, 0, -0), 'suppressed');
  });

  it('is the same whether it comes as a number, text or bytes', () => {
    for (const mode of modes) {
      assert.deepEqual(outcomes(mode, [20, '20', Buffer.from('20'), ' 20 ']).slice(1), [
        'suppressed',
        'suppressed',
        'suppressed',
      ]);
    }
  });

  it('always passes if the threshold is 0, except in change mode', () => {
    const zero = { threshold: 0 };
    assert.deepEqual(outcomes({ ...relative, ...zero }, [1, 1, 'a', 'a']), Array(4).fill('unfiltered'));
    assert.deepEqual(outcomes({ ...absolute, ...zero }, [1, 1]), ['unfiltered', 'unfiltered']);
    assert.deepEqual(outcomes({ ...change, ...zero }, [1, 1]), ['first', 'suppressed']);
  });
});

describe('a change of kind', () => {
  const kinds: readonly (readonly [string, unknown, unknown])[] = [
    ['a number to text', 1, 'one'],
    ['a number to null', 1, null],
    ['a number to NaN', 1, Number.NaN],
    ['NaN to a number', Number.NaN, 1],
    ['a number to Infinity', 1, Number.POSITIVE_INFINITY],
    ['Infinity to its opposite', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['null to undefined', null, undefined],
    ['a number to true', 1, true],
    ['a number to an object', 1, { a: 1 }],
    ['an object to a number', { a: 1 }, 1],
    ['null to an empty object', null, {}],
    ['a list to null', [1], null],
  ];
  for (const [what, before, after] of kinds) {
    it(`from ${what} passes, also inside an object`, () => {
      for (const mode of modes) {
        assert.equal(then(mode, before, after), 'type');
        assert.equal(then(mode, { x: 1, y: before }, { x: 1, y: after }), 'type');
      }
    });
  }

  const keys: readonly (readonly [string, unknown, unknown])[] = [
    ['an extra key', { a: 1 }, { a: 1, b: 1 }],
    ['one key fewer', { a: 1, b: 1 }, { a: 1 }],
    ['a different key', { a: 1, b: 1 }, { a: 1, c: 1 }],
    ['a longer list', [1], [1, 1]],
    ['a shorter list', [1, 1], [1]],
    ['a list in place of an object with the same keys', { 0: 1, 1: 1 }, [1, 1]],
    ['an empty list in place of an empty object', {}, []],
    ['a dot in a key in place of a level', { 'a.b': 1, c: 1 }, { a: { b: 1 }, c: 1 }],
    ['a control character in a key in place of a level', { a: { b: 1 }, c: 1 }, { 'a\u001fb': 1, c: 1 }],
  ];
  for (const [what, before, after] of keys) {
    it(`to ${what} passes`, () => {
      for (const mode of modes) {
        assert.equal(then(mode, before, after), 'keys');
        assert.equal(then(mode, [before], [after]), 'keys');
      }
    });
  }

  it('is not seen between equal values: NaN to NaN, null to null, empty to empty', () => {
    for (const value of [Number.NaN, null, undefined, Number.POSITIVE_INFINITY, {}, [], true, 'on', 5n]) {
      for (const mode of modes) assert.equal(then(mode, { value }, { value }), 'suppressed');
    }
  });
});

describe('a value that is not a number', () => {
  it('passes at any change: text, Boolean, date, BigInt', () => {
    const changes = [
      ['on', 'off'],
      [true, false],
      [5n, 6n],
      [new Date(1e12), new Date(1e12 + 1)],
    ];
    for (const mode of modes) {
      for (const [before, after] of changes) assert.equal(then(mode, { v: before }, { v: after }), 'value');
    }
  });

  it('is suppressed while it stays the same, even if it is a date', () => {
    for (const mode of modes)
      assert.equal(then(mode, { at: new Date(5) }, { at: new Date(5) }), 'suppressed');
    assert.equal(then(change, new Date(Number.NaN), new Date(Number.NaN)), 'suppressed');
  });

  it('always passes if it is a text of more than 512 characters', () => {
    const long = 'x'.repeat(513);
    assert.deepEqual(outcomes(relative, [long, long]), ['incomparable', 'incomparable']);
    assert.deepEqual(outcomes(relative, [long.slice(1), long.slice(1)]), ['first', 'suppressed']);
    assert.deepEqual(outcomes(relative, [{ a: 1 }, { a: 1, b: long }, { a: 1 }]), [
      'first',
      'incomparable',
      'first',
    ]);
  });

  it('always passes if its keys do not reveal its content: Map, Set, URL', () => {
    const opaque = [new Map([['a', 1]]), new Set([1]), new URL('http://a/'), /x/, new Error('x')];
    for (const value of opaque) {
      assert.deepEqual(outcomes(change, [value, value]), ['incomparable', 'incomparable']);
      assert.equal(then(change, { v: {} }, { v: value }), 'incomparable');
    }
  });
});

describe('a payload of several values', () => {
  it('passes when any one of them does, and then all of them become the new reference', () => {
    assert.deepEqual(
      outcomes(absolute, [
        { a: 1, b: { c: [1, 2] } },
        { a: 1.4, b: { c: [1.4, 2.4] } },
        { a: 1.4, b: { c: [1.4, 2.6] } },
        { a: 1, b: { c: [1.4, 2.6] } },
      ]),
      ['first', 'suppressed', 'value', 'suppressed'],
    );
  });

  it('is the same whatever the order of its keys', () => {
    assert.equal(then(absolute, { a: 1, b: 9, c: 5 }, { c: 5, a: 1, b: 9 }), 'suppressed');
    assert.equal(then(absolute, { a: 1, b: 9 }, { b: 1, a: 9 }), 'value');
  });

  it('is not affected by later changes to the checked object', () => {
    const filter = new DeltaFilter(absolute);
    const payload = { a: [1], b: Buffer.from([1]) };
    filter.check('t', payload);
    payload.a[0] = 5;
    payload.b[0] = 5;
    assert.equal(filter.check('t', { a: [1], b: Buffer.from([1]) }).pass, false);
  });

  it('of more than 32 levels or 10,000 values always passes, and is checked quickly', () => {
    const nest = (levels: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level++) value = { value };
      return value;
    };
    assert.equal(then(relative, nest(32), nest(32)), 'suppressed');
    for (const payload of [
      nest(33),
      nest(100_000),
      Array(10_001).fill(1),
      { a: Array(1_000_000).fill({}) },
    ]) {
      assert.deepEqual(outcomes(relative, [payload, payload]), ['incomparable', 'incomparable']);
    }
    const image = { image: Buffer.alloc(8_000_000) };
    assert.deepEqual(new Set(outcomes(relative, Array(500).fill(image))), new Set(['incomparable']));
  });

  it('that refers to itself always passes', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    assert.deepEqual(outcomes(relative, [circular, circular]), ['incomparable', 'incomparable']);
  });

  it('with the key __proto__ is compared like any other and pollutes nothing', () => {
    assert.equal(then(change, '{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'), 'suppressed');
    assert.equal(then(change, '{"__proto__":{"x":1}}', '{"__proto__":{"x":2}}'), 'value');
    assert.equal(Reflect.get({}, 'x'), undefined);
  });
});

describe('settings of the filter', () => {
  it('default to relative mode with 2 %', () => {
    assert.deepEqual(outcomes({}, [100, 101.9, 102]), ['first', 'suppressed', 'value']);
  });

  it('may be numbers as text, as from a flow or the environment', () => {
    const options = { mode: 'relative', threshold: '0.1', floor: ' 5 ', maxSeries: '10' } as const;
    assert.deepEqual(outcomes(options, [10, 14, 15]), ['first', 'suppressed', 'value']);
  });

  it('are refused if invalid', () => {
    const bad: readonly [string, DeltaOptions][] = [
      ['threshold', { threshold: -1 }],
      ['threshold', { threshold: '2 %' }],
      ['threshold', { threshold: Number.NaN }],
      ['floor', { floor: Number.POSITIVE_INFINITY }],
      ['maxSeries', { maxSeries: 0 }],
      ['maxSeries', { maxSeries: 1.5 }],
    ];
    for (const [setting, options] of bad) {
      assert.throws(() => new DeltaFilter(options), { name: 'SettingError', setting });
    }
    assert.throws(() => new DeltaFilter(JSON.parse('{"mode":"sideways"}')), { setting: 'mode' });
  });
});

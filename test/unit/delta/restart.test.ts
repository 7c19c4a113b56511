import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { openStateFile, saveStateFile } from '../../../src/delta/persist';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const START = 1_700_000_000_000;

interface Message {
  readonly topic: string;
  readonly payload: unknown;
  readonly time: number;
}

describe('a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'delta-'));
  const file = join(folder, 'below', 'state.json');
  after(() => rmSync(folder, { recursive: true }));
  const read = (kept: unknown): Message => Object(kept);

  function restart(filter: DeltaFilter<Message>, options: DeltaOptions, now: number): DeltaFilter<Message> {
    saveStateFile(file, filter.takeState(), (message) => message, now);
    const { state, warning } = openStateFile(file, read);
    assert.equal(warning, undefined);
    assert.ok(state);
    const next = new DeltaFilter<Message>(options);
    next.restore(state, now);
    return next;
  }

  it('lets a series pass once if it was forwarded in the last ten seconds, and remembers all others', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 2, persist: true };
    const filter = new DeltaFilter<Message>(options);
    filter.check('old', 20, { now: START });
    filter.check('old/nested', { v: 20, s: 'on' }, { now: START });
    filter.check('young', 20, { now: START + 9000 });
    const next = restart(filter, options, START + 10_000);
    const now = START + 20_000;
    assert.equal(next.check('old', 21, { now }).pass, false);
    assert.equal(next.check('old/nested', { v: 21, s: 'on' }, { now }).pass, false);
    assert.deepEqual(next.check('young', 20, { now }), { pass: true, reason: 'restart', suppressed: 0 });
    assert.equal(next.check('young', 20, { now }).pass, false);
    assert.equal(next.check('old', 22, { now }).pass, true);
  });

  it('changes nothing if all forwarded messages had arrived', () => {
    const payloads = fc.oneof(
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom<unknown>('on', null, Number.NaN, [1, 2]),
      fc.record({
        a: fc.nat(9),
        b: fc.record({ x: fc.nat(9), s: fc.constantFrom('x', undefined) }),
        n: fc.nat(),
      }),
    );
    const stream = fc.array(
      fc.tuple(fc.constantFrom('a', 'b'), payloads, fc.integer({ min: 10_000, max: 30_000 })),
      {
        maxLength: 40,
      },
    );
    const settings = fc.constantFrom<DeltaOptions>(
      { mode: 'absolute', threshold: 3, maxSilence: 60 },
      { mode: 'relative', threshold: 0.3, ignore: 'n' },
      { mode: 'span', threshold: 0.2, partial: true },
      { mode: 'change', rules: [{ match: 'b', mode: 'span', threshold: 0.1 }], maxSeries: 4 },
    );
    assertProperty(
      fc.property(stream, settings, fc.func(fc.boolean()), (list, options, isEnd) => {
        const kept: DeltaOptions = { ...options, persist: true };
        const undisturbed = new DeltaFilter<Message>(kept);
        let filter = new DeltaFilter<Message>(kept);
        let now = START;
        list.forEach(([topic, payload, step], index) => {
          const context = { now, time: now };
          assert.deepEqual(filter.check(topic, payload, context), undisturbed.check(topic, payload, context));
          assert.equal(filter.evicted, undisturbed.evicted);
          now += step;
          if (isEnd(index)) filter = restart(filter, kept, now);
        });
      }),
      { numRuns: runs(60) },
    );
  });

  it('trusts no value whose time of forwarding is unknown', () => {
    const filter = new DeltaFilter<Message>({ mode: 'change' });
    filter.check('t', 1, { now: START });
    const next = restart(filter, { mode: 'change', persist: true }, START + 1_000_000);
    const verdict = next.check('t', 1, { now: START + 1_000_000 });
    assert.equal(verdict.pass && verdict.reason, 'restart');
  });

  it('that follows another without a message in between trusts no more than that one', () => {
    const options: DeltaOptions = { mode: 'change', persist: true };
    const filter = new DeltaFilter<Message>(options);
    filter.check('t', 1, { now: START });
    const next = restart(restart(filter, options, START + 1), options, START + 100_000);
    assert.equal(next.check('t', 1, { now: START + 100_000 }).pass, true);
  });

  it('costs repeated values but no stale one: at any time, a receiver is within the bound', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9000 })), {
      maxLength: 40,
    });
    assertProperty(
      fc.property(values, fc.func(fc.constantFrom('none', 'clean', 'crash')), (list, endOf) => {
        const options: DeltaOptions = { mode: 'absolute', threshold: 3, persist: true };
        let filter = new DeltaFilter<Message>(options);
        let now = START;
        let has = Number.NaN;
        /** Sent, and in transit for up to ten seconds: a crash or a stop loses it. */
        let onItsWay: { value: number; since: number }[] = [];
        list.forEach(([value, step], index) => {
          now += step;
          onItsWay = onItsWay.filter(({ since, value: arrived }) => {
            if (now - since < 10_000) return true;
            has = arrived;
            return false;
          });
          if (filter.check('t', value, { now }).pass) onItsWay.push({ value, since: now });
          const receives = onItsWay.at(-1)?.value ?? has;
          assert.ok(Math.abs(receives - value) < 3, `${receives} ${value}`);
          const end = endOf(index);
          if (end === 'none') return;
          onItsWay = [];
          if (end === 'crash') filter = new DeltaFilter<Message>(options);
          else filter = restart(filter, options, now);
        });
      }),
      { numRuns: runs(40) },
    );
  });

  it('keeps a held value with its message, which is sent when due', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 2, minInterval: 60, persist: true };
    const filter = new DeltaFilter<Message>(options);
    const message = { topic: 't', payload: 30, time: 7 };
    filter.check('t', 20, { now: START });
    filter.check('t', 30, { now: START + 1000, ref: message });
    const next = restart(filter, options, START + 2000);
    const due = next.due(START + 2000);
    assert.deepEqual(due, [
      { kind: 'held', topic: 't', ref: message, time: START + 1000, reason: 'interval', suppressed: 0 },
    ]);
  });

  it('that removes the interval still sends the held message without waiting for another', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 1, persist: true };
    const filter = new DeltaFilter<Message>({ ...options, minInterval: 60 });
    for (const [payload, time] of [
      [1, START],
      [9, START + 1000],
    ] as const) {
      filter.check('t', payload, { now: time, ref: { topic: 't', payload, time } });
    }
    const next = restart(filter, options, START + 20_000);
    const due = next.due(next.nextDue ?? 0);
    assert.deepEqual(
      due.map((one) => one.kind === 'held' && one.ref?.payload),
      [9],
    );
  });

  it('keeps held messages whatever their content, and distrusts a series whose message cannot be kept', () => {
    const options: DeltaOptions = {
      mode: 'absolute',
      threshold: 2,
      minInterval: 60,
      ignore: 'extra',
      persist: true,
    };
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const extras = [new Date(5), 5n, circular, Buffer.alloc(1_000_000), Array(1_000_000).fill(0)];
    const filter = new DeltaFilter<Message>(options);
    for (const [i, extra] of extras.entries()) {
      for (const v of [20, 30]) {
        const ref = { topic: `t${i}`, payload: v, time: v };
        filter.check(`t${i}`, { v, at: new Date(7), big: 7n, extra }, { now: START + v, ref });
      }
    }
    const now = START + 100_000;
    const next = restart(filter, options, now);
    const due = next.due(now).map(({ topic }) => topic);
    assert.deepEqual(due, ['t0', 't1']);
    const reasons = extras.map((extra, i) => {
      const verdict = next.check(`t${i}`, { v: 31, at: new Date(7), big: 7n, extra }, { now: now + 60_000 });
      return verdict.pass && verdict.reason;
    });
    assert.deepEqual(reasons, [false, false, 'restart', 'restart', 'restart']);
  });

  it('keeps every kind of value, with spans, suppressed counts and names', () => {
    const options: DeltaOptions = { mode: 'span', threshold: 0.1, persist: true };
    const filter = new DeltaFilter<Message>(options);
    const values = [
      'on',
      null,
      undefined,
      true,
      5,
      -0,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      [],
      {},
      [[1], { a: [] }],
    ];
    const all = { ...values, x: { '': 1, ['__proto__']: { y: 1 } }, '\u2028\n"': '\ud800' };
    const sparse = Object.assign(Array<unknown>(3), { 0: 1, 2: 3 });
    const check = (on: DeltaFilter<Message>, now: number): boolean[] =>
      [all, sparse, ...values].map((value, i) => on.check(`t${i}`, value, { now, device: 'd\0' }).pass);
    assert.equal(check(filter, START).includes(false), false);
    assert.equal(check(filter, START).includes(true), false);
    for (const value of [0, 100]) filter.check('spanned', value, { now: START });
    const next = restart(filter, options, START + 100_000);
    assert.equal(check(next, START + 100_000).includes(true), false);
    assert.equal(next.check('spanned', 109, { now: START + 100_000 }).pass, false);
    assert.equal(next.check('t0', all, { now: START, device: 'd\0' }).suppressed, 3);
  });

  it('keeps the order in which series are forgotten', () => {
    const options: DeltaOptions = { mode: 'change', persist: true, maxSeries: 2 };
    const filter = new DeltaFilter<Message>({ ...options, maxSeries: 3 });
    for (const topic of ['a', 'b', 'c', 'a']) filter.check(topic, 1, { now: START });
    const next = restart(filter, options, START + 100_000);
    assert.equal(next.evicted, 1);
    assert.deepEqual(
      ['a', 'c'].map((topic) => next.check(topic, 1, { now: START + 100_000 }).pass),
      [false, false],
    );
  });
});

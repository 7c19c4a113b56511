import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';

const ABSOLUTE: DeltaOptions = { mode: 'absolute', threshold: 1 };

function reasons(options: DeltaOptions, payloads: readonly unknown[]): string[] {
  const filter = new DeltaFilter(options);
  return payloads.map((payload) => {
    const verdict = filter.check('t', payload);
    return verdict.pass ? verdict.reason : 'suppressed';
  });
}

const zigbee = (device: string, values: object) => ({
  ZbReceived: { [device]: { Device: device, ...values } },
});

describe('payloads of several shapes on one topic', () => {
  it('are separate series if they share no value: those of a Zigbee bridge pass once each', () => {
    const round = [
      zigbee('0x1111', { Temperature: 21.5, LinkQuality: 90 }),
      zigbee('0x2222', { Humidity: 45, LinkQuality: 80 }),
      zigbee('0x3333', { Power: 0, LinkQuality: 70 }),
    ];
    const list = Array.from({ length: 60 }, (_, i) => round[i % 3]);
    const told = reasons(ABSOLUTE, list);
    assert.deepEqual(told.slice(0, 3), ['first', 'first', 'first']);
    assert.deepEqual(new Set(told.slice(3)), new Set(['suppressed']));
    assert.deepEqual(
      reasons(ABSOLUTE, [...list, zigbee('0x2222', { Humidity: 47, LinkQuality: 80 })]).at(-1),
      'value',
    );
  });

  it('are separate series if they name different devices, even with values of the same name', () => {
    const one = { model: 'A', id: 1, temperature_C: 21.5, battery_ok: 1 };
    const other = { model: 'B', id: 2, temperature_C: 4, humidity: 45 };
    assert.deepEqual(reasons(ABSOLUTE, [one, other, one, other, { ...other, temperature_C: 5 }]), [
      'first',
      'first',
      'suppressed',
      'suppressed',
      'value',
    ]);
  });

  it('are one series if they share a value: a key that comes or goes is a change', () => {
    const fine = { t: 20 };
    const fault = { t: 20, error: 'x' };
    assert.deepEqual(reasons(ABSOLUTE, [fine, fault, fine, fine]), ['first', 'keys', 'keys', 'suppressed']);
    const states = [
      { t: 20, status: 'ok' },
      { t: 20, status: 'bad', code: 7 },
      { t: 20, status: 'ok' },
    ];
    assert.deepEqual(reasons(ABSOLUTE, states), ['first', 'status', 'status']);
    assert.deepEqual(
      reasons(ABSOLUTE, [
        [1, 2],
        [1, 2, 3],
        [1, 2],
      ]),
      ['first', 'keys', 'keys'],
    );
  });

  it('are forgotten together by a reset, but counted and evicted one by one', () => {
    const filter = new DeltaFilter({ ...ABSOLUTE, maxSeries: 4 });
    filter.check('t', { a: 1 });
    filter.check('t', { b: 1 });
    filter.check('t', { c: 1 });
    assert.equal(filter.series, 3);
    filter.reset('t');
    assert.equal(filter.series, 0);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) filter.check('t', { [key]: 1 });
    assert.equal(filter.series, 4);
    assert.equal(filter.check('t', { f: 1 }).pass, false);
    assert.equal(filter.check('t', { a: 1 }).pass, true);
  });

  it('are at most 200 series on one topic, and then replace each other', () => {
    const filter = new DeltaFilter(ABSOLUTE);
    for (let i = 0; i < 1000; i++) filter.check('t', { [`k${i}`]: 1 });
    assert.ok(filter.series <= 201, `${filter.series}`);
  });

  it('survive a deploy', () => {
    const filter = new DeltaFilter(ABSOLUTE);
    for (const payload of [{ a: 1 }, { b: 1 }]) filter.check('t', payload);
    const next = new DeltaFilter(ABSOLUTE);
    next.restore(filter.takeState());
    for (const payload of [{ b: 1 }, { a: 1 }]) assert.equal(next.check('t', payload).pass, false);
    assert.equal(next.check('t', { c: 1 }).pass, true);
    assert.equal(next.series, 3);
  });

  it('that share no value are decided as if on separate topics', () => {
    const payloads = fc.oneof(
      fc.record({ a: fc.nat(5), b: fc.nat(5) }),
      fc.record({ c: fc.nat(5) }),
      fc.record({ d: fc.record({ e: fc.nat(5), f: fc.constantFrom('x', 'y') }) }),
    );
    assertProperty(
      fc.property(fc.array(payloads, { maxLength: 40 }), (list) => {
        const together = new DeltaFilter(ABSOLUTE);
        const apart = new DeltaFilter(ABSOLUTE);
        for (const payload of list) {
          const topic = Object.keys(payload).join();
          assert.deepEqual(together.check('t', payload), apart.check(topic, payload));
        }
      }),
    );
  });
});

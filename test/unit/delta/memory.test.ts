import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { DeltaFilter } from '../../../src/delta';
import { SeriesStore } from '../../../src/delta/SeriesStore';
import { seriesKey } from '../../../src/delta/seriesKey';
import { assertProperty } from '../../harness/assertProperty';

const MIB = 1024 * 1024;

/** Bytes of the heap that are still referenced. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** A separate string, as in a message. */
const ownText = (length: number, i: number): string => Buffer.from(`${i}/`.padEnd(length, 'x')).toString();

describe('the memory of a filter', () => {
  it('does not grow with long names: each is kept as its beginning and a hash', () => {
    const filter = new DeltaFilter({ mode: 'absolute', threshold: 1 });
    const before = heldBytes();
    for (let i = 0; i < 1000; i++) filter.check(ownText(60_000, i), i);
    assert.equal(filter.series, 1000);
    assert.ok(heldBytes() - before < 10 * MIB, `${heldBytes() - before}`);
    assert.equal(filter.check(ownText(60_000, 7), 7.5).pass, false);
    filter.reset(ownText(60_000, 7));
    assert.equal(filter.check(ownText(60_000, 7), 7.5).pass, true);
    assert.equal(filter.check(ownText(60_000, 8), 8.5).pass, false);
  });

  it('tells apart long names that differ anywhere, and keeps short ones as they are', () => {
    const keys = [0, 30_000, 59_999].map((at) =>
      seriesKey(`${'x'.repeat(at)}y${'x'.repeat(59_999 - at)}`, {}),
    );
    assert.equal(
      new Set([...keys, seriesKey('x'.repeat(60_000), {}), seriesKey('x'.repeat(60_001), {})]).size,
      5,
    );
    assert.ok(keys.every((key) => key.length < 200));
    assert.equal(seriesKey('plant/t1', {}), 'plant/t1');
    const fields = ['a', 'b'].map((last) => seriesKey('t', { field: 'f'.repeat(1000) + last }));
    assert.notEqual(fields[0], fields[1]);
  });

  it('is bounded in bytes: larger payloads evict the least recently seen series', () => {
    const filter = new DeltaFilter({ mode: 'change', maxBytes: MIB });
    const payload = (i: number) => ({
      texts: Array.from({ length: 100 }, (_, k) => ownText(500, i * 100 + k)),
    });
    for (let i = 0; i < 100; i++) filter.check(`t/${i}`, payload(i));
    assert.ok(filter.series < 2500, `${filter.series}`);
    assert.ok(filter.series > 1000, `${filter.series}`);
    assert.ok(filter.evicted > 7000, `${filter.evicted}`);
    assert.equal(filter.check('t/99', payload(99)).pass, false);
    assert.equal(filter.check('t/0', payload(0)).pass, true);
  });

  it('is bounded even if remembered texts grow', () => {
    const filter = new DeltaFilter({ mode: 'change', maxBytes: MIB });
    const payload = (length: number) => Array.from({ length: 100 }, (_, k) => ownText(length, k));
    for (let i = 0; i < 50; i++) filter.check(`t/${i}`, payload(8));
    assert.equal(filter.evicted, 0);
    for (let i = 0; i < 50; i++) filter.check(`t/${i}`, payload(510));
    assert.ok(filter.evicted > 0);
  });

  it('forgets even a single payload that exceeds it', () => {
    const filter = new DeltaFilter({ mode: 'change', maxBytes: MIB });
    const huge = Array.from({ length: 9000 }, (_, k) => ownText(500, k));
    assert.equal(filter.check('t', huge).pass, true);
    assert.equal(filter.series, 0);
    assert.equal(filter.check('t', huge).pass, true);
  });

  it('has a correct count of bytes, whatever is added, changed and removed', () => {
    const payloads = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.string({ maxLength: 20 }),
      fc.record({ a: fc.string({ maxLength: 9 }), b: fc.option(fc.nat(9)) }, { requiredKeys: ['a'] }),
    );
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), payloads, fc.boolean()), {
      maxLength: 40,
    });
    assertProperty(
      fc.property(steps, (list) => {
        const filter = new DeltaFilter({ mode: 'change' });
        for (const [topic, payload, isReset] of list) {
          if (isReset) filter.reset(topic);
          filter.check(topic, payload);
        }
        const { store } = filter.takeState();
        const counted = store.bytes;
        const anew = new SeriesStore<unknown>();
        for (const slot of store.allSlots()) anew.setTree(anew.add(store.keyOf(slot)), store.tree(slot));
        assert.equal(counted, anew.bytes);
      }),
    );
  });
});

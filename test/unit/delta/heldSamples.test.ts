import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Columns } from '../../../src/delta/Columns';
import { HeldRefs } from '../../../src/delta/HeldRefs';
import { type HeldSample, HeldSamples } from '../../../src/delta/HeldSamples';
import { BLOCK_SIZE } from '../../../src/delta/SampleBlocks';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const SLOTS = 3;

const values = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom<unknown>('x', { a: 1 }, undefined, Number.NaN),
);

const steps = fc.array(
  fc.record({
    slot: fc.nat(SLOTS - 1),
    what: fc.constantFrom('add', 'add', 'add', 'add', 'hold', 'release', 'drop', 'close'),
    values,
    hasRef: fc.boolean(),
    isReached: fc.boolean(),
    count: fc.integer({ min: 1, max: BLOCK_SIZE }),
  }),
  { maxLength: 300 },
);

interface Marked {
  readonly sample: HeldSample<string>;
  readonly isReached: boolean;
}

describe('the samples that a series holds', () => {
  it('are those added, oldest first, with their marks, whatever other series hold', () => {
    assertProperty(
      fc.property(steps, (list) => {
        const refs = new HeldRefs<string>();
        const watched = new Set<string>();
        refs.watch = { onHeld: (ref) => watched.add(ref), onLetGo: (ref) => watched.delete(ref) };
        const held = new HeldSamples<string>(new Columns(SLOTS), refs);
        const model: Marked[][] = Array.from({ length: SLOTS }, () => []);
        const closed = Array<number>(SLOTS).fill(0);
        list.forEach(({ slot, what, values: payload, hasRef, isReached, count }, time) => {
          const sample = { values: payload, time, ref: hasRef ? `m${time}` : undefined };
          const before = model[slot] ?? [];
          if (what === 'add' && before.length < BLOCK_SIZE) {
            held.add(slot, sample.values, sample.time, sample.ref, isReached);
            model[slot] = [...before, { sample, isReached }];
          } else if (what === 'hold') {
            held.hold(slot, sample.values, sample.time, sample.ref);
            model[slot] = [{ sample, isReached: true }];
            closed[slot] = 0;
          } else if (what === 'release') {
            held.release(slot);
            model[slot] = [];
            if (before.length > 0) closed[slot] = 0;
          } else if (what === 'drop' && count < before.length) {
            held.dropOldest(slot, count);
            model[slot] = before.slice(count);
          } else if (what === 'close' && before.length > 1) {
            held.countClosed(slot);
            closed[slot] = (closed[slot] ?? 0) + 1;
          }
          const kept = model.flat().flatMap((one) => one.sample.ref ?? []);
          assert.deepEqual([...watched].sort(), kept.sort());
          model.forEach((samples, each) => {
            assert.deepEqual(
              held.from(each, 0),
              samples.map((one) => one.sample),
            );
            assert.equal(held.count(each), samples.length);
            assert.equal(
              held.newestReached(each),
              samples.findLastIndex((one) => one.isReached),
            );
            assert.equal(held.countSinceClosed(each), closed[each]);
            const times = samples.map((one) => one.sample.time);
            assert.deepEqual(held.newestTime(each), times.at(-1) ?? Number.NaN);
            assert.deepEqual(held.of(each), samples[0]?.sample);
            assert.deepEqual(
              held.from(each, 2),
              samples.slice(2).map((one) => one.sample),
            );
          });
        });
      }),
      { numRuns: runs(300) },
    );
  });
});

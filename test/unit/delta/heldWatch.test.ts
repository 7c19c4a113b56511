import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';
import { START } from '../../harness/delta/deltaStory';
import { runs } from '../../harness/effort';

const OPTIONS: Readonly<Record<string, DeltaOptions>> = {
  door: { mode: 'swinging-door', threshold: 2, maxSilence: 30 },
  'door in parts': { mode: 'swinging-door', threshold: 2, partial: true },
  'sendPrevious with few series': { mode: 'absolute', threshold: 2, sendPrevious: true, maxSeries: 2 },
  'interval with extremes': { mode: 'absolute', threshold: 1, minInterval: 5, sendExtremes: true },
  auto: { mode: 'auto' },
};

const stream = fc.array(
  fc.record({
    topic: fc.constantFrom('a', 'b', 'c'),
    x: fc.integer({ min: -6, max: 6 }),
    y: fc.integer({ min: -6, max: 6 }),
    isObject: fc.boolean(),
    step: fc.constantFrom(0, 1000, 1000, 1000, 4000, 60_000),
    after: fc.constantFrom('nothing', 'nothing', 'nothing', 'due', 'deploy'),
  }),
  { maxLength: 80 },
);

describe('the watch of held messages', () => {
  for (const [name, options] of Object.entries(OPTIONS)) {
    it(`knows each message that is forwarded later, and none at the end: ${name}`, () => {
      assertProperty(
        fc.property(stream, (steps) => {
          const held = new Set<string>();
          const watch = {
            onHeld: (ref: string) => held.add(ref),
            onLetGo: (ref: string) => held.delete(ref),
          };
          const make = (): DeltaFilter<string> => {
            const made = new DeltaFilter<string>(options);
            made.watchHeld(watch);
            return made;
          };
          let filter = make();
          let now = START;
          /** Whatever is returned was held until now, except the current message. */
          const expectHeld = (
            before: ReadonlySet<string>,
            refs: readonly (string | undefined)[],
            own = '',
          ): void => {
            for (const ref of refs) if (ref !== undefined && ref !== own) assert.ok(before.has(ref), ref);
          };
          steps.forEach(({ topic, x, y, isObject, step, after }, i) => {
            now += step;
            const ref = `m${i}`;
            const before = new Set(held);
            const verdict = filter.check(topic, isObject ? { x, y } : x, { now, ref });
            expectHeld(
              before,
              (verdict.earlier ?? []).map((one) => one.ref),
              ref,
            );
            if (after === 'due') {
              const waiting = new Set(held);
              expectHeld(
                waiting,
                filter.due(now + 1).map((one) => (one.kind === 'held' ? one.ref : undefined)),
              );
            } else if (after === 'deploy') {
              const state = filter.takeState();
              filter = make();
              filter.restore(state, now);
            }
          });
          const before = new Set(held);
          expectHeld(
            before,
            filter.flush(now + 1).map((one) => one.ref),
          );
          assert.deepEqual([...held], []);
        }),
        { numRuns: runs(300) },
      );
    });
  }
});

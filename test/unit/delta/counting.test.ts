import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DELTA_MODES, DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const START = 1_700_000_000_000;

const series = fc.record(
  {
    mode: fc.constantFrom(...DELTA_MODES),
    threshold: fc.constantFrom(0, 0.1, 2),
    floor: fc.constantFrom(0, 1),
    span: fc.constantFrom(0, 10),
    minInterval: fc.constantFrom(0, 5, 30),
    maxSilence: fc.constantFrom(0, 20),
    staleAfter: fc.constantFrom(0, 40),
    sendPrevious: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Any settings that a flow may contain. */
const options: fc.Arbitrary<DeltaOptions> = fc
  .record(
    {
      base: series,
      rule: series,
      match: fc.constantFrom('a', 'x', 'temperature', 'sensor', '#'),
      ignore: fc.constantFrom('', 'n', 'b.*'),
      partial: fc.boolean(),
      persist: fc.boolean(),
    },
    { requiredKeys: ['base'] },
  )
  .map(({ base, rule, match, ...rest }) => ({
    ...base,
    ...rest,
    rules: rule && match ? [{ ...rule, match }] : [],
  }));

const payloads = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
  {
    weight: 3,
    arbitrary: fc.record(
      { x: fc.integer({ min: -9, max: 9 }), b: fc.record({ c: fc.nat(9) }), n: fc.nat(), status: fc.nat(1) },
      { requiredKeys: ['x'] },
    ),
  },
  // No objects: those without a common key are separate series, which report their suppressed messages themselves.
  { weight: 1, arbitrary: fc.oneof(fc.anything({ maxDepth: 0 }), fc.array(fc.anything({ maxDepth: 1 }))) },
);

const messages = fc.array(
  fc.record({
    topic: fc.constantFrom('a', 'b', 'hall/temperature', ''),
    payload: payloads,
    step: fc.constantFrom(0, 100, 1000, 7000, 60_000, -5000),
    behind: fc.constantFrom(undefined, undefined, 0, 3000),
    name: fc.constantFrom('SENSOR_TEMP', 'SENSOR_TEMP', 'SENSOR_ALERT'),
  }),
  { maxLength: 60 },
);

describe('with any settings and messages', () => {
  it('every message is either forwarded once, now or later, or counted once as suppressed', () => {
    assertProperty(
      fc.property(
        options,
        messages,
        fc.func(fc.constantFrom('go on', 'go on', 'deploy', 'look')),
        (all, list, turn) => {
          let filter = new DeltaFilter<number>(all);
          let [now, accounted, stale] = [START, 0, 0];
          const refs = new Set<number>();
          const forward = (ref: number | undefined, suppressed: number): void => {
            // Several parts of a message may come if its numbers have lines of their own.
            assert.ok(ref !== undefined && (!refs.has(ref) || all.partial), `${ref} is forwarded once`);
            refs.add(ref);
            accounted += 1 + suppressed;
          };
          const look = (): void => {
            for (const due of filter.due(now)) {
              if (due.kind === 'held') forward(due.ref, due.suppressed);
              else stale++;
            }
          };
          list.forEach(({ topic, payload, step, behind, name }, ref) => {
            now += step;
            const time = behind === undefined ? undefined : now - behind;
            const verdict = filter.check(topic, payload, { now, time, wireband: { name }, ref });
            for (const { ref, suppressed } of verdict.earlier ?? []) forward(ref, suppressed);
            if (verdict.pass) forward(ref, verdict.suppressed);
            const next = turn(ref);
            if (next === 'look') look();
            if (next === 'deploy') {
              const successor = new DeltaFilter<number>(all);
              successor.restore(filter.takeState(), now);
              filter = successor;
            }
          });
          for (const { ref, suppressed } of filter.flush(now)) forward(ref, suppressed);
          for (const topic of ['a', 'b', 'hall/temperature', '']) {
            // A payload that cannot be compared passes, and reports how many were suppressed before it.
            const last = filter.check(topic, 'x'.repeat(600), { now: now + 1 });
            assert.equal(last.pass, true);
            accounted += last.suppressed;
          }
          if (all.partial) assert.ok(refs.size <= list.length);
          else assert.equal(accounted, list.length);
          assert.ok(stale <= list.length);
        },
      ),
      { numRuns: runs(1500) },
    );
  });
});

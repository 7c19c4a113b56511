import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions, type DeltaVerdict } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const START = 1_700_000_000_000;

const modes = fc.constantFrom<DeltaOptions>(
  { mode: 'absolute', threshold: 2 },
  { mode: 'relative', threshold: 0.2, floor: 1 },
  { mode: 'span', threshold: 0.2 },
  { mode: 'change' },
  { mode: 'swinging-door', threshold: 2 },
  { mode: 'absolute', threshold: 2, sendPrevious: true },
  { mode: 'relative', threshold: 0.2, sendPrevious: true, maxSilence: 20 },
);

const values = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -9, max: 9 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(Number.NaN, '5', 'on', { v: 1 }, 1e308, -1e308, -0, null),
  },
);

/** A value, milliseconds since the previous one, and how far its own time is behind; undefined if it has none. */
const stream = fc.array(
  fc.record({
    value: values,
    step: fc.integer({ min: 0, max: 9000 }),
    behind: fc.constantFrom(undefined, 0, 0, 0, 500, 10_000, -90_000_000, Number.NaN),
    isAlarm: fc.constantFrom(false, false, false, false, true),
  }),
  { maxLength: 60 },
);

describe('the fast path', () => {
  it('decides the same as the full path, which rules, alarms and restarts need', () => {
    assertProperty(
      fc.property(stream, modes, fc.boolean(), (list, options, persist) => {
        const slow = persist ? { persist } : { rules: [{ match: 'no/such/topic', threshold: 1 }] };
        const filters = [new DeltaFilter<number>(options), new DeltaFilter<number>({ ...options, ...slow })];
        let now = START;
        list.forEach(({ value, step, behind, isAlarm }, ref) => {
          now += step;
          const time = behind === undefined ? undefined : now - behind;
          const wireband = isAlarm ? { name: 'SENSOR_ALERT' } : { name: 'SENSOR_TEMP' };
          const context = { now, time, wireband, ref };
          const [quick, full] = filters.map((filter) => filter.check('t', value, context));
          assert.deepEqual(quick, full);
        });
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('several values in one message', () => {
  const records = fc.array(
    fc.record({
      a: fc.integer({ min: -9, max: 9 }),
      b: fc.record({ c: fc.nat(9), d: fc.constantFrom('x', 'y') }),
    }),
    { maxLength: 40 },
  );

  it('with partial are forwarded exactly as if each came in a message of its own', () => {
    const deadbands = modes.filter(({ mode, sendPrevious }) => mode !== 'swinging-door' && !sendPrevious);
    assertProperty(
      fc.property(records, deadbands, (list, options) => {
        const together = new DeltaFilter({ ...options, partial: true });
        const alone = new DeltaFilter(options);
        for (const payload of list) {
          const passes = (field: string, value: unknown): boolean => alone.check('t', value, { field }).pass;
          const expected = [passes('a', payload.a), passes('b.c', payload.b.c), passes('b.d', payload.b.d)];
          const verdict = together.check('t', payload);
          const sent: unknown = verdict.pass ? (verdict.partial?.payload ?? payload) : {};
          const { a, b }: Readonly<Record<string, unknown>> = Object(sent);
          const { c, d }: Readonly<Record<string, unknown>> = Object(b);
          assert.deepEqual(
            [a, c, d].map((value) => value !== undefined),
            expected,
          );
        }
      }),
    );
  });

  it('with partial have the corners that each would have alone, and no others', () => {
    const lines = fc.constantFrom<DeltaOptions>(
      { mode: 'swinging-door', threshold: 2 },
      { mode: 'absolute', threshold: 3, sendPrevious: true },
    );
    assertProperty(
      fc.property(records, lines, fc.func(fc.boolean()), (list, options, isDeploy) => {
        let together = new DeltaFilter<number>({ ...options, partial: true });
        const alone = new DeltaFilter<number>(options);
        const expected: Record<string, Set<number>> = { a: new Set(), c: new Set() };
        const found: Record<string, Set<number>> = { a: new Set(), c: new Set() };
        const receive = (ref: number | undefined, sent: unknown): void => {
          const { a, b }: Readonly<Record<string, unknown>> = Object(sent);
          for (const [field, value] of Object.entries({ a, c: Object(b).c })) {
            if (value !== undefined && ref !== undefined) found[field]?.add(ref);
          }
        };
        const expect = (field: string, ref: number | undefined): void => {
          if (ref !== undefined) expected[field]?.add(ref);
        };
        list.forEach((payload, ref) => {
          const context = { now: START + 1000 * ref, ref };
          for (const [field, value] of Object.entries({ a: payload.a, c: payload.b.c })) {
            const { pass, earlier } = alone.check('t', value, { ...context, field });
            for (const each of earlier ?? []) expect(field, each.ref);
            if (pass) expect(field, ref);
          }
          const verdict = together.check('t', payload, context);
          for (const each of verdict.earlier ?? []) receive(each.ref, each.partial?.payload);
          if (verdict.pass) receive(ref, verdict.partial?.payload ?? payload);
          if (!isDeploy(ref)) return;
          const next = new DeltaFilter<number>({ ...options, partial: true });
          next.restore(together.takeState(), context.now);
          together = next;
        });
        assert.deepEqual(found, expected);
      }),
      { numRuns: runs(500) },
    );
  });

  it('give the same result as JSON text, as bytes and as an object', () => {
    assertProperty(
      fc.property(records, modes, (list, options) => {
        const outcome = (form: (payload: unknown) => unknown): DeltaVerdict<number>[] => {
          const filter = new DeltaFilter<number>(options);
          return list.map((payload, i) =>
            filter.check('t', form(payload), { now: START + 1000 * i, ref: i }),
          );
        };
        const asText = outcome((payload) => JSON.stringify(payload));
        assert.deepEqual(
          asText,
          outcome((payload) => JSON.parse(JSON.stringify(payload))),
        );
        assert.deepEqual(
          asText,
          outcome((payload) => Buffer.from(JSON.stringify(payload))),
        );
      }),
    );
  });

  it('on several topics are decided as if each topic were alone', () => {
    const mixed = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), values), { maxLength: 60 });
    assertProperty(
      fc.property(mixed, modes, (list, options) => {
        const all = new DeltaFilter<number>(options);
        const each = new Map(['a', 'b', 'c'].map((topic) => [topic, new DeltaFilter<number>(options)]));
        list.forEach(([topic, value], i) => {
          const context = { now: START + 1000 * i, ref: i };
          assert.deepEqual(all.check(topic, value, context), each.get(topic)?.check(topic, value, context));
        });
      }),
    );
  });
});

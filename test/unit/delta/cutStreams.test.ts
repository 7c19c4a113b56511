import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { readStateLines, stateLines } from '../../../src/delta/persist/stateLines';
import { type Point, type ReconstructionRule, reconstruct } from '../../../src/delta/reconstruction';
import { assertProperty } from '../../harness/assertProperty';
import { START } from '../../harness/delta/deltaStory';
import { runs } from '../../harness/effort';

interface Message {
  readonly time: number;
  readonly values: Readonly<Record<'a' | 'c', number>>;
}

interface Case {
  readonly name: string;
  readonly receiver: ReconstructionRule;
  readonly options: DeltaOptions;
  /** How far off a receiver that holds this value may be. */
  bound(held: number): number;
}

const CASES: readonly Case[] = [
  { name: 'change', receiver: 'hold', options: { mode: 'change' }, bound: () => 0 },
  { name: 'absolute', receiver: 'hold', options: { mode: 'absolute', threshold: 2 }, bound: () => 2 },
  {
    name: 'relative',
    receiver: 'hold',
    options: { mode: 'relative', threshold: 0.2, floor: 1 },
    bound: (held) => Math.max(0.2 * Math.abs(held), 1),
  },
  { name: 'span', receiver: 'hold', options: { mode: 'span', threshold: 0.1, span: 20 }, bound: () => 2 },
  { name: 'door', receiver: 'line', options: { mode: 'swinging-door', threshold: 2 }, bound: () => 2 },
  {
    name: 'door with silences',
    receiver: 'line',
    options: { mode: 'swinging-door', threshold: 2, maxSilence: 20, staleAfter: 30 },
    bound: () => 2,
  },
  {
    name: 'absolute with sendPrevious',
    receiver: 'line',
    options: { mode: 'absolute', threshold: 2, sendPrevious: true },
    bound: () => 2,
  },
];

/** What follows a message. `other`: a deploy with a setting that changes no bound. */
const cuts = fc.constantFrom('none', 'none', 'none', 'look', 'deploy', 'other', 'restart');

const stream = fc.array(
  fc.record({
    a: fc.integer({ min: -12, max: 12 }).map((n) => n / 2),
    c: fc.integer({ min: -12, max: 12 }).map((n) => n / 2),
    step: fc.constantFrom(0, 1000, 1000, 1000, 5000, 60_000),
    late: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1500, 20_000),
    cut: cuts,
  }),
  { maxLength: 60 },
);

type Form = (values: Message['values']) => unknown;

const FORMS: Readonly<Record<'a number' | 'several values', Form>> = {
  'a number': ({ a }) => a,
  'several values': ({ a, c }) => ({ a, b: { c }, unit: 'K' }),
};

/** What a receiver that merges parts finds in a payload. */
function readFields(form: keyof typeof FORMS, payload: unknown): Partial<Record<'a' | 'c', unknown>> {
  if (form === 'a number') return { a: payload };
  return {
    a: Reflect.get(Object(payload), 'a'),
    c: Reflect.get(Object(Reflect.get(Object(payload), 'b')), 'c'),
  };
}

function cut(
  filter: DeltaFilter<Message>,
  options: DeltaOptions,
  how: string,
  now: number,
): DeltaFilter<Message> {
  if (how === 'none' || how === 'look') return filter;
  const next = new DeltaFilter<Message>(how === 'other' ? { ...options, ignore: `x${now}` } : options);
  const state = filter.takeState();
  if (how !== 'restart') next.restore(state, now);
  else {
    const lines = [...stateLines(state, (message) => message, now)];
    next.restore(
      readStateLines(lines, (kept): Message => Object(kept)),
      now,
    );
  }
  return next;
}

describe('a stream interrupted by deploys and restarts, with late and simultaneous samples', () => {
  for (const { name, receiver, options, bound } of CASES) {
    for (const form of ['a number', 'several values'] as const) {
      for (const partial of form === 'a number' ? [false] : [false, true]) {
        it(`keeps its bound in ${name}, ${form}${partial ? ', parts' : ''}`, () => {
          assertProperty(
            fc.property(stream, fc.boolean(), (list, persist) => {
              const all: DeltaOptions = { ...options, partial, persist };
              const points: Record<'a' | 'c', Point[]> = { a: [], c: [] };
              const receive = (message: Message | undefined, payload: unknown): void => {
                for (const field of ['a', 'c'] as const) {
                  const value = readFields(form, payload)[field];
                  if (message && typeof value === 'number') points[field].push({ time: message.time, value });
                }
              };
              const sendHeld = (filter: DeltaFilter<Message>, due: ReturnType<typeof filter.due>): void => {
                for (const each of due) {
                  if (each.kind !== 'held') continue;
                  receive(
                    each.ref,
                    each.partial ? each.partial.payload : each.ref && FORMS[form](each.ref.values),
                  );
                }
              };
              let filter = new DeltaFilter<Message>(all);
              let [now, newest] = [START, Number.NEGATIVE_INFINITY];
              const inOrder: Message[] = [];
              for (const { step, late, cut: how, ...values } of list) {
                now += step;
                const message: Message = { time: now - late, values };
                const payload = FORMS[form](values);
                const verdict = filter.check('t', payload, { now, time: message.time, ref: message });
                sendHeld(filter, [...(verdict.earlier ?? [])]);
                const isLate = message.time < newest;
                // A receiver has the bound without late messages, as nothing was compared with them.
                if (verdict.pass && !isLate) receive(message, verdict.partial?.payload ?? payload);
                if (!isLate) {
                  newest = message.time;
                  inOrder.push(message);
                }
                if (how === 'look') sendHeld(filter, filter.due(now));
                filter = cut(filter, all, how, now);
                // As a node's timer does at once.
                if (how !== 'none') sendHeld(filter, filter.due(now));
              }
              sendHeld(filter, filter.due(now));
              sendHeld(filter, filter.flush(now));
              const times = inOrder.map(({ time }) => time);
              for (const field of form === 'a number' ? (['a'] as const) : (['a', 'c'] as const)) {
                const received = reconstruct(receiver, points[field], times);
                const held = reconstruct('hold', points[field], times);
                inOrder.forEach(({ time, values }, i) => {
                  if (inOrder[i + 1]?.time === time) return;
                  const error = Math.abs((received[i] ?? Number.NaN) - values[field]);
                  assert.ok(error <= bound(held[i] ?? 0), `${field} ${error} at ${(time - START) / 1000}`);
                });
              }
            }),
            { numRuns: runs(300) },
          );
        });
      }
    }
  }
});

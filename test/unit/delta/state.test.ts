import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';

const START = 1_700_000_000_000;

interface Message {
  readonly topic: string;
  readonly payload: unknown;
  readonly time: number;
}

/** Options that together use everything that is kept. */
const keptOptions: readonly DeltaOptions[] = [
  { mode: 'absolute', threshold: 2 },
  { mode: 'relative', threshold: 0.1, sendPrevious: true, maxSilence: 20 },
  { mode: 'span', threshold: 0.1, minInterval: 5 },
  { mode: 'swinging-door', threshold: 1, partial: true, ignore: 'n' },
  {
    mode: 'change',
    rules: [{ match: 'a', mode: 'swinging-door', threshold: 2 }],
    staleAfter: 30,
    maxSeries: 6,
  },
];
const allOptions = keptOptions.map((options): DeltaOptions => ({ ...options, persist: true }));

const payloads = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom<unknown>('on', null, Number.NaN, true),
  fc.record({
    a: fc.nat(9),
    b: fc.record({ x: fc.nat(9), s: fc.constantFrom('x', undefined, Number.NaN) }),
    n: fc.nat(),
  }),
);

const streams = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c/d'), payloads, fc.integer({ min: 0, max: 9000 })), {
    maxLength: 60,
  })
  .map((list) => {
    let time = START;
    return list.map(([topic, payload, step]): Message => {
      time += step;
      return { topic, payload, time };
    });
  });

/** What a filter forwards of a stream. After each message, `succeed` may replace the filter. */
function outcome(
  options: DeltaOptions,
  stream: readonly Message[],
  succeed: (filter: DeltaFilter<Message>, index: number, now: number) => DeltaFilter<Message>,
): unknown[] {
  let filter = new DeltaFilter<Message>(options);
  return stream.map((message, index) => {
    const { topic, payload, time } = message;
    const due = filter.due(time);
    const verdict = filter.check(topic, payload, { now: time, ref: message });
    filter = succeed(filter, index, time);
    return { due, verdict, series: filter.series, evicted: filter.evicted };
  });
}

describe('a deploy', () => {
  it('changes nothing, whenever it comes', () => {
    assertProperty(
      fc.property(
        streams,
        fc.constantFrom(...allOptions),
        fc.func(fc.boolean()),
        (stream, options, isDeploy) => {
          const undisturbed = outcome(options, stream, (filter) => filter);
          const deployed = outcome(options, stream, (filter, index, now) => {
            if (!isDeploy(index)) return filter;
            const next = new DeltaFilter<Message>(options);
            next.restore(filter.takeState(), now);
            return next;
          });
          assert.deepEqual(deployed, undisturbed);
        },
      ),
    );
  });

  it('leaves nothing in the old filter', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    filter.check('t', 1);
    filter.takeState();
    assert.equal(filter.series, 0);
    assert.equal(filter.check('t', 1).pass, true);
  });

  it('with other settings keeps forwarded values, and ends an open line where it was', () => {
    const door = new DeltaFilter<number>({ mode: 'swinging-door', threshold: 5 });
    const at = (filter: DeltaFilter<number>, second: number, value: number) => {
      return filter.check('t', value, { now: START + second * 1000, ref: second });
    };
    at(door, 0, 20);
    at(door, 1, 21);
    const next = new DeltaFilter<number>({ mode: 'absolute', threshold: 2 });
    next.restore(door.takeState(), START + 1000);
    const verdict = at(next, 2, 22);
    const told = verdict.earlier?.map(({ ref, reason }) => [ref, reason]);
    assert.deepEqual([verdict.pass, told], [false, [[1, 'previous']]]);
    assert.equal(at(next, 3, 23).pass, true);
  });

  it('that starts to use times counts them from the first message after it', () => {
    const filter = new DeltaFilter<number>({ mode: 'absolute', threshold: 5 });
    filter.check('t', 20, { now: START });
    const next = new DeltaFilter<number>({ mode: 'absolute', threshold: 5, maxSilence: 60, staleAfter: 100 });
    next.restore(filter.takeState(), START);
    const passes = [1, 30, 61, 62].map((second) => next.check('t', 20, { now: START + second * 1000 }).pass);
    assert.deepEqual(passes, [false, false, true, false]);
    assert.equal(next.due(START + 162_000).length, 1);

    const lines = new DeltaFilter<number>({ mode: 'swinging-door', threshold: 5 });
    filter.check('t', 20, { now: START });
    lines.restore(filter.takeState(), START);
    const at = (second: number, value: number) => {
      const { pass, earlier } = lines.check('t', value, { now: START + second * 1000, ref: second });
      return [pass, earlier?.[0]?.ref];
    };
    assert.deepEqual(
      [at(1, 20), at(2, 21), at(3, 22)],
      [
        [false, undefined],
        [false, 1],
        [false, undefined],
      ],
    );
  });

  it('that starts lines and heartbeats sends heartbeats even for a constant value', () => {
    const filter = new DeltaFilter<number>({ mode: 'absolute', threshold: 5 });
    filter.check('t', 20, { now: START });
    const next = new DeltaFilter<number>({ mode: 'swinging-door', threshold: 5, maxSilence: 60 });
    next.restore(filter.takeState(), START);
    const beats = Array.from({ length: 200 }, (_, second) => second).filter((second) => {
      const verdict = next.check('t', 20, { now: START + second * 1000 });
      return verdict.pass && verdict.reason === 'heartbeat';
    });
    assert.deepEqual(beats, [0, 60, 120, 180]);
  });

  it('with other rules finds the new plan of each series, even for nested payloads', () => {
    const filter = new DeltaFilter({ mode: 'absolute', threshold: 100 });
    for (const topic of ['x', 'y']) filter.check(topic, { v: 1, w: 1 }, { now: START });
    const next = new DeltaFilter({ mode: 'absolute', threshold: 100, rules: [{ match: 'v', threshold: 2 }] });
    next.restore(filter.takeState(), START);
    assert.equal(next.check('x', { v: 2, w: 50 }, { now: START }).pass, false);
    assert.equal(next.check('y', { v: 3, w: 1 }, { now: START }).pass, true);
  });

  it('with a lower maxSeries forgets the oldest series', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    for (const topic of ['a', 'b', 'c']) filter.check(topic, 1);
    const next = new DeltaFilter({ mode: 'change', maxSeries: 2 });
    next.restore(filter.takeState());
    assert.deepEqual([next.series, next.evicted], [2, 1]);
    assert.equal(next.check('c', 1).pass, false);
    assert.equal(next.check('a', 1).pass, true);
  });

  it('keeps a learned span, even with other settings', () => {
    for (const threshold of [0.1, 0.2]) {
      const filter = new DeltaFilter({ mode: 'span', threshold: 0.1 });
      for (const value of [0, 100, 50]) {
        filter.check('n', value, { now: START });
        filter.check('o', { v: value }, { now: START });
      }
      const next = new DeltaFilter({ mode: 'span', threshold });
      next.restore(filter.takeState(), START);
      assert.equal(next.check('n', 59, { now: START }).pass, false);
      assert.equal(next.check('o', { v: 59 }, { now: START }).pass, false);
    }
  });
});

describe('the state of a filter', () => {
  it('keeps held messages of a series that is reset or evicted', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 1, sendPrevious: true, maxSeries: 2 };
    const filter = new DeltaFilter<string>(options);
    const check = (topic: string, ref: string) =>
      filter.check(topic, 1, { now: START + 1000 * ref.length, ref });
    for (const topic of ['a', 'b']) {
      check(topic, topic);
      check(topic, `${topic}${topic}`);
    }
    check('c', 'ccc');
    assert.equal(filter.nextDue, START + 3000);
    filter.reset('b');
    const held = filter
      .due(START + 3000)
      .map((due) => due.kind === 'held' && [due.ref, due.reason, due.time]);
    assert.deepEqual(held, [
      ['aa', 'previous', START + 2000],
      ['bb', 'previous', START + 2000],
    ]);
    assert.equal(filter.nextDue, undefined);
  });

  it('sends held messages by flush() at the end, and makes them the reference', () => {
    const filter = new DeltaFilter<number>({ mode: 'swinging-door', threshold: 1 });
    for (const second of [0, 1, 2]) filter.check('t', 20, { now: START + second, ref: second });
    assert.deepEqual(
      filter.flush(START + 2).map(({ ref, reason, suppressed }) => [ref, reason, suppressed]),
      [[2, 'line', 1]],
    );
    assert.deepEqual(filter.flush(START + 2), []);
  });

  it('is reset for all devices and fields of a topic', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    const names = [{}, { device: 'd' }, { field: 'f' }, { device: 'd', field: 'f' }];
    for (const topic of ['t', 'u']) for (const name of names) filter.check(topic, 1, name);
    assert.equal(filter.series, 8);
    filter.reset('t');
    assert.equal(filter.series, 4);
    for (const name of names) assert.equal(filter.check('u', 1, name).pass, false);
  });

  it('sends held messages even if reading another payload throws', () => {
    const filter = new DeltaFilter<number>({ mode: 'swinging-door', threshold: 1 });
    for (const second of [0, 1]) filter.check('t', { a: second / 2 }, { now: START + second, ref: second });
    const bad = Object.defineProperty({}, 'a', {
      enumerable: true,
      get() {
        throw new Error('unplugged');
      },
    });
    assert.throws(() => filter.check('t', bad, { now: START + 2 }), /unplugged/);
    assert.deepEqual(
      filter.due(START + 2).map((due) => due.kind === 'held' && due.ref),
      [1],
    );
  });

  it('forgets a series if reading its payload throws', () => {
    const filter = new DeltaFilter({ mode: 'change' });
    filter.check('t', { a: 1 });
    const bad = Object.defineProperty({}, 'a', {
      enumerable: true,
      get() {
        throw new Error('unplugged');
      },
    });
    assert.throws(() => filter.check('t', bad), /unplugged/);
    assert.throws(() => filter.check('u', bad), /unplugged/);
    assert.equal(filter.series, 0);
    assert.equal(filter.check('t', { a: 1 }).pass, true);
  });

  it('is given up with settings that let everything pass, as nothing then tracks the receiver', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 1, minInterval: 60 };
    const before = new DeltaFilter<number>(options);
    before.check('t', 20, { now: START });
    before.check('t', 25, { now: START + 1000, ref: 25 });
    const all = new DeltaFilter<number>({ mode: 'absolute', threshold: 0 });
    all.restore(before.takeState(), START + 2000);
    assert.deepEqual(
      all.due(START + 2000).map((due) => due.kind === 'held' && due.ref),
      [25],
    );
    all.check('t', 50, { now: START + 3000 });
    const after = new DeltaFilter<number>(options);
    after.restore(all.takeState(), START + 4000);
    assert.equal(after.check('t', 20, { now: START + 5000 }).pass, true);
  });

  it('has no outdated times: a line begins where the value was forwarded, or anew', () => {
    const line: DeltaOptions = { mode: 'swinging-door', threshold: 1 };
    let filter = new DeltaFilter<number>(line);
    const deploy = (options: DeltaOptions) => {
      const next = new DeltaFilter<number>(options);
      next.restore(filter.takeState(), START);
      filter = next;
    };
    const passes = (second: number, value: number) =>
      filter.check('t', value, { now: START + 1000 * second });
    passes(0, 0);
    deploy({ mode: 'absolute', threshold: 1 });
    passes(1, 0);
    assert.equal(passes(100, 50).pass, true);
    deploy(line);
    // A line to (110 s, 60) from (0 s, 50) would pass nearer to (105 s, 59) than the real one, from (100 s, 50).
    assert.equal(passes(105, 59).pass, true, 'the time of the value 50 is unknown');
    assert.equal(passes(110, 60).pass, false);
  });
});

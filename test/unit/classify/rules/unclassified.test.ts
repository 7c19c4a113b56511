import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Unclassified } from '../../../../src/classify';
import { assertProperty } from '../../../harness/assertProperty';
import { FakeClock } from '../../../harness/clock/FakeClock';

/** A list whose clock advances by a second with each message. */
function listOf(...topics: readonly string[]): Unclassified {
  const clock = new FakeClock();
  const unclassified = new Unclassified(() => clock.now());
  for (const topic of topics) {
    clock.pass(1000);
    unclassified.add(topic, 1);
  }
  return unclassified;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `t/${index}`);

describe('the list of unclassified topics', () => {
  it('reports its count only when it changes', () => {
    const unclassified = listOf('a');
    const told: number[] = [];
    unclassified.onCount = () => told.push(unclassified.count);
    for (const topic of ['a', 'b', 'b', 'c']) unclassified.add(topic, 1);
    unclassified.forgetRecognised((topic) => topic === 'b');
    unclassified.clear();
    assert.deepEqual(told, [2, 3, 2, 0]);
    assert.equal(listOf(...numbered(50)).isFull, true);
  });

  it('has the latest topic first, with its count, last time and first payload', () => {
    const clock = new FakeClock();
    const unclassified = new Unclassified(() => clock.now());
    const start = clock.now();
    for (const [topic, payload] of [
      ['a', 1],
      ['b', 'two'],
      ['a', 3],
    ] as const) {
      clock.pass(1000);
      unclassified.add(topic, payload);
    }
    assert.deepEqual(unclassified.list(), [
      { topic: 'a', count: 2, last: start + 3000, sample: '1' },
      { topic: 'b', count: 1, last: start + 2000, sample: 'two' },
    ]);
  });

  it('keeps the last 50: the least recently seen topic gives way', () => {
    const unclassified = listOf(...numbered(50), 't/0', 'new');
    const topics = unclassified.list().map(({ topic }) => topic);
    assert.equal(topics.length, 50);
    assert.deepEqual(topics.slice(0, 3), ['new', 't/0', 't/49']);
    assert.ok(!topics.includes('t/1'), 't/1 was the least recently seen topic');
  });

  it('counts a topic from one again after it gave way', () => {
    const unclassified = listOf('old', 'old', ...numbered(50), 'old');
    assert.equal(unclassified.list()[0]?.count, 1);
  });

  it('can be cleared', () => {
    const unclassified = listOf('a', 'b');
    unclassified.clear();
    assert.deepEqual(unclassified.list(), []);
    unclassified.add('a', 1);
    assert.equal(unclassified.list()[0]?.count, 1);
  });

  it('truncates topics to 256 characters, with an ellipsis', () => {
    const [longest, tooLong] = ['x'.repeat(256), 'x'.repeat(65_535)];
    const [cut, whole] = listOf(longest, tooLong).list();
    assert.equal(whole?.topic, longest);
    assert.equal(cut?.topic, `${'x'.repeat(255)}…`);
  });

  it('accepts topics named like properties of every object', () => {
    assert.deepEqual(
      listOf('__proto__', 'constructor', '')
        .list()
        .map(({ topic, count }) => [topic, count]),
      [
        ['', 1],
        ['constructor', 1],
        ['__proto__', 1],
      ],
    );
  });

  describe('has a payload sample', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    for (const [what, payload, sample] of [
      ['text', 'ON', 'ON'],
      ['bytes', Buffer.from('{"a":1}'), '{"a":1}'],
      ['a number', 21.5, '21.5'],
      ['a bigint', 5n, '5'],
      ['nothing', undefined, 'undefined'],
      ['null', null, 'null'],
      ['an object', { a: [1, 'x', { b: null }], c: true }, '{"a":[1,"x",{"b":null}],"c":true}'],
      ['an empty object', {}, '{}'],
      ['a getter that throws', Object.defineProperty({}, 'a', { enumerable: true, get: assert.fail }), ''],
    ] as const) {
      it(`of ${what}`, () => {
        const unclassified = new Unclassified();
        unclassified.add('t', payload);
        assert.equal(unclassified.list()[0]?.sample, sample);
      });
    }

    it('of at most 200 characters for any payload, and never throws', () => {
      const add = (payload: unknown): string | undefined => {
        const unclassified = new Unclassified();
        unclassified.add('t', payload);
        return unclassified.list()[0]?.sample;
      };
      const long = [circular, 'x'.repeat(1e6), Buffer.alloc(1e6, 'x'), Array(1e6).fill({ a: 1 })];
      for (const payload of long) assert.equal(add(payload)?.length, 200);
      assertProperty(
        fc.property(fc.anything(), (payload) => {
          const sample = add(payload);
          assert.ok(sample !== undefined && sample.length <= 200);
        }),
      );
    });

    it('that is valid JSON if it is complete', () => {
      assertProperty(
        fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
          fc.pre(typeof value !== 'string' && JSON.stringify(value).length <= 200);
          const unclassified = new Unclassified();
          unclassified.add('t', value);
          assert.deepEqual(
            JSON.parse(unclassified.list()[0]?.sample ?? ''),
            JSON.parse(JSON.stringify(value)),
          );
        }),
      );
    });
  });

  it('reads the payload of a topic once, however many messages follow', () => {
    let reads = 0;
    const payload = Object.defineProperty({}, 'a', { enumerable: true, get: () => ++reads });
    const unclassified = new Unclassified();
    for (let index = 0; index < 10; index++) unclassified.add('t', payload);
    assert.equal(reads, 1);
  });

  it('stays short in a flood of new topics, and reads few payloads', () => {
    const clock = new FakeClock();
    const unclassified = new Unclassified(() => clock.now());
    let reads = 0;
    const payload = Object.defineProperty({}, 'a', { enumerable: true, get: () => ++reads });
    for (let index = 0; index < 100_000; index++) unclassified.add(`t/${index}`, payload);
    assert.equal(unclassified.list().length, 50);
    assert.equal(reads, 50);
    clock.pass(1000);
    unclassified.add('t/99999', payload);
    assert.deepEqual([unclassified.list()[0]?.count, unclassified.list()[0]?.sample], [2, '{"a":51}']);
  });

  it('does not keep the texts that it truncates in memory', () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const long = (): string => Buffer.alloc(2_000_000, 'x').toString('latin1');
    const inUse = (): number => {
      gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = inUse();
    const unclassified = new Unclassified();
    for (let index = 0; index < 25; index++) {
      unclassified.add(long().replace('x', String(index)), 1);
      unclassified.add(`${index}`, long());
    }
    const held = inUse() - before;
    assert.equal(unclassified.list().length, 50);
    assert.ok(held < 50_000_000, `${held} bytes of 100 million`);
  });

  it('drops topics that are now recognized', () => {
    const unclassified = listOf('a', 'b', 'c');
    unclassified.forgetRecognised((topic, sample) => topic === 'b' && sample === '1');
    assert.deepEqual(
      unclassified.list().map(({ topic }) => topic),
      ['c', 'a'],
    );
  });
});

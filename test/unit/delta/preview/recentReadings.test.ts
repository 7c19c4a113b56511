import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentReadings } from '../../../../src/delta/preview/RecentReadings';
import { SeriesRing } from '../../../../src/delta/preview/SeriesRing';
import { assertProperty } from '../../../harness/assertProperty';

/** Small enough for tests to reach: two series of 512, or one of 896. */
const SMALL = { series: 2, readings: 1024, readingsOfOne: 1000 };

const valuesOf = (readings: RecentReadings, topic: string): readonly number[] | undefined =>
  readings.readings({ topic, keys: [] })?.values;

const paths = (readings: RecentReadings): string[] => readings.list().map(({ keys }) => keys.join('.'));

function fill(readings: RecentReadings, topic: string, count: number): void {
  for (let i = 0; i < count; i++) readings.add({ topic }, i, i, undefined);
}

describe('the recent readings of a delta node', () => {
  it('are the numbers of a payload, each under its path, with their times', () => {
    const readings = new RecentReadings();
    const wireband = {
      quantity: 'temperature',
      unit: 'Cel',
      name: 'SENSOR_TEMP',
      family: 'sensor',
      symbol: 1,
    };
    readings.add(
      { topic: 'hall' },
      { t: 21, on: true, pm: [3, { x: 4 }], text: '5', none: null },
      1000,
      wireband,
    );
    readings.add({ topic: 'hall' }, { t: 22, pm: [Number.NaN, { x: 5 }] }, 2000, wireband);
    assert.deepEqual(
      readings.list().map(({ keys, count, latest }) => [keys.join('.'), count, latest]),
      [
        ['t', 2, 22],
        ['pm.0', 1, 3],
        ['pm.1.x', 2, 5],
      ],
    );
    assert.deepEqual(readings.readings({ topic: 'hall', keys: ['t'] }), {
      times: [1000, 2000],
      values: [21, 22],
    });
    const { symbol, ...facts } = wireband;
    assert.equal(symbol, 1);
    assert.deepEqual(readings.list()[0]?.facts, facts);
    assert.equal(readings.readings({ topic: 'hall', keys: ['on'] }), undefined);
    assert.equal(readings.readings({ topic: 'elsewhere', keys: [] }), undefined);
  });

  it('hold 2,000 points of each of 50 series, or 10,000 of a few, and never more than 100,000', () => {
    const few = new RecentReadings();
    fill(few, 'a', 12_000);
    assert.equal(valuesOf(few, 'a')?.length, 10_000);
    assert.equal(valuesOf(few, 'a')?.at(0), 2000);
    assert.equal(valuesOf(few, 'a')?.at(-1), 11_999);

    const many = new RecentReadings();
    fill(many, 't0', 12_000);
    for (let i = 0; i < 3000; i++) {
      for (let topic = 0; topic < 60; topic++) many.add({ topic: `t${topic}` }, i, i, undefined);
    }
    const counts = many.list().map(({ count }) => count);
    assert.equal(counts.length, 50);
    assert.ok(
      counts.every((count) => count >= 2000),
      counts.join(),
    );
    assert.ok(counts.reduce((sum, count) => sum + count, 0) <= 100_000);
  });

  it('keep the latest readings of a series that has to make room for others', () => {
    const readings = new RecentReadings(SMALL);
    fill(readings, 'a', 2000);
    assert.equal(valuesOf(readings, 'a')?.length, 1000);
    fill(readings, 'b', 600);
    const [a = [], b = []] = [valuesOf(readings, 'a'), valuesOf(readings, 'b')];
    assert.ok(a.length >= 500 && b.length >= 500 && a.length + b.length <= 1024, `${a.length}, ${b.length}`);
    assert.deepEqual([a.at(-1), b.at(-1)], [1999, 599]);
  });

  it('accept a new series when another has been quiet for long', () => {
    const readings = new RecentReadings(SMALL);
    fill(readings, 'quiet', 3);
    fill(readings, 'busy', 3);
    readings.add({ topic: 'late' }, 1, 1, undefined);
    assert.equal(valuesOf(readings, 'late'), undefined);
    fill(readings, 'busy', 110_000);
    for (let i = 0; i < 2048; i++) readings.add({ topic: 'late' }, i, i, undefined);
    assert.equal(valuesOf(readings, 'quiet'), undefined);
    assert.ok(Number(valuesOf(readings, 'late')?.length) > 0);
  });

  it('keep devices and fields of one topic apart', () => {
    const readings = new RecentReadings();
    readings.add({ topic: 't', device: 'a' }, 1, 1, undefined);
    readings.add({ topic: 't', device: 'b' }, 2, 1, undefined);
    readings.add({ topic: 't', field: 'a' }, 3, 1, undefined);
    assert.equal(readings.list().length, 3);
    assert.deepEqual(readings.readings({ topic: 't', device: 'b', keys: [] })?.values, [2]);
    assert.equal(readings.readings({ topic: 't', keys: [] }), undefined);
  });

  it('include only the values searched for, even in a topic without room and deep in a payload', () => {
    const readings = new RecentReadings(SMALL);
    fill(readings, 'a', 3);
    fill(readings, 'b', 3);
    const deep = { list: Array(900).fill(1), far: { below: 7 } };
    readings.add({ topic: 'c' }, deep, 1, undefined);
    assert.deepEqual(readings.search('C below'), []);
    assert.equal(readings.isFull, true);
    readings.add({ topic: 'd' }, { below: 8 }, 2, undefined);
    readings.add({ topic: 'c' }, deep, 2, undefined);
    assert.deepEqual(
      readings.search(' c ›  far.below').map(({ topic, keys, latest }) => [topic, keys.join('.'), latest]),
      [['c', 'far.below', 7]],
    );
    assert.deepEqual([valuesOf(readings, 'a'), valuesOf(readings, 'b')], [undefined, [0, 1, 2]]);
    readings.search('C below');
    for (let i = 0; i < 3; i++) readings.add({ topic: 'b' }, { below: i, c: i }, 3, undefined);
    assert.deepEqual(
      readings.list().map(({ topic, keys }) => [topic, keys.join('.')]),
      [
        ['b', ''],
        ['c', 'far.below'],
      ],
    );
  });

  it('stay bounded if a search matches more than there is room for', () => {
    const readings = new RecentReadings(SMALL);
    fill(readings, 'a', 3);
    readings.search('t');
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 100; i++) readings.add({ topic: `t${i}` }, { x: 1, y: 2, t: [3] }, i, undefined);
    }
    assert.equal(readings.list().length, 2);
    assert.ok(readings.list().every(({ topic }) => topic.startsWith('t')));
    readings.search('a');
    readings.add({ topic: 'a' }, 1, 1, undefined);
    assert.deepEqual(valuesOf(readings, 'a'), [1]);
  });

  it('include a value that appears later in a topic', () => {
    const readings = new RecentReadings();
    for (let i = 0; i < 5; i++) readings.add({ topic: 't' }, { a: i }, i, undefined);
    for (let i = 0; i < 1100; i++) readings.add({ topic: 't' }, { a: i, b: i }, i, undefined);
    assert.deepEqual(paths(readings), ['a', 'b']);
  });

  it('stay small whatever the payloads', () => {
    const readings = new RecentReadings();
    const circular: Record<string, unknown> = { n: 1 };
    circular.self = circular;
    readings.add({ topic: 'circular' }, circular, 1, undefined);
    readings.add({ topic: 'wide' }, Array(100_000).fill(1), 1, undefined);
    readings.add({ topic: '__proto__' }, JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'), 1, null);
    for (let i = 0; i < 10_000; i++) readings.add({ topic: `text/${i}` }, 'on', i, undefined);
    assert.ok(readings.list().length <= 50);
    assert.equal(Reflect.get({}, 'x'), undefined);
  });

  it('forget a topic on request', () => {
    const readings = new RecentReadings(SMALL);
    readings.add({ topic: 'a' }, { x: 1, y: 2 }, 1, undefined);
    readings.forget({ topic: 'a' });
    readings.add({ topic: 'b' }, { x: 1, y: 2 }, 1, undefined);
    assert.deepEqual(
      readings.list().map(({ topic }) => topic),
      ['b', 'b'],
    );
  });
});

describe('a ring of one series', () => {
  it('holds the latest readings in order, however often it is resized', () => {
    const step = fc.oneof(
      fc.integer({ min: 1, max: 300 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 200 }).map((capacity) => ({ capacity })),
    );
    assertProperty(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const ring = new SeriesRing();
        let model: number[] = [];
        let next = 0;
        for (const each of steps) {
          if ('capacity' in each) {
            ring.resize(each.capacity);
            model = model.slice(-each.capacity);
            continue;
          }
          for (let i = 0; i < each.count; i++) {
            ring.push(next, next * 2);
            model.push(next++);
          }
          model = model.slice(-ring.capacity);
        }
        assert.deepEqual(ring.readings(), { times: model, values: model.map((time) => time * 2) });
        assert.equal(ring.count, model.length);
        if (model.length > 0) assert.equal(ring.latest, (model.at(-1) ?? 0) * 2);
      }),
    );
  });
});

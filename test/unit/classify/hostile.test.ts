import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Classifier, KEYWORDS } from '../../../src/classify';
import { assertProperty } from '../../harness/assertProperty';

const classifier = new Classifier({ keywordSymbols: [{ keyword: 'flow rate', symbol: 'SENSOR_FAN' }] });
const longTopic = (segment: string): string =>
  segment.repeat(Math.ceil(65_536 / segment.length)).slice(0, 65_536);

describe('classification of hostile input', () => {
  it('never throws, for any topic and any JSON value', () => {
    assertProperty(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (topic, payload) => {
        const found = classifier.classify(topic, payload);
        assert.match(found.code, /^0x[0-9a-f]{4}$/);
      }),
    );
  });

  it('never throws, for any JavaScript value as payload', () => {
    assertProperty(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true }), (payload) => {
        assert.ok(classifier.classify('', payload).symbol > 0);
      }),
    );
  });

  it('falls back if reading a payload throws', () => {
    const fault = () => {
      throw new Error('sensor unplugged');
    };
    const withGetter = Object.defineProperty({}, 'reading', { get: fault, enumerable: true });
    const proxy = new Proxy({}, { ownKeys: fault });
    for (const payload of [withGetter, proxy]) assert.equal(classifier.classify('', payload).by, 'fallback');
  });

  it('terminates for a payload that refers to itself', () => {
    const circular: Record<string, unknown> = { a: [] };
    circular.a = [circular, circular, circular];
    assert.equal(classifier.classify('', circular).by, 'fallback');
  });

  it('terminates for a list that contains itself many times', () => {
    const list: unknown[] = [];
    for (let i = 0; i < 100; i++) list.push(list);
    assert.equal(classifier.classify('', list).by, 'fallback');
  });

  it('reads topics of 65 kB', () => {
    for (const segment of ['/', 'a', 'a/', 'A', 'aB', '-', 'a-', 'temperatux/', 'é']) {
      const topic = longTopic(segment);
      assert.equal(classifier.classify(topic, 1).by, 'fallback', segment);
      assert.equal(classifier.classify(`temp/${topic}`, 1).name, 'SENSOR_TEMP', segment);
    }
  });

  it('matches wildcard filters against topics of 65 kB', () => {
    const rules = new Classifier({
      topicSymbols: [
        { topic: `${'+/'.repeat(30_000)}x`, symbol: 'SENSOR_FAN' },
        { topic: '+/#', symbol: 'SENSOR_TEMP' },
      ],
    });
    assert.equal(rules.classify(longTopic('a/'), 1).name, 'SENSOR_TEMP');
  });

  it('reads only the first 1,000 of 10,000 keys', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]);
    const payload: Record<string, unknown> = Object.fromEntries(keys);
    assert.equal(classifier.classify('', payload).by, 'fallback');
    assert.equal(classifier.classify('', { temp: 1, ...payload }).name, 'SENSOR_TEMP');
    assert.equal(classifier.classify('', { ...payload, temp: 1 }).by, 'fallback');
  });

  it('does not list the items of large arrays and buffers', () => {
    const payload = {
      image: Buffer.alloc(8_000_000),
      samples: new Array(1_000_000).fill(0),
      inner: { temp: 1 },
    };
    for (let i = 0; i < 1000; i++) assert.equal(classifier.classify('', payload).name, 'SENSOR_TEMP');
  });

  it('reads at most 8 levels', () => {
    const nest = (levels: number): unknown =>
      Array.from({ length: levels }).reduce((inner) => ({ x: inner }), { temp: 1 } as unknown);
    assert.equal(classifier.classify('', nest(7)).name, 'SENSOR_TEMP');
    assert.equal(classifier.classify('', nest(8)).by, 'fallback');
    assert.equal(classifier.classify('', nest(100_000)).by, 'fallback');
  });

  it('handles 5 MB of text that is almost JSON', () => {
    assert.equal(classifier.classify('', `["${'x'.repeat(5_000_000)}`).by, 'fallback');
    assert.equal(classifier.classify('', ' '.repeat(5_000_000)).by, 'fallback');
  });

  it('treats property names of Object.prototype as unknown words', () => {
    for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal(classifier.classify(word, JSON.parse(`{"${word}":{}}`)).by, 'fallback');
    }
    assert.equal(classifier.classify('', JSON.parse('{"__proto__":{"temp":1}}')).name, 'SENSOR_TEMP');
  });

  it('returns a result that cannot change later classifications', () => {
    const rules = new Classifier({ topicSymbols: [{ topic: 'ruled', symbol: 'SENSOR_FAN' }] });
    for (const topic of ['temp', 'ruled', 'nothing']) {
      const expected = { ...rules.classify(topic, 1) };
      Reflect.set(rules.classify(topic, 1), 'name', 'changed');
      assert.deepEqual(rules.classify(topic, 1), expected, topic);
    }
    assert.equal(KEYWORDS.get('temp')?.symbol, 'SENSOR_TEMP');
  });
});

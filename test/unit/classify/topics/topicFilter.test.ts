import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Classifier, checkTopicFilter, TopicFilterError, topicMatches } from '../../../../src/classify';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';

describe('an MQTT topic filter', () => {
  const matching: readonly (readonly [string, string])[] = [
    ['a', 'a'],
    ['a/b', 'a/b'],
    ['#', 'a'],
    ['#', 'a/b/c'],
    ['#', ''],
    ['#', '/a'],
    ['a/#', 'a'],
    ['a/#', 'a/'],
    ['a/#', 'a/b/c'],
    ['/#', '/a'],
    ['/#', ''],
    ['+', 'a'],
    ['+/+', '/a'],
    ['+/+', '/'],
    ['/+', '/a'],
    ['a/+/c', 'a/b/c'],
    ['a/+/c', 'a//c'],
    ['+/b/#', 'a/b'],
    ['+/b/#', 'a/b/c/d'],
    ['$SYS/#', '$SYS/broker/uptime'],
    ['$SYS/#', '$SYS'],
    ['$SYS/+', '$SYS/a'],
  ];
  const different: readonly (readonly [string, string])[] = [
    ['a', 'b'],
    ['a', 'A'],
    ['a', 'a/'],
    ['a', '/a'],
    ['a/b', 'a'],
    ['a', 'a/b'],
    ['a/#', 'ab'],
    ['a/#', 'b/a'],
    ['+', 'a/b'],
    ['+', '/a'],
    ['a/+', 'a'],
    ['a/+/c', 'a/b'],
    ['a/+/c', 'a/b/c/d'],
    ['a/+/#', 'a'],
    ['#', '$SYS'],
    ['#', '$SYS/broker/uptime'],
    ['+/broker/uptime', '$SYS/broker/uptime'],
    ['$SYS/#', 'SYS/a'],
  ];
  for (const [filter, topic] of matching) {
    it(`${filter} matches ${JSON.stringify(topic)}`, () => assert.equal(topicMatches(filter, topic), true));
  }
  for (const [filter, topic] of different) {
    it(`${filter} does not match ${JSON.stringify(topic)}`, () =>
      assert.equal(topicMatches(filter, topic), false));
  }

  const level = fc.constantFrom('', 'a', 'b', '$x', 'aa');
  const topics = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
  const filters = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'));

  it('matches exactly what a plain reading of the MQTT rules matches', () => {
    const expected = (filter: string, topic: string): boolean => {
      if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
      const wanted = filter.split('/');
      const levels = topic.split('/');
      const open = wanted.at(-1) === '#';
      if (open) wanted.pop();
      const prefix = wanted.every((want, i) => i < levels.length && (want === '+' || want === levels[i]));
      return prefix && (open || wanted.length === levels.length);
    };
    assertProperty(
      fc.property(filters, topics, (filter, topic) => {
        assert.equal(topicMatches(filter, topic), expected(filter, topic));
      }),
      { numRuns: runs(2000) },
    );
  });

  it('is valid with + and # as whole levels, # last', () => {
    for (const filter of ['a', '/', '+', '#', 'a/+/b', 'a/#', '+/+/#', '$SYS/#', ' '])
      checkTopicFilter(filter);
  });

  it('is refused otherwise', () => {
    for (const filter of ['', 'a#', '#/a', 'a/#/b', 'a/b#', 'a+', '+a/b', 'a/+b', '##', '++']) {
      assert.throws(() => checkTopicFilter(filter), TopicFilterError, filter);
      assert.throws(() => new Classifier({ topicSymbols: [{ topic: filter, symbol: 1 }] }), TopicFilterError);
    }
  });
});

describe('topic overrides', () => {
  it('match a topic exactly, whatever its words', () => {
    const rules = new Classifier({ topicSymbols: [{ topic: 'a/Temp', symbol: 'GPIO_PIN' }] });
    assert.equal(rules.classify('a/Temp', 1).name, 'GPIO_PIN');
    assert.equal(rules.classify('a/temp', 1).name, 'SENSOR_TEMP');
    assert.equal(rules.classify('a/Temp/b', 1).name, 'SENSOR_TEMP');
  });

  it('that are exact take precedence over those with wildcards, of which the first registered decides', () => {
    const rules = new Classifier({
      topicSymbols: [
        { topic: 'a/#', symbol: 'GPIO_PIN' },
        { topic: 'a/+', symbol: 'GPIO_PWM' },
        { topic: 'a/b', symbol: 'GPIO_ADC' },
      ],
    });
    assert.equal(rules.classify('a/b', 1).name, 'GPIO_ADC');
    assert.deepEqual([rules.classify('a/c', 1).name, rules.classify('a/c', 1).match], ['GPIO_PIN', 'a/#']);
  });

  it('may be registered again, and then keep their place', () => {
    const rules = new Classifier();
    rules.registerTopicSymbol('a/#', 'GPIO_PIN');
    rules.registerTopicSymbol('#', 'GPIO_PWM');
    rules.registerTopicSymbol('a/#', 'GPIO_ADC');
    assert.equal(rules.classify('a/b', 1).name, 'GPIO_ADC');
  });

  it('need a known symbol, and change nothing without one', () => {
    const rules = new Classifier();
    assert.throws(() => rules.registerTopicSymbol('a', 'SENSOR_WARMTH'), { name: 'UnknownSymbolError' });
    assert.equal(rules.classify('a', 1).by, 'fallback');
  });

  it('with # also match a message without a topic', () => {
    const rules = new Classifier({ topicSymbols: [{ topic: '#', symbol: 'GPIO_PIN' }] });
    assert.equal(rules.classify('', 1).name, 'GPIO_PIN');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ClassificationRule, Classifier, KEYWORDS } from '../../../src/classify';
import { SymbolCatalog } from '../../../src/symbols';
import { assertProperty } from '../../harness/assertProperty';

/** The published keywords and the family or sensor that each means, deliberately repeated here. */
const PUBLISHED: Readonly<Record<string, string>> = {
  temp: 'SENSOR_TEMP',
  temperature: 'SENSOR_TEMP',
  humidity: 'SENSOR_HUMIDITY',
  pressure: 'SENSOR_PRESSURE',
  voltage: 'SENSOR_VOLTAGE',
  current: 'SENSOR_CURRENT',
  motor: 'actuator',
  servo: 'actuator',
  relay: 'actuator',
  led: 'actuator',
  buzzer: 'actuator',
  gpio: 'gpio',
  pin: 'gpio',
  pwm: 'gpio',
  adc: 'gpio',
  dac: 'gpio',
  ota: 'edge',
  update: 'edge',
  watchdog: 'edge',
  twin: 'edge',
  shadow: 'edge',
  metrics: 'metrics',
  telemetry: 'metrics',
  counter: 'metrics',
  event: 'metrics',
};

const classifier = new Classifier();
const nameOf = (topic: string, payload: unknown = 1): string => classifier.classify(topic, payload).name;
const anyCase = (word: string): fc.Arbitrary<string> =>
  fc.mixedCase(fc.constant(word), { toggleCase: (letter) => letter.toUpperCase() });

describe('the words of the classifier', () => {
  it('map every published keyword to its sensor or family, and mark no other as published', () => {
    const published = [...KEYWORDS].filter(([, { status }]) => status === 'published').map(([word]) => word);
    assert.deepEqual(published.sort(), Object.keys(PUBLISHED).sort());
    for (const [word, meaning] of Object.entries(PUBLISHED)) {
      const { name, family, by, match } = classifier.classify(`plant/${word}/7`, 1);
      assert.equal(/^SENSOR/.test(meaning) ? name : family, meaning, word);
      assert.deepEqual([by, match], ['topic', word]);
    }
  });

  it('include geographic words', () => {
    for (const word of ['gps', 'location', 'lat', 'latitude', 'lon', 'longitude', 'position', 'geo']) {
      assert.equal(classifier.classify(word, 1).family, 'geo');
    }
  });

  it('give a quantity only if the word names one', () => {
    assert.equal(classifier.classify('a/temp', 1).quantity, 'temperature');
    assert.ok(!('quantity' in classifier.classify('a/relay', 1)));
  });
});

describe('the order of the rules', () => {
  const rules = new Classifier({
    topicSymbols: [{ topic: 'plant/all/temp', symbol: 'GEO_POSITION' }],
    keywordSymbols: [{ keyword: 'boiler', symbol: 'SENSOR_FAN' }],
    fallback: 'METRICS_EVENT',
  });
  const cases: readonly (readonly [ClassificationRule, string, string, unknown, string])[] = [
    ['override', 'plant/all/temp', 'GEO_POSITION', { boiler: 1 }, 'plant/all/temp'],
    ['keyword', 'boiler/temp', 'SENSOR_FAN', { humidity: 1 }, 'boiler'],
    ['topic', 'plant/temp', 'SENSOR_TEMP', { boiler: 1, humidity: 1 }, 'temp'],
    ['keyword', 'plant/x', 'SENSOR_FAN', { boiler: 1, humidity: 1 }, 'boiler'],
    ['payload', 'plant/x', 'SENSOR_HUMIDITY', { relHumidity: 1 }, 'relHumidity'],
    ['fallback', 'plant/x', 'METRICS_EVENT', { x: 1 }, ''],
  ];
  for (const [by, topic, name, payload, match] of cases) {
    it(`lets ${by} decide on ${topic} with ${JSON.stringify(payload)}`, () => {
      const found = rules.classify(topic, payload);
      assert.deepEqual([found.by, found.name, found.match], [by, name, match]);
    });
  }

  it('falls back to SENSOR_POLL if nothing else matches', () => {
    assert.deepEqual(classifier.classify('a/b', 1), {
      symbol: 0xfc6a,
      code: '0xfc6a',
      name: 'SENSOR_POLL',
      family: 'sensor',
      kind: 'measurement',
      by: 'fallback',
      match: '',
    });
  });

  it('lets an override win over every topic word and payload', () => {
    const words = fc.constantFrom(...KEYWORDS.keys(), 'boiler');
    assertProperty(
      fc.property(fc.array(words, { minLength: 1 }), fc.jsonValue(), (segments, payload) => {
        const topic = segments.join('/');
        rules.registerTopicSymbol(topic, 0xfc6f);
        const { symbol, by } = rules.classify(topic, payload);
        assert.deepEqual([symbol, by], [0xfc6f, 'override']);
      }),
    );
  });

  it('takes the rightmost segment first, and within it the rightmost word', () => {
    assert.equal(nameOf('temp/humidity'), 'SENSOR_HUMIDITY');
    assert.equal(nameOf('humidity/temp'), 'SENSOR_TEMP');
    assert.equal(nameOf('humidity/temp/unit-7'), 'SENSOR_TEMP');
    assert.equal(nameOf('motor-temp/x'), 'SENSOR_TEMP');
    assert.equal(nameOf('temp_motor'), 'SENSOR_TEMP');
    assert.equal(nameOf('temp/motor'), 'ACTUATOR_MOTOR_START');
    assert.equal(nameOf('voltage/motorTemp'), 'SENSOR_TEMP');
  });

  it('takes outer payload keys before inner ones, and keys of one level in order', () => {
    assert.equal(nameOf('', { a: { temp: 1 }, humidity: 1 }), 'SENSOR_HUMIDITY');
    assert.equal(nameOf('', { data: [{ pressure: 1 }], x: { temp: 1 } }), 'SENSOR_TEMP');
    assert.equal(nameOf('', { temp: 1, humidity: 2 }), 'SENSOR_TEMP');
  });

  it('reads payload keys in JSON text and bytes too', () => {
    assert.equal(nameOf('', '{"voltage":3.3}'), 'SENSOR_VOLTAGE');
    assert.equal(nameOf('', Buffer.from('[{"voltage":3.3}]')), 'SENSOR_VOLTAGE');
    assert.equal(nameOf('', 'voltage'), 'SENSOR_POLL');
  });
});

describe('whole words', () => {
  it('are matched, but parts of words are not', () => {
    for (const topic of [
      'attempt',
      'updated',
      'template',
      'spin',
      'knowledge',
      'events',
      'currently',
      'rotation',
    ]) {
      assert.equal(nameOf(topic), 'SENSOR_POLL', topic);
      assert.equal(nameOf('', { [topic]: 1 }), 'SENSOR_POLL', topic);
    }
  });

  it('end at every separator and camelCase boundary', () => {
    const names = [
      'room-temp',
      'room_temp',
      'room.temp',
      'room temp',
      'roomTemp',
      'room:temp',
      'RoomTemp',
      'ROOMTemp',
      'temp-room',
      'TEMP_C',
      'tempC',
      'temp2',
      'temp2Max',
      'room/temp/',
      '/temp',
      'temp//',
      'HTTPTemp',
      'room\u0000temp',
    ];
    for (const name of names) assert.equal(nameOf(name), 'SENSOR_TEMP', name);
  });

  it('may end in a number', () => {
    assert.equal(nameOf('motor-3'), 'ACTUATOR_MOTOR_START');
    assert.equal(nameOf('gpio17'), 'GPIO_STATE');
    assert.equal(nameOf('17'), 'SENSOR_POLL');
  });

  it('are found in any case', () => {
    const word = fc.constantFrom(...KEYWORDS.keys());
    assertProperty(
      fc.property(
        word.chain((keyword) => fc.tuple(fc.constant(keyword), anyCase(keyword))),
        ([keyword, given]) => {
          assert.equal(nameOf(`x/${given}`), nameOf(keyword), given);
          assert.equal(nameOf('', { [given]: 1 }), nameOf(keyword), given);
        },
      ),
    );
  });

  it('are found with any separator', () => {
    const separator = fc.stringMatching(/^[-_. :;,+#!~\t]{1,3}$/);
    assertProperty(
      fc.property(fc.constantFrom(...KEYWORDS.keys()), separator, (word, between) => {
        assert.equal(nameOf(`unit${between}${word}${between}q`), nameOf(word));
      }),
    );
  });
});

describe('registered keywords', () => {
  it('match in any case and with any separator, even if they have several words', () => {
    const rules = new Classifier({ keywordSymbols: [{ keyword: 'flowRate', symbol: 'SENSOR_VIBRATION' }] });
    for (const topic of [
      'flow-rate',
      'flow_rate',
      'FlowRate',
      'flowrate',
      'FLOWRATE',
      'flowRate7',
      'a/FLOW RATE 7/b',
    ]) {
      const { name, by, match } = rules.classify(topic, 1);
      assert.deepEqual([name, by, match], ['SENSOR_VIBRATION', 'keyword', 'flowRate'], topic);
    }
    for (const topic of ['flow', 'rate-flow', 'flow/rate', 'workflow-rate']) {
      assert.notEqual(rules.classify(topic, 1).by, 'keyword', topic);
    }
  });

  it('take precedence over built-in words in any position', () => {
    const rules = new Classifier({ keywordSymbols: [{ keyword: 'boiler', symbol: 'SENSOR_FAN' }] });
    assert.equal(rules.classify('boiler/a/temp', 1).name, 'SENSOR_FAN');
  });

  it('of several words take precedence over a single one of them', () => {
    const rules = new Classifier();
    rules.registerKeywordSymbol('rate', 0xfc67);
    rules.registerKeywordSymbol('flow rate', 0xfc68);
    assert.equal(rules.classify('flow-rate', 1).symbol, 0xfc68);
    assert.equal(rules.classify('data-rate', 1).symbol, 0xfc67);
  });

  it('may be registered again, and may replace a built-in word', () => {
    const rules = new Classifier();
    rules.registerKeywordSymbol('temp', 0xfc6f);
    assert.equal(rules.classify('a/temp', 1).symbol, 0xfc6f);
    rules.registerKeywordSymbol('temp', 'SENSOR_TEMP');
    assert.deepEqual([rules.classify('temp', 1).symbol, rules.classify('temp', 1).by], [0xfc60, 'keyword']);
  });

  it('need a letter or digit and a known symbol', () => {
    assert.throws(() => classifier.registerKeywordSymbol('', 'SENSOR_TEMP'), { name: 'RuleError', rule: '' });
    assert.throws(() => classifier.registerKeywordSymbol('-/-', 'SENSOR_TEMP'), { name: 'RuleError' });
    assert.throws(() => classifier.registerKeywordSymbol('x', 'SENSOR_WARMTH'), {
      name: 'UnknownSymbolError',
    });
    assert.throws(() => new Classifier({ fallback: 'SENSOR_WARMTH' }), { name: 'UnknownSymbolError' });
  });
});

describe('the symbol of a rule', () => {
  it('may be a name in any case, a number or a code as text', () => {
    for (const symbol of ['sensor_temp', 0xfc60, '0xfc60', 'FC60']) {
      assert.equal(new Classifier({ fallback: symbol }).classify('x', 1).name, 'SENSOR_TEMP');
    }
  });

  it('has the code that the catalog gives it', () => {
    const catalog = new SymbolCatalog({ SENSOR_TEMP: 0x1234 });
    assert.equal(new Classifier({ catalog }).classify('temp', 1).code, '0x1234');
  });
});

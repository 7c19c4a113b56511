import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Classification, Classifier, KEYWORDS } from '../../../src/classify';
import { quantityWords } from '../../../src/classify/names/lexicon/wordEntries';
import { CATALOG } from '../../../src/symbols';
import { LANGUAGES } from '../../../src/symbols/vocabulary';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';
import { FIELD_CORPORA } from '../../harness/fieldNames';

const classifier = new Classifier();

const published = [...KEYWORDS].filter(([, { status }]) => status === 'published').map(([word]) => word);
const words = [...quantityWords(LANGUAGES)].map(({ word }) => word);
const aWord = fc.constantFrom(...words, ...published);

/** Names like those of devices: words with separators, numbers and units between. */
const aName = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: aWord },
      { weight: 1, arbitrary: fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/) },
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .chain((parts) => fc.constantFrom('_', '-', ' ', '.', '').map((between) => parts.join(between)));
const aTopic = fc.array(aName, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
const aScalar = fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.string(), fc.constant(null));
const aPayload = fc.oneof(aScalar, fc.dictionary(aName, fc.oneof(aScalar, fc.dictionary(aName, aScalar))));

/** Messages of the corpora, for properties that real names show best. */
const met = FIELD_CORPORA.flatMap(({ rows }) =>
  rows.map(({ topic, question }) => ({
    topic,
    payload: question.ask === 'field' ? { [question.name]: question.value } : question.payload,
  })),
);
const aMessage = fc.oneof(fc.record({ topic: aTopic, payload: aPayload }), fc.constantFrom(...met));

function withoutMatch({ match: _, ...rest }: Classification): Omit<Classification, 'match'> {
  return rest;
}

describe('the classifier', () => {
  it('never throws, and returns a symbol of the catalog, for known words in any order', () => {
    const codes = new Set(CATALOG.map(({ code }) => code));
    assertProperty(
      fc.property(aMessage, ({ topic, payload }) => {
        assert.ok(codes.has(classifier.classify(topic, payload).symbol));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('explains its own answer: the first candidate is the classification', () => {
    assertProperty(
      fc.property(aMessage, ({ topic, payload }) => {
        const { classification, candidates } = classifier.explain(topic, payload);
        assert.deepEqual(classifier.classify(topic, payload), classification);
        const [first] = candidates;
        assert.ok(first);
        const { says: _, evidence: __, ...best } = first;
        assert.deepEqual(best, classification);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('gives the same answer whatever it classified before', () => {
    assertProperty(
      fc.property(aMessage, aMessage, (message, other) => {
        const before = classifier.classify(message.topic, message.payload);
        classifier.classify(other.topic, other.payload);
        assert.deepEqual(classifier.classify(message.topic, message.payload), before);
      }),
    );
  });

  it('lets an override win over everything', () => {
    assertProperty(
      fc.property(aMessage, ({ topic, payload }) => {
        const rules = new Classifier({ topicSymbols: [{ topic, symbol: 'SENSOR_FAN' }] });
        assert.equal(rules.classify(topic, payload).by, 'override');
        assert.equal(
          rules.classifyLeaf(topic, { path: 'temperature', value: 1 }).classification.by,
          'override',
        );
      }),
    );
  });

  it('lets a registered keyword win over every built-in word of the topic', () => {
    const rules = new Classifier({ keywordSymbols: [{ keyword: 'zqx', symbol: 'SENSOR_FAN' }] });
    assertProperty(
      fc.property(aMessage, ({ topic, payload }) => {
        assert.equal(rules.classify(`zqx/${topic}`, payload).by, 'keyword');
      }),
    );
  });

  it('takes the rightmost published word of a topic with one word per segment, whatever the payload', () => {
    const aPublished = fc.constantFrom(...published);
    assertProperty(
      fc.property(fc.array(aPublished, { minLength: 1, maxLength: 4 }), aScalar, (segments, payload) => {
        const { symbol, match } = classifier.classify(segments.join('/'), payload);
        const last = segments.at(-1) ?? '';
        const expected = classifier.classify(last, payload);
        assert.deepEqual([symbol, match], [expected.symbol, expected.match]);
        if (typeof payload === 'number') assert.equal(expected.match, last);
      }),
    );
  });

  it('ignores case, the kind of separator and the number of a device', () => {
    const separators = fc.constantFrom('_', '-', ' ', '.', ':');
    // The number matters for this one: `curr_3` is one of several electrical currents, `curr` the present value.
    const isToldByNumber = (word: string): boolean => word === 'curr';
    const aPhrase = fc.constantFrom(
      ...words.filter((word) => word.length > 3 && !/[\d-]/.test(word) && !isToldByNumber(word)),
    );
    assertProperty(
      fc.property(
        aPhrase,
        separators,
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
        (phrase, by, n, isKey) => {
          const ask = (name: string) =>
            withoutMatch(
              isKey ? classifier.classify('x', { [name]: 21.3 }) : classifier.classify(`x/${name}`, 21.3),
            );
          const expected = ask(phrase);
          const spelled = phrase.split(' ').join(by);
          for (const name of [spelled, spelled.toUpperCase(), `${spelled}${by}${n}`]) {
            const { unit: _, ...found } = ask(name);
            const { unit: __, ...wanted } = expected;
            assert.deepEqual(found, wanted, name);
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('gives the same result when a meta field is added', () => {
    const meta = fc.constantFrom<Readonly<Record<string, unknown>>>(
      { timestamp: 1700000000 },
      { ts: 1700000000123 },
      { time: '2024-03-01T10:00:00Z' },
      { last_seen: '2024-03-01T10:00:00Z' },
      { id: 'A4C1381A2B3C' },
      { device_id: 'sensor-4' },
      { mac: 'A4:C1:38:1A:2B:3C' },
      { linkquality: 120 },
      { rssi: -71 },
      { snr: 7.2 },
      { seq: 3123 },
      { fCnt: 3123 },
      { uptime: 31231 },
      { firmware: '1.2.3' },
      { ip: '10.0.0.3' },
    );
    const aFlat = fc.dictionary(aName, aScalar, { minKeys: 1 });
    assertProperty(
      fc.property(aTopic, aFlat, meta, fc.boolean(), (topic, payload, added, isFirst) => {
        fc.pre(Object.keys(added).every((key) => !(key in payload)));
        const expected = classifier.classify(topic, payload);
        fc.pre(expected.by !== 'fallback' || Object.keys(added)[0] !== 'uptime');
        const more = isFirst ? { ...added, ...payload } : { ...payload, ...added };
        assert.deepEqual(classifier.classify(topic, more), expected);
      }),
      { numRuns: runs(1000) },
    );
  });
});

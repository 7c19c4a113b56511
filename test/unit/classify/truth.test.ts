import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Classification, Classifier, type Reading, readingsOf } from '../../../src/classify';
import { quantityWords } from '../../../src/classify/names/lexicon/wordEntries';
import { LANGUAGES } from '../../../src/symbols/vocabulary';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';
import { FIELD_CORPORA } from '../../harness/fieldNames';

const STRONG = 3;
const classifier = new Classifier();

/** Words that name a measured quantity wherever they are, with a number as its value. */
const sureWords = [...quantityWords(LANGUAGES)]
  .filter(({ quantities, strength }) => strength === STRONG && quantities[0]?.values === 'number')
  .map(({ word }) => word)
  // These identify a form that knows more about its fields.
  .filter((word) => !/^(?:aenergy|apower|act power)$/.test(word))
  .filter((word) => /^[a-z ]{4,}$/.test(word) && classifier.classify('x', { [word]: 21.5 }).by === 'payload');

const aSureName = fc
  .tuple(fc.constantFrom(...sureWords), fc.constantFrom('_', '-', ' '))
  .map(([word, between]) => word.split(' ').join(between));
const aCode = fc.stringMatching(/^(?:WH|KA|MA|PA|kw|mw|GB)[1-9]\d{0,2}$/);
const aMystery = fc.constantFrom('zircon', 'flurb', 'gnomon', 'quux', 'DT');
const aNumber = fc
  .double({ min: 5, max: 90, noNaN: true })
  .map((value) => Math.round(value * 10) / 10 + 0.05);

/** Texts that are not numbers, switch states, times or units. */
const aText = fc.constantFrom(
  'heat',
  'north wall',
  'charged',
  'n/a',
  'eco mode',
  'Kiel',
  'v1.2-beta',
  'idle',
);

/** What matters about a reading, wherever it is. */
function essence({ classification: { quantity, unit, kind, name } }: Reading): string {
  return [name, quantity, unit, kind].join(' ');
}

/** The answers for the fields of a payload, by the last level of their paths. */
function essences(topic: string, payload: unknown): Map<string, string> {
  return new Map(
    (readingsOf(classifier, topic, payload) ?? []).map((reading) => [
      reading.leaf.path.slice(reading.leaf.path.lastIndexOf('/') + 1),
      essence(reading),
    ]),
  );
}

describe('the answer for a field', () => {
  const fields = fc.dictionary(aSureName, aNumber, { minKeys: 1, maxKeys: 4 });

  it('is the same with an extra field, below a device code, and in a list or an object', () => {
    assertProperty(
      fc.property(fields, aMystery, aCode, fc.oneof(aNumber, aText), (payload, mystery, code, other) => {
        const expected = essences('plant/node', payload);
        const around: readonly (readonly [topic: string, payload: unknown])[] = [
          ['plant/node', { ...payload, [mystery]: other }],
          ['plant/node', { [mystery]: other, ...payload }],
          [`plant/${code}`, payload],
          [`plant/${code}/node`, payload],
          ['plant/node', { items: [payload] }],
          ['plant/node', { box: payload }],
        ];
        for (const [topic, given] of around) {
          const found = essences(topic, given);
          for (const [key, of] of expected)
            assert.equal(found.get(key), of, `${key} in ${JSON.stringify(given)}`);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('has no quantity if there are only a code and an unknown name', () => {
    assertProperty(
      fc.property(aCode, aMystery, aNumber, (code, mystery, value) => {
        assert.equal(classifier.classify(`yard/${code}/x`, value).quantity, undefined);
        const [reading] = readingsOf(classifier, `energy/${code}`, { [mystery]: value }) ?? [];
        assert.equal(reading?.classification.quantity, undefined);
      }),
    );
  });
});

describe('a text', () => {
  it('is never a measured quantity, whatever its name', () => {
    assertProperty(
      fc.property(
        fc.array(aSureName, { minLength: 1, maxLength: 3 }),
        aSureName,
        aText,
        (levels, key, text) => {
          const topic = levels.join('/');
          assert.equal(classifier.classify(topic, text).quantity, undefined);
          assert.equal(classifier.classify(topic, { [key]: text }).quantity, undefined);
          for (const { classification } of readingsOf(classifier, topic, { [key]: text }) ?? [])
            assert.equal(classification.quantity, undefined);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});

describe('the head of a name', () => {
  it('decides, not the words after at, of, for or during', () => {
    const relations = fc.constantFrom('at', 'of', 'for', 'during', 'while', 'since', 'until', 'after', 'per');
    assertProperty(
      fc.property(aSureName, relations, aSureName, (head, relation, other) => {
        const alone = classifier.classify('x/node', { [head]: 21.5 });
        const long = classifier.classify('x/node', { [`${head}_${relation}_${other}`]: 21.5 });
        assert.deepEqual([long.name, long.quantity], [alone.name, alone.quantity]);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('every answer', () => {
  /** Letters and digits alone, so that a word is found in any spelling. */
  const squash = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const met = FIELD_CORPORA.flatMap(({ rows }) =>
    rows.map(({ topic, question }) => ({
      topic,
      payload: question.ask === 'field' ? { [question.name]: question.value } : question.payload,
    })),
  );

  function assertReason({ by, match }: Classification, topic: string, payload: unknown): void {
    assert.equal(match === '', by === 'fallback', `${by} ${match}`);
    if (match === 'unit' || !/^[\w ./:-]*$/.test(match)) return;
    const all = squash(`${topic} ${JSON.stringify(payload)}`);
    assert.ok(
      match.split('/').every((level) => all.includes(squash(level))),
      `${match} in ${topic} ${JSON.stringify(payload)}`,
    );
  }

  it('has a reason found in the message', () => {
    for (const { topic, payload } of met) {
      assertReason(classifier.classify(topic, payload), topic, payload);
      for (const { leaf, classification } of readingsOf(classifier, topic, payload) ?? []) {
        // A field defined by its form need not contain the reason.
        if (leaf.means === undefined) assertReason(classification, topic, payload);
      }
    }
  });
});

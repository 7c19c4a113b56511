import assert from 'node:assert/strict';
import { Classifier } from '../../../../src/classify';
import { LANGUAGES } from '../../../../src/symbols/vocabulary';

const classifier = new Classifier();

const words = LANGUAGES.flatMap(({ modifiers }) => modifiers?.setpoint ?? []);

function kindOf(topic: string): string {
  const { classification, candidates } = classifier.explain(topic, 21.5);
  return `${candidates[0]?.says} ${classification.quantity} ${classification.name}`;
}

describe('a word for a set point', () => {
  it('exists in at least six languages', () => {
    assert.ok(words.length > 50);
  });

  for (const word of words) {
    it(`marks a set point above and below a quantity: ${word}`, () => {
      const level = word.replaceAll(' ', '_');
      const topics = [
        `room/temperature/${level}`,
        `room/${level}/temperature`,
        `room/${level.toUpperCase()}/temperature`,
      ];
      for (const topic of topics) assert.equal(kindOf(topic), 'setpoint temperature SENSOR_THRESHOLD', topic);
    });
  }

  it('marks none if it forms a phrase with the quantity', () => {
    for (const topic of ['engine/boost/pressure', 'engine/boost_pressure', 'radar/target/distance'])
      assert.match(kindOf(topic), /^reading /, topic);
  });

  it('marks a set point in the language of the quantity', () => {
    for (const topic of [
      'kamer/gewenst/temperatuur',
      'stanza/impostata/temperatura',
      'zimmer/soll/temperatur',
    ])
      assert.equal(kindOf(topic), 'setpoint temperature SENSOR_THRESHOLD', topic);
  });
});

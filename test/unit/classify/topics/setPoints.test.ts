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
  it('is one in six languages at least', () => {
    assert.ok(words.length > 50);
  });

  for (const word of words) {
    it(`says so above a quantity and below it: ${word}`, () => {
      const level = word.replaceAll(' ', '_');
      const topics = [
        `room/temperature/${level}`,
        `room/${level}/temperature`,
        `room/${level.toUpperCase()}/temperature`,
      ];
      for (const topic of topics) assert.equal(kindOf(topic), 'setpoint temperature SENSOR_THRESHOLD', topic);
    });
  }

  it('is no set point where it makes a phrase with the quantity', () => {
    for (const topic of ['engine/boost/pressure', 'engine/boost_pressure', 'radar/target/distance'])
      assert.match(kindOf(topic), /^reading /, topic);
  });

  it('says so in words of the quantity’s own language', () => {
    for (const topic of [
      'kamer/gewenst/temperatuur',
      'stanza/impostata/temperatura',
      'zimmer/soll/temperatur',
    ])
      assert.equal(kindOf(topic), 'setpoint temperature SENSOR_THRESHOLD', topic);
  });
});

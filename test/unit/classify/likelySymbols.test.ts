import assert from 'node:assert/strict';
import { Classifier, likelySymbols } from '../../../src/classify';

const classifier = new Classifier();

describe('the symbols proposed for an unrecognized topic', () => {
  it('begin with the possible meanings of its words, even without evidence', () => {
    assert.equal(likelySymbols(classifier, 'site/p', 3.5)[0], 'SENSOR_PRESSURE');
    assert.equal(likelySymbols(classifier, 'site/WH45', 3.5).includes('SENSOR_POLL'), true);
    assert.equal(likelySymbols(classifier, 'x/y', { t: 812.5 })[0], 'SENSOR_TEMP');
  });

  it('continue with common symbols for such a value, and end with the fallback', () => {
    assert.deepEqual(likelySymbols(classifier, 'x/zircon', 'ON'), [
      'ACTUATOR_RELAY_SET',
      'GPIO_STATE',
      'METRICS_EVENT',
      'SENSOR_POLL',
    ]);
    assert.equal(likelySymbols(classifier, 'x/zircon', 12.5)[0], 'METRICS_GAUGE_SET');
    assert.equal(likelySymbols(classifier, 'x/zircon', '{"flurb":"quux"}').at(-1), 'SENSOR_POLL');
  });

  it('include the symbols of fields that lost, and each symbol only once', () => {
    const found = likelySymbols(classifier, 'x/y', '{"flurb":4.5,"Relay":"OFF","motor":1}');
    assert.equal(new Set(found).size, found.length);
    assert.deepEqual(found.slice(0, 2).sort(), ['ACTUATOR_MOTOR_START', 'ACTUATOR_RELAY_SET']);
  });
});

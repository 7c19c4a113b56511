import assert from 'node:assert/strict';
import { Classifier, likelySymbols } from '../../../src/classify';

const classifier = new Classifier();

describe('the symbols proposed for a topic that nothing recognises', () => {
  it('begin with what its words may mean, though nothing supports them', () => {
    assert.equal(likelySymbols(classifier, 'site/p', 3.5)[0], 'SENSOR_PRESSURE');
    assert.equal(likelySymbols(classifier, 'site/WH45', 3.5).includes('SENSOR_POLL'), true);
    assert.equal(likelySymbols(classifier, 'x/y', { t: 812.5 })[0], 'SENSOR_TEMP');
  });

  it('go on with what such a value often is, and end with the fallback', () => {
    assert.deepEqual(likelySymbols(classifier, 'x/zircon', 'ON'), [
      'ACTUATOR_RELAY_SET',
      'GPIO_STATE',
      'METRICS_EVENT',
      'SENSOR_POLL',
    ]);
    assert.equal(likelySymbols(classifier, 'x/zircon', 12.5)[0], 'METRICS_GAUGE_SET');
    assert.equal(likelySymbols(classifier, 'x/zircon', '{"flurb":"quux"}').at(-1), 'SENSOR_POLL');
  });

  it('hold each symbol once, and those of fields that lost', () => {
    const found = likelySymbols(classifier, 'x/y', '{"flurb":4.5,"Relay":"OFF","motor":1}');
    assert.equal(new Set(found).size, found.length);
    assert.deepEqual(found.slice(0, 2).sort(), ['ACTUATOR_MOTOR_START', 'ACTUATOR_RELAY_SET']);
  });
});

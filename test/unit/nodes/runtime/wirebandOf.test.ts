import assert from 'node:assert/strict';
import { wirebandOf, withDelta } from '../../../../nodes/runtime/wirebandOf';
import { Classifier } from '../../../../src/classify';

describe('the wireband property of a message', () => {
  const classifier = new Classifier();

  it("is a separate copy of the classifier's answer, without absent fields", () => {
    for (const [topic, payload] of [
      ['a/temperature', 21],
      ['a/b', { temperature: 21, unit: 'C' }],
      ['a/b', { value: 3, unit: 'furlong' }],
      ['x', 'y'],
    ] as const) {
      const found = classifier.classify(topic, payload);
      const wireband = wirebandOf(found);
      assert.deepEqual(wireband, found);
      assert.deepEqual(Object.keys(wireband).sort(), Object.keys(found).sort());
      assert.notEqual(wireband, found);
      assert.ok(!Object.isFrozen(wireband));
    }
  });

  it('keeps properties of other nodes when the filter adds its own, without changing the original', () => {
    const theirs = Object.freeze({ name: 'SENSOR_TEMP', mine: { a: 1 }, delta: 'old' });
    const delta = { reason: 'value', suppressed: 2 };
    assert.deepEqual(withDelta(theirs, delta), { name: 'SENSOR_TEMP', mine: { a: 1 }, delta });
    for (const nothing of [undefined, null, 7, true]) assert.deepEqual(withDelta(nothing, delta), { delta });
  });
});

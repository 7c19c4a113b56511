import assert from 'node:assert/strict';
import { BoundedTopics } from '../../../../src/classify/cache/BoundedTopics';

describe('a bounded map of topics', () => {
  it('keeps a topic in use, however many others come once', () => {
    const topics = new BoundedTopics<number>(10_000);
    topics.set('used', 1);
    for (let i = 0; i < 1000; i++) {
      topics.set(`once/${i}`, i);
      assert.equal(topics.get('used'), 1);
    }
  });

  it('evicts unused topics within two generations of its bytes', () => {
    const topics = new BoundedTopics<number>(10_000);
    const all = Array.from({ length: 1000 }, (_, i) => `once/${i}`);
    for (const [i, topic] of all.entries()) topics.set(topic, i);
    const kept = all.filter((topic) => topics.get(topic) !== undefined);
    assert.ok(kept.length > 0 && kept.length < 90, `${kept.length} topics are kept`);
    assert.equal(kept.at(-1), all.at(-1));
  });

  it('counts values that grow later', () => {
    const topics = new BoundedTopics<number>(10_000);
    topics.set('large', 1);
    topics.grow(20_000);
    topics.set('next', 2);
    topics.grow(20_000);
    topics.set('last', 3);
    assert.equal(topics.get('large'), undefined);
  });
});

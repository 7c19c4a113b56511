import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkTopicFilter, ruleFilter, topicMatches, Unclassified } from '../../../../src/classify';
import { assertProperty } from '../../../harness/assertProperty';

/** The filter of the rule that a click on the listed topic creates. */
function filterFor(topic: string): string | undefined {
  const unclassified = new Unclassified();
  unclassified.add(topic, 1);
  return ruleFilter(unclassified.list()[0]?.topic ?? '');
}

describe('the filter of a rule for a listed topic', () => {
  for (const [what, topic, filter] of [
    ['is the topic itself if possible', 'plant/line 1/x17', 'plant/line 1/x17'],
    ['is the topic even if it begins with $', '$SYS/broker/x', '$SYS/broker/x'],
    ['has + in place of a level with a wildcard', 'a/b+c/#', 'a/+/+'],
    ['has + in place of a level with a control character', 'a/b\nc/d', 'a/+/d'],
    ['has + in place of an outer level with spaces that a field trims', ' a/b/c ', '+/b/+'],
    ['keeps inner spaces', 'a/ b /c', 'a/ b /c'],
    ['keeps the whole levels of a topic that is too long', `a/b/${'c'.repeat(300)}`, 'a/b/#'],
    ['keeps a topic that only looks truncated', 'a/b…', 'a/b…'],
    ['does not exist without a topic', '', undefined],
    ['does not exist for a single level that is too long', 'x'.repeat(300), undefined],
  ] as const) {
    it(what, () => assert.equal(filterFor(topic), filter));
  }

  it('is valid, survives a text field and matches the topic, for any topic', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('/', '+', '#', '\n', ' ', '…', '$', 'a'),
    );
    const topics = fc.array(part, { maxLength: 200 }).map((parts) => parts.join(''));
    assertProperty(
      fc.property(topics, (topic) => {
        const filter = filterFor(topic);
        fc.pre(filter !== undefined);
        checkTopicFilter(filter);
        assert.equal(filter.replace(/[\r\n]/g, '').trim(), filter);
        if (!topic.startsWith('$') || filter.startsWith('$')) assert.ok(topicMatches(filter, topic));
      }),
    );
  });
});

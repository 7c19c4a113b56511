/** An MQTT topic filter that breaks the wildcard rules of MQTT 5, section 4.7.1. */
export class TopicFilterError extends Error {
  override readonly name = 'TopicFilterError';
  constructor(
    readonly filter: string,
    reason: string,
  ) {
    super(`${JSON.stringify(filter)} is not a valid MQTT topic filter: ${reason}`);
  }
}

/** Whether a filter holds wildcards, so that it can match more than the one topic it spells. */
export function hasWildcard(filter: string): boolean {
  return /[+#]/.test(filter);
}

/** The part of a shared subscription that precedes its filter (MQTT 5, section 4.8.2). */
const SHARE = /^\$share\/[^/+#]+\//;

/** @throws {TopicFilterError} if this is neither a topic filter nor a shared subscription, `$share/group/filter`. */
export function checkSubscription(filter: string): void {
  checkTopicFilter(filter.replace(SHARE, ''));
}

/** @throws {TopicFilterError} if `+` or `#` is where MQTT does not allow it, or the filter is empty. */
export function checkTopicFilter(filter: string): void {
  if (filter === '') throw new TopicFilterError(filter, 'it is empty.');
  const levels = filter.split('/');
  levels.forEach((level, index) => {
    if (level.includes('#') && (level !== '#' || index !== levels.length - 1)) {
      throw new TopicFilterError(filter, '# must be alone in the last level.');
    }
    if (level.includes('+') && level !== '+') {
      throw new TopicFilterError(filter, '+ must be alone in its level.');
    }
  });
}

/**
 * Matches a topic against an MQTT filter. As MQTT requires, a leading wildcard does not match topics that begin with
 * `$`, and `a/#` also matches `a` (MQTT 5, sections 4.7.1 and 4.7.2).
 */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('#') || filter.startsWith('+'))) return false;
  let f = 0;
  let t = 0;
  for (;;) {
    if (filter[f] === '#') return true;
    const filterEnd = levelEnd(filter, f);
    const topicEnd = levelEnd(topic, t);
    const anyLevel = filter[f] === '+' && filterEnd === f + 1;
    if (!anyLevel && filter.slice(f, filterEnd) !== topic.slice(t, topicEnd)) return false;
    if (topicEnd === topic.length) return filterEnd === filter.length || filter.slice(filterEnd) === '/#';
    if (filterEnd === filter.length) return false;
    f = filterEnd + 1;
    t = topicEnd + 1;
  }
}

function levelEnd(text: string, from: number): number {
  const slash = text.indexOf('/', from);
  return slash === -1 ? text.length : slash;
}

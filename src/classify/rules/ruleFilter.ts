import { MAX_TOPIC_LENGTH } from './Unclassified';

/** Characters that no level of a filter in a text field can have: wildcards, control characters, lone surrogates. */
const UNWRITABLE = /[+#]|\p{Cc}|\p{Cs}/u;

/**
 * The filter of a rule for a topic on the list of those that got the fallback. A level that no filter can spell becomes
 * `+`; a topic that is cut off on the list is matched by its complete levels, with everything below them.
 * @returns undefined if only `#` would be left.
 */
export function ruleFilter(topic: string): string | undefined {
  const isCut = topic.length === MAX_TOPIC_LENGTH && topic.endsWith('…');
  const levels = topic.split('/').map((level) => (UNWRITABLE.test(level) ? '+' : level));
  const last = levels.length - 1;
  // A text field drops the spaces around its text.
  if (levels[0]?.trimStart() !== levels[0]) levels[0] = '+';
  if (levels[last]?.trimEnd() !== levels[last]) levels[last] = '+';
  if (isCut) levels[last] = '#';
  const filter = levels.join('/');
  return filter === '' || filter === '#' ? undefined : filter;
}

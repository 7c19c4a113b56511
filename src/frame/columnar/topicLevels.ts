import { MAX_TOPIC_LEVELS } from './columnarLimits';
import type { Dictionary } from './Dictionary';

/** Text in which JSON escapes nothing. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The levels of a topic, as JSON without the quotes; those beyond the limit stay with the last. */
export function topicLevels(topic: string): string[] {
  // JSON does not escape slashes, so the text can be split after escaping.
  const text = PLAIN.test(topic) ? topic : JSON.stringify(topic).slice(1, -1);
  const levels = text.split('/');
  if (levels.length > MAX_TOPIC_LEVELS) levels.push(levels.splice(MAX_TOPIC_LEVELS - 1).join('/'));
  return levels;
}

/** The node for one topic level of a table. @param cells the level's text in every series. */
export function writeLevels(cells: readonly string[], dictionary: Dictionary): string {
  if (cells.every((cell) => cell === cells[0])) return `"${cells[0] ?? ''}"`;
  return `["text",${cells.map((cell) => dictionary.placeOf(`"${cell}"`)).join()}]`;
}

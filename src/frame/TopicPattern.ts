import { SettingError } from '../settings/SettingError';

type Level =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'named'; readonly name: string };

/** Names for a topic's levels: `site/+room/+device` reads `site/hall/t1` as room `hall`, device `t1`. */
export interface TopicPattern {
  readonly levels: readonly Level[];
  /** Whether further levels may follow (`#`). */
  readonly isOpen: boolean;
}

const EXPECTED = 'use a pattern such as site/+room/+device, with # only at the end.';

/** @throws {SettingError} */
export function parseTopicPattern(text: string): TopicPattern {
  const parts = text.split('/');
  const isOpen = parts.at(-1) === '#';
  const levels = (isOpen ? parts.slice(0, -1) : parts).map(parseLevel(text));
  const names = levels.flatMap((level) => (level.kind === 'named' ? level.name : []));
  if (new Set(names).size < names.length) throw new SettingError('topicTags', text, 'use each name once.');
  return { levels, isOpen };
}

function parseLevel(pattern: string): (part: string) => Level {
  return (part) => {
    if (part === '+') return { kind: 'any' };
    if (part.startsWith('+')) return { kind: 'named', name: part.slice(1) };
    if (part.includes('#')) throw new SettingError('topicTags', pattern, EXPECTED);
    return { kind: 'literal', text: part };
  };
}

/** The named levels of a topic, by the first pattern that matches it; empty if none does. */
export function namedLevels(
  patterns: readonly TopicPattern[],
  topic: string,
): readonly (readonly [name: string, level: string])[] {
  if (patterns.length === 0) return [];
  const given = topic.split('/');
  const pattern = patterns.find((candidate) => fits(candidate, given));
  return (
    pattern?.levels.flatMap((level, index) => {
      const text = given[index];
      return level.kind === 'named' && text !== undefined ? [[level.name, text] as const] : [];
    }) ?? []
  );
}

function fits({ levels, isOpen }: TopicPattern, given: readonly string[]): boolean {
  if (isOpen ? given.length < levels.length : given.length !== levels.length) return false;
  return levels.every((level, index) => level.kind !== 'literal' || level.text === given[index]);
}

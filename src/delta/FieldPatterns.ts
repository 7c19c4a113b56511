import { SettingError } from '../settings/SettingError';

interface FieldPattern {
  /** One per level, last first. */
  readonly levels: readonly ((name: string) => boolean)[];
  readonly fromTop: boolean;
}

/**
 * Field paths as users write them: `rssi` is a field of this name at any depth, `wifi.rssi` one below `wifi`, `.time`
 * one at the top only. `*` stands for any part of a name. Case is ignored.
 */
export class FieldPatterns {
  private readonly patterns: readonly FieldPattern[];

  /**
   * @param given a list, or comma-separated text.
   * @throws {SettingError} for anything else, or an empty path.
   */
  constructor(setting: string, given: unknown) {
    this.patterns = listed(setting, given).map((path) => toPattern(setting, path));
  }

  get isEmpty(): boolean {
    return this.patterns.length === 0;
  }

  /** @param path names from the top down to the field itself; empty for a payload without fields. */
  matches(path: readonly string[]): boolean {
    return this.patterns.some(({ levels, fromTop }) => {
      if (fromTop ? levels.length !== path.length : levels.length > path.length) return false;
      return levels.every((isName, fromEnd) => isName(path.at(-1 - fromEnd) ?? ''));
    });
  }
}

function listed(setting: string, given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given;
  if (typeof given !== 'string') throw new SettingError(setting, given, 'use a list, or text with commas.');
  return given
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function toPattern(setting: string, given: unknown): FieldPattern {
  const path = typeof given === 'string' ? given.trim() : '';
  const fromTop = path.startsWith('.');
  const names = (fromTop ? path.slice(1) : path).split('.');
  if (names.includes('')) {
    throw new SettingError(setting, given, 'name a field, such as rssi, wifi.rssi or .time.');
  }
  return { fromTop, levels: names.reverse().map(nameMatcher) };
}

/** Compares the parts between `*` one after the other, which takes no longer for a malicious pattern. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const [start = '', ...rest] = pattern.toLowerCase().split('*');
  const end = rest.pop();
  if (end === undefined) return (name) => name.length === start.length && name.toLowerCase() === start;
  return (name) => {
    const text = name.toLowerCase();
    if (!text.startsWith(start)) return false;
    let from = start.length;
    for (const part of rest) {
      const found = text.indexOf(part, from);
      if (found === -1) return false;
      from = found + part.length;
    }
    return text.length >= from + end.length && text.endsWith(end);
  };
}

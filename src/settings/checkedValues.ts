import { SettingError } from './SettingError';

export interface NumberRule {
  readonly default: number;
  readonly min: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/**
 * Reads a number that may be text, as in a flow file or an environment variable. A missing or empty value means the
 * default.
 * @throws {SettingError} if it is not a finite number within the rule.
 */
export function numberSetting(setting: string, value: unknown, rule: NumberRule): number {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    return rule.default;
  }
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  const max = rule.max ?? Number.MAX_SAFE_INTEGER;
  const whole = !rule.integer || Number.isInteger(number);
  if (!Number.isFinite(number) || !whole || number < rule.min || number > max) {
    const kind = rule.integer ? 'a whole number' : 'a number';
    const isOpen = rule.max === undefined && !(number > max);
    const range = isOpen ? `of at least ${rule.min}` : `from ${rule.min} to ${max}`;
    throw new SettingError(setting, value, `use ${kind} ${range}.`);
  }
  return number;
}

/** Reads one of a few words; a missing or empty value means the default. @throws {SettingError} for any other. */
export function choiceSetting<T extends string>(
  setting: string,
  value: unknown,
  choices: readonly T[],
  byDefault: T,
): T {
  if (value === undefined || value === null || value === '') return byDefault;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new SettingError(setting, value, `use ${choices.join(' or ')}.`);
  return chosen;
}

/** Reads a flag, possibly as text; a missing or empty value means the default. @throws {SettingError} for any other. */
export function flagSetting(setting: string, value: unknown, byDefault: boolean): boolean {
  if (value === undefined || value === null || value === '') return byDefault;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new SettingError(setting, value, 'use true or false.');
}

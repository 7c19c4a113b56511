import { SettingError } from '../../settings/SettingError';

/** A property that a response must have, `result.ok=true`. */
export interface SuccessCondition {
  readonly path: readonly string[];
  /** The value as text. */
  readonly value: string;
}

/** What a backend answers after accepting a batch, as configured by the user. Plain data. */
export interface SuccessRule {
  /** Ranges of HTTP statuses. */
  readonly statuses: readonly (readonly [from: number, to: number])[];
  /** All of them must hold; if there are none, a response must not deny its success. */
  readonly conditions: readonly SuccessCondition[];
}

/** 206 means that part of the response is missing; from 207 on, the body says what became of the request. */
export const SUCCESS_STATUSES = [[200, 205]] as const;

const STATUSES = /^([2-5]\d\d)(?:\s*-\s*([2-5]\d\d))?$/;
const CONDITION = /^([^=\s.]+(?:\.[^=\s.]+)*)\s*=\s*(\S.*)$/;

const EXPECTED = 'use statuses and, optionally, a property of the response: 200-204, result.ok=true.';

/**
 * Reads comma-separated statuses and properties: `200-204, ok=true`. Without a status, the default ones apply.
 * @throws {SettingError} for anything else.
 */
export function parseSuccess(given: string): SuccessRule {
  const statuses: [number, number][] = [];
  const conditions: SuccessCondition[] = [];
  for (const term of given.split(',').map((text) => text.trim())) {
    if (term === '') continue;
    const [, from, to = from] = STATUSES.exec(term) ?? [];
    const [, path, value] = CONDITION.exec(term) ?? [];
    if (from !== undefined && Number(from) <= Number(to)) statuses.push([Number(from), Number(to)]);
    else if (path !== undefined && value !== undefined) conditions.push({ path: path.split('.'), value });
    else throw new SettingError('success', given, EXPECTED);
  }
  return { statuses: statuses.length > 0 ? statuses : SUCCESS_STATUSES, conditions };
}

export function isSuccessStatus(status: number, { statuses }: Pick<SuccessRule, 'statuses'>): boolean {
  return statuses.some(([from, to]) => status >= from && status <= to);
}

/** The first condition that a response does not meet, as text; undefined if it meets all of them. */
export function missedCondition(value: unknown, { conditions }: SuccessRule): string | undefined {
  const missed = conditions.find((condition) => textAt(value, condition.path) !== condition.value);
  return missed && `${missed.path.join('.')}=${missed.value}`;
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return typeof found === 'object' && found !== null ? undefined : String(found);
}

import type { LeftOutReason } from '../BatchFormat';
import type { TextValues } from '../formatOptions';
import { type PayloadLeaf, payloadLeaves } from '../payloadLeaves';
import { fieldName, floatValue, textValue } from './lineText';

/** One field of a point. */
export interface PointField {
  /** Not escaped. */
  readonly name: string;
  readonly type: 'float' | 'string' | 'boolean';
  /** The value as written. */
  readonly text: string;
}

export interface PointFieldRules {
  /** Field name of a single-value payload, and prefix of the field names of a list. */
  readonly root: string;
  /** Names of tags, and names that the engines reserve. */
  readonly taken: ReadonlySet<string>;
  readonly textValues: TextValues;
}

const ENDS: Readonly<Record<PointField['type'], string>> = { float: '', string: '_text', boolean: '_bool' };

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * The fields of a payload. A field's name is its path, joined by `_`. For text `_text` is appended, for a boolean
 * `_bool`, because the engines require one type per name and devices do not agree; numbers are floats for the same
 * reason.
 * @param onLeftOut called for each value that is left out.
 */
export function pointFields(
  payload: unknown,
  rules: PointFieldRules,
  onLeftOut: (reason: LeftOutReason) => void,
): PointField[] {
  const isList = Array.isArray(payload);
  const seen = new Set<string>();
  const fields: PointField[] = [];
  for (const leaf of payloadLeaves(payload)) {
    const field = toField(leaf, rules, isList);
    if (typeof field === 'string') onLeftOut(field);
    else if (seen.has(field.name)) onLeftOut('duplicate');
    else {
      seen.add(field.name);
      fields.push(field);
    }
  }
  return fields;
}

function toField(
  { path, value }: PayloadLeaf,
  { root, taken, textValues }: PointFieldRules,
  isList: boolean,
): PointField | LeftOutReason {
  const base = (isList || path.length === 0 ? [root, ...path] : path).join('_');
  switch (typeof value) {
    case 'undefined':
      return 'too_deep';
    case 'number':
      return Number.isFinite(value) ? named(base, 'float', floatValue(value), taken) : 'not_finite';
    case 'boolean':
      return named(base, 'boolean', String(value), taken);
    case 'string':
      return textField(base, value, taken, textValues);
    case 'object':
      return 'empty';
  }
}

function textField(
  base: string,
  value: string,
  taken: ReadonlySet<string>,
  textValues: TextValues,
): PointField | LeftOutReason {
  if (textValues === 'omit') return 'text';
  if (textValues === 'numbers' && NUMBER.test(value) && Number.isFinite(Number(value))) {
    return named(base, 'float', floatValue(Number(value)), taken);
  }
  const text = textValue(value);
  return text === undefined ? 'unwritable' : named(base, 'string', text, taken);
}

/**
 * Endings of other types. No number's name has one, so that a name tells the type whatever devices send.
 */
const OF_OTHER_TYPE = /_(text|bool)$/;

function named(
  base: string,
  type: PointField['type'],
  text: string,
  taken: ReadonlySet<string>,
): PointField | LeftOutReason {
  const end = ENDS[type];
  const isTaken = (given: string) =>
    taken.has(given + end) || (type === 'float' && OF_OTHER_TYPE.test(given));
  let own = base;
  while (isTaken(own)) own += '_value';
  const name = own + end;
  return fieldName(name) === undefined ? 'unwritable' : { name, type, text };
}

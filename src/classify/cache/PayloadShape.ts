import { isPlainText } from '../values/knownValue';
import { valueKind } from '../values/valueKind';
import { fitsBounds, type NumberBounds } from './WatchedValue';

/** What a value must be for an answer to apply to it as well. */
export type ValueCheck =
  /** Any value of this type: the value itself was not looked at. */
  | { readonly is: 'number' | 'string' | 'boolean' | 'null' }
  | { readonly is: 'bounded'; readonly bounds: NumberBounds }
  /** A text that holds a number. */
  | { readonly is: 'numeric'; readonly bounds: NumberBounds | undefined }
  /** A text that holds neither a number, with or without a unit, nor the state of a switch, nor JSON. */
  | { readonly is: 'plain' }
  | { readonly is: 'switch' }
  | { readonly is: 'same'; readonly value: string | number | boolean }
  | { readonly is: 'object'; readonly shape: PayloadShape };

/** What an object must be for an answer to apply to it: exactly these keys in this order, and values that fit. */
export interface PayloadShape {
  readonly keys: readonly string[];
  readonly checks: readonly ValueCheck[];
}

/** First characters of texts that may hold fields. */
const [OBJECT, LIST] = [0x7b, 0x5b];

/** Whether a text may hold fields of its own. */
export function mayHoldJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === OBJECT || first === LIST;
}

/** Whether an answer applies to this value. @throws what a getter or proxy of the payload throws */
export function fitsCheck(value: unknown, check: ValueCheck): boolean {
  switch (check.is) {
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === check.is;
    case 'bounded':
      return typeof value === 'number' && fitsBounds(value, check.bounds);
    case 'same':
      return value === check.value;
    case 'plain':
      return typeof value === 'string' && !mayHoldJson(value) && isPlainText(value);
    case 'numeric':
      return (
        typeof value === 'string' &&
        valueKind(value) === 'number' &&
        (check.bounds === undefined || fitsBounds(Number(value), check.bounds))
      );
    case 'switch':
      return typeof value === 'string' && valueKind(value) === 'switch';
    case 'null':
      return value === null;
    case 'object':
      return fitsShape(value, check.shape);
  }
}

function fitsShape(value: unknown, { keys, checks }: PayloadShape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  const found = Object.keys(value);
  if (found.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) if (found[i] !== keys[i]) return false;
  const values: readonly unknown[] = Object.values(value);
  for (let i = 0; i < checks.length; i++) {
    const check = checks[i];
    if (check === undefined || !fitsCheck(values[i], check)) return false;
  }
  return true;
}

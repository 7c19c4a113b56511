import { unitOfSpelling } from './unitSpelling';
import { type KnownValue, valueKind } from './valueKind';

/** Longer texts are not a number with a unit. */
const MAX_TEXT = 40;

const MEASURED =
  /^\s*(?<number>[-+]?\d+(?:[.,]\d+)?)(?<space>\s*\*?)(?<unit>[^\d\s.,:;/*+-][^\s:;]{0,11}(?:\s(?:AC|DC))?)\s*$/u;

const LETTER = /^[a-z]/i;

const [SPACE, PLUS, COMMA, MINUS, POINT, SLASH, COLON] = [0x20, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x3a];

/**
 * What is known about a value. A text that holds a number with its unit counts as that number: `21.4 °C`, `1231 mm`.
 */
export function knownValue(value: unknown): KnownValue {
  const kind = valueKind(value);
  return kind === 'text' ? knownText(value) : { kind, value };
}

/** Whether nothing is known about a text except that it is one. */
export function isPlainText(text: string): boolean {
  if (valueKind(text) !== 'text') return false;
  return !beginsWithNumber(text) || measuredText(text) === undefined;
}

function knownText(value: unknown): KnownValue {
  const measured = typeof value === 'string' && beginsWithNumber(value) ? measuredText(value) : undefined;
  return measured ?? { kind: 'text', value };
}

/** Whether a text begins with a number and goes on in a way that no time, address or version does. */
function beginsWithNumber(text: string): boolean {
  let at = text.charCodeAt(0) === MINUS ? 1 : 0;
  const from = at;
  while (at < text.length && at < MAX_TEXT && isOfNumber(text.charCodeAt(at))) at++;
  if (at === from || at === text.length) return false;
  const next = text.charCodeAt(at);
  return next !== MINUS && next !== COLON && next !== SLASH && next > SPACE;
}

/** Whether a character may be part of a number, or of the space around it. */
function isOfNumber(code: number): boolean {
  return (
    (code > SLASH && code < COLON) || code === POINT || code === SPACE || code === COMMA || code === PLUS
  );
}

function measuredText(text: string): KnownValue | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const { number = '', space = '', unit = '' } = MEASURED.exec(text)?.groups ?? {};
  if (unit === '' || !unitOfSpelling(unit)) return undefined;
  const isChoice = space === '' && LETTER.test(unit);
  return { kind: 'number', value: Number(number.replace(',', '.')), unit, isChoice };
}

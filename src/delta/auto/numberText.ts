import { unitOfSpelling } from '../../classify/values/unitSpelling';

/** The number that a text holds, and what follows it. */
export interface NumberText {
  readonly value: number;
  /** The rest of the text after the number: ` °C`; empty for a number alone. */
  readonly rest: string;
}

/** Longer texts are not measured numbers. */
const MAX_TEXT = 40;

/** No leading zeros, which may be the digits of an ID. */
const NUMBER = /^\s*[-+]?(?:0|[1-9]\d{0,14})(?:\.\d{1,17})?(?:[eE][-+]?\d{1,3})?(?![\d.])/;

/** Reads the number that a text holds, with or without a unit: `60.8`, `21.5 °C`. Undefined for any other text. */
export function readNumberText(text: string): NumberText | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const found = NUMBER.exec(text)?.[0];
  if (found === undefined) return undefined;
  const rest = text.slice(found.length);
  const unit = rest.trim();
  if (unit !== '' && !unitOfSpelling(unit)) return undefined;
  return { value: Number(found), rest };
}

/** The number of a text with a known rest; undefined for any other text. */
export function numberWithRest(text: string, rest: string): number | undefined {
  if (!text.endsWith(rest)) return undefined;
  const read = readNumberText(text);
  return read?.rest === rest ? read.value : undefined;
}

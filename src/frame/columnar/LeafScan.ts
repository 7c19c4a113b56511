/** Digits of a decimal number that a double always holds exactly. */
const EXACT_DIGITS = 15;

/**
 * Reads leaves of JSON text: numbers, texts, true, false, null. For a plain decimal, `decimals` at the leaf's index is
 * the number of digits after the point, and `digits` holds its digits; for every other leaf `decimals` is −1, and
 * `texts` holds the leaf as written.
 */
export class LeafScan {
  readonly digits: number[] = [];
  readonly decimals: number[] = [];
  readonly texts: string[] = [];
  protected text = '';
  protected at = 0;

  protected begin(text: string): void {
    this.text = text;
    this.at = 0;
  }

  /** Reads a leaf and moves past it; false if there is none. */
  protected leaf(index: number): boolean {
    const { text, at: from } = this;
    const first = text.charCodeAt(from);
    if (first === MINUS || isDigit(first)) return this.number(index);
    if (first === QUOTE ? !this.string() : !this.word()) return false;
    this.keepText(index, from);
    return true;
  }

  /** Moves past a text in quotes; false if there is none, or one that JSON does not allow. */
  protected string(): boolean {
    const { text, at: from } = this;
    if (text.charCodeAt(from) !== QUOTE) return false;
    let isEscaped = false;
    for (let at = from + 1; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        this.at = at + 1;
        return !isEscaped || isJson(text.slice(from, this.at));
      }
      if (unit < SPACE) return false;
      if (unit === BACKSLASH) {
        isEscaped = true;
        at++;
      }
    }
    return false;
  }

  private word(): boolean {
    const word = WORDS.find((known) => this.text.startsWith(known, this.at));
    if (word === undefined) return false;
    this.at += word.length;
    return true;
  }

  private number(index: number): boolean {
    const { text, at: from } = this;
    const isNegative = text.charCodeAt(from) === MINUS;
    const whole = isNegative ? from + 1 : from;
    let at = whole;
    let unit = text.charCodeAt(at);
    let digits = 0;
    while (isDigit(unit)) {
      digits = digits * 10 + unit - ZERO;
      unit = text.charCodeAt(++at);
    }
    let count = at - whole;
    if (count === 0 || (count > 1 && text.charCodeAt(whole) === ZERO)) return false;
    let decimals = 0;
    if (unit === POINT) {
      unit = text.charCodeAt(++at);
      while (isDigit(unit)) {
        digits = digits * 10 + unit - ZERO;
        unit = text.charCodeAt(++at);
        decimals++;
      }
      if (decimals === 0) return false;
      count += decimals;
    }
    if (unit === UPPER_E || unit === LOWER_E) return this.exponent(index, at);
    this.at = at;
    // -0, and 21.40, which would come back as 21.4, are kept as written.
    const isRewritten = decimals > 0 ? text.charCodeAt(at - 1) === ZERO : isNegative && digits === 0;
    if (isRewritten || count > EXACT_DIGITS) {
      this.keepText(index, from);
    } else {
      this.digits[index] = isNegative ? -digits : digits;
      this.decimals[index] = decimals;
    }
    return true;
  }

  /** @param at position of the E; the digits before it have been read. */
  private exponent(index: number, at: number): boolean {
    const { text, at: from } = this;
    const sign = text.charCodeAt(at + 1);
    const first = sign === MINUS || sign === PLUS ? at + 2 : at + 1;
    let end = first;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end === first) return false;
    this.at = end;
    this.keepText(index, from);
    return true;
  }

  private keepText(index: number, from: number): void {
    this.decimals[index] = -1;
    this.texts[index] = this.text.slice(from, this.at);
  }
}

const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const BACKSLASH = 0x5c;
const LOWER_E = 0x65;
const WORDS = ['true', 'false', 'null'] as const;

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import type { Dictionary } from './Dictionary';
import { cellText, type NumberCells, writeNumbers } from './writeNumbers';

/** The cells of one leaf, in the order in which they were added. */
export class Column implements NumberCells {
  readonly digits: number[] = [];
  readonly decimals: number[] = [];
  readonly texts: string[] = [];

  /** A plain decimal: `digits` ÷ 10^`decimals`. */
  addNumber(digits: number, decimals: number): void {
    this.digits.push(digits);
    this.decimals.push(decimals);
  }

  /** @param text any scalar, as JSON. */
  addText(text: string): void {
    this.digits.push(this.texts.length);
    this.decimals.push(-1);
    this.texts.push(text);
  }

  /** The node that represents this column in a template. @param rows the order of its cells. */
  write(rows: readonly number[], dictionary: Dictionary): string {
    if (this.isConstant()) return cellText(this, 0);
    if (this.texts.length <= rows.length / 2) return writeNumbers(rows, this);
    const cells = rows.map((row) => cellText(this, row));
    const strings = this.texts.filter(isString);
    const comesAgain = new Set(strings).size < strings.length;
    if (!comesAgain || strings.length <= rows.length / 2) return `["each",${cells.join()}]`;
    return `["text",${cells.map((text) => (isString(text) ? dictionary.placeOf(text) : `[${text}]`)).join()}]`;
  }

  private isConstant(): boolean {
    const { digits, decimals, texts } = this;
    const [firstDigits] = digits;
    const [firstDecimals] = decimals;
    if (texts.length > 0) {
      return texts.length === digits.length && texts.every((text) => text === texts[0]);
    }
    for (let row = 1; row < digits.length; row++) {
      if (digits[row] !== firstDigits || decimals[row] !== firstDecimals) return false;
    }
    return true;
  }
}

function isString(text: string): boolean {
  return text.startsWith('"');
}

/**
 * Splits a name into its lowercase words: at everything that is not a letter or digit, and at camelCase boundaries
 * (`livingRoomTemp`, `HTTPServer`). Digits stay with the letters before them (`co2`, `gpio17`).
 */
export function wordsOf(name: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    const boundary = i === name.length || isSeparator(name.charCodeAt(i));
    if (boundary || (i > start && turnsAt(name, i))) {
      if (i > start) words.push(name.slice(start, i).toLowerCase());
      start = boundary ? i + 1 : i;
    }
  }
  return words;
}

/** A word without the device number at its end: `gpio17` → `gpio`; empty for a bare number. */
export function withoutNumber(word: string): string {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end--;
  return word.slice(0, end);
}

function turnsAt(name: string, i: number): boolean {
  const code = name.charCodeAt(i);
  if (!isUpper(code)) return false;
  const before = name.charCodeAt(i - 1);
  if (isLower(before) || isDigit(before)) return true;
  return isUpper(before) && i + 1 < name.length && isLower(name.charCodeAt(i + 1));
}

/** ASCII punctuation, space and control characters; letters of other scripts are part of words. */
function isSeparator(code: number): boolean {
  return code < 0x80 && !isDigit(code) && !isUpper(code) && !isLower(code);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

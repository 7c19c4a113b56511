/**
 * Reads an answer that may be JSON: one value, or one per line.
 * @returns its values, the members of a list apart; none for an answer that is empty or plain text.
 * @throws {Error} for JSON that is cut off or broken: it may say what will then be missing.
 */
export function parseAnswer(text: string): unknown[] {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (!/^[{["\d-]|^(true|false|null)$/.test(body)) return [];
  const whole = parse(body);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  const lines = body.split('\n').map((line) => parse(line.trim()));
  if (lines.length > 1 && !lines.includes(undefined)) return lines;
  if (!/^[{[]/.test(body)) return [];
  throw new Error('it is truncated, or not valid JSON.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

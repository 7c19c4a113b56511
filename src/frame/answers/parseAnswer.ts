/**
 * Reads a response that may be JSON: one value, or one per line.
 * @returns its values, with a list split into its items; none for a response that is empty or plain text.
 * @throws {Error} for JSON that is truncated or broken: it may name events that would go missing unnoticed.
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

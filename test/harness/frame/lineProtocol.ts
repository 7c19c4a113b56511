/**
 * A strict reader of line protocol, written from its published grammar and not from our writer: it refuses whatever
 * two engines might read differently.
 */

export type FieldValue = number | string | boolean;

export interface Point {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: ReadonlyMap<string, FieldValue>;
  /** As written. */
  readonly time: string;
}

/** The points of a body. @throws {Error} for anything that does not match the grammar exactly. */
export function readLineProtocol(body: string): Point[] {
  if (body === '') return [];
  if (!body.endsWith('\n')) throw new Error('the last line has no end');
  return body.slice(0, -1).split('\n').map(readLine);
}

function readLine(line: string): Point {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this test looks for exactly these.
  if (/[\u0000-\u001f\u007f-\u009f]/.test(line)) throw new Error('a control character');
  // Quotes mean nothing before the fields.
  const [key = ''] = splitEscaped(line, ' ');
  const [fields = '', time = '', ...more] = splitOutside(line.slice(key.length + 1), ' ');
  if (more.length > 0) throw new Error(`more than three parts: ${line}`);
  if (!/^-?\d{1,19}$/.test(time)) throw new Error(`no time: ${line}`);
  const [measurement = '', ...tags] = splitEscaped(key, ',');
  if (measurement.startsWith('#')) throw new Error('a comment');
  return {
    measurement: unescaped(measurement, ', '),
    tags: Object.fromEntries(tags.map(readTag)),
    fields: readFields(fields),
    time,
  };
}

function readTag(text: string): [name: string, value: string] {
  const [name, value, ...more] = splitEscaped(text, '=');
  if (!name || !value || more.length > 0) throw new Error(`no tag: ${text}`);
  return [unescaped(name, ',= '), unescaped(value, ',= ')];
}

function readFields(text: string): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  for (const field of splitOutside(text, ',')) {
    const [name = '', ...values] = splitEscaped(field, '=');
    if (name === '' || values.length === 0) throw new Error(`no field: ${field}`);
    if (name.includes('"')) throw new Error(`a quote in a name: ${field}`);
    const key = unescaped(name, ',= ');
    if (fields.has(key)) throw new Error(`twice: ${key}`);
    fields.set(key, readValue(field.slice(name.length + 1)));
  }
  return fields;
}

function readValue(text: string): FieldValue {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.startsWith('"')) {
    const inner = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1];
    if (inner === undefined) throw new Error(`no text: ${text}`);
    return inner.replace(/\\(["\\])/g, '$1');
  }
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text)) throw new Error(`no float: ${text}`);
  return Number(text);
}

/** Splits at a character without a backslash before it, as InfluxDB does. */
function splitEscaped(text: string, at: string): string[] {
  const parts = [''];
  let before = '';
  for (const character of text) {
    if (character === at && before !== '\\') parts.push('');
    else parts.push((parts.pop() ?? '') + character);
    before = character;
  }
  return parts;
}

/** The same, but not inside a quoted string, which begins right after an equals sign. */
function splitOutside(text: string, at: string): string[] {
  const parts = [''];
  let isQuoted = false;
  let before = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (isQuoted && character === '\\') {
      parts.push((parts.pop() ?? '') + text.slice(i, i + 2));
      before = '';
      i++;
      continue;
    }
    if (character === '"' && (isQuoted || before === '=')) isQuoted = !isQuoted;
    if (character === at && !isQuoted && before !== '\\') parts.push('');
    else parts.push((parts.pop() ?? '') + character);
    before = character;
  }
  if (isQuoted) throw new Error(`a text without an end: ${text}`);
  return parts;
}

/** Removes the backslashes before these characters; refuses those that engines read differently. */
function unescaped(text: string, escaped: string): string {
  if (/\\$/.test(text)) throw new Error(`a backslash at the end: ${text}`);
  if (/\\\\/.test(text)) throw new Error(`two backslashes: ${text}`);
  return text.replace(/\\(.)/gu, (pair, character: string) =>
    escaped.includes(character) ? character : pair,
  );
}

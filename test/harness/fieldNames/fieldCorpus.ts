import { FAMILIES, type Family } from '../../../src/symbols';
import type { Expectation, FieldCorpus, FieldRow, FieldValue } from './FieldRow';

const BETWEEN = /\s+\|\s+/;
const FIELD = /^\.(?<name>.*?) = (?<value>.*)$/;

/**
 * Reads a table of labeled names, one per line:
 *
 * - `topic | payload | expected` asks about a message; `*` as expected asks nothing.
 * - `> path | expected` asks about the leaf of the message above whose path is, or ends in, `path`.
 * - `@ topic` names the topic of the fields that follow.
 * - `.name = value | expected` asks about a field, as the only key of a message and as a leaf.
 *
 * Expected is `quantity [unit]` for a reading; `setpoint`, `limit` or `extreme` before a quantity;
 * `command [quantity]`, `alert`, `relay`, `none` (no quantity, no symbol of one), `meta`, a symbol's name or
 * a family. Alternatives are joined by `or`. A unit is checked only if it is named.
 */
export function fieldCorpus(title: string, table: string): FieldCorpus {
  const rows: FieldRow[] = [];
  let topic = '';
  let payload: unknown;
  for (const line of table.split('\n')) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(BETWEEN);
    const [first = '', second = ''] = cells;
    const field = FIELD.exec(first)?.groups;
    if (first.startsWith('@ ')) {
      topic = first.slice(2);
    } else if (first.startsWith('> ')) {
      const path = first.slice(2);
      rows.push({
        topic,
        question: { ask: 'leaf', payload, path },
        text: `${topic} | ${first}`,
        expected: expectationsOf(second),
      });
    } else if (field) {
      const { name = '', value = '' } = field;
      rows.push({
        topic,
        question: { ask: 'field', name, value: fieldValueOf(value) },
        text: `${topic} | ${first}`,
        expected: expectationsOf(second),
      });
    } else {
      const [, text = '', wanted = ''] = cells;
      topic = first;
      payload = payloadOf(text);
      if (wanted === '*') continue;
      rows.push({
        topic,
        question: { ask: 'message', payload },
        text: `${topic} | ${text}`,
        expected: expectationsOf(wanted),
      });
    }
  }
  return { title, rows };
}

function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function fieldValueOf(text: string): FieldValue {
  const value = payloadOf(text);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : text;
}

function expectationsOf(text: string): readonly Expectation[] {
  return text.split(' or ').map(expectationOf);
}

function expectationOf(text: string): Expectation {
  const [first = '', second, third] = text.trim().split(' ');
  switch (first) {
    case '':
      throw new Error('A row lacks what is expected.');
    case 'alert':
    case 'relay':
    case 'none':
    case 'meta':
      return { is: first };
    case 'command':
      return { is: 'command', ...(second !== undefined && { quantity: second }) };
    case 'setpoint':
    case 'limit':
    case 'extreme':
      return { is: first, quantity: second ?? '', ...(third !== undefined && { unit: third }) };
    default:
      if (isFamily(first)) return { is: 'family', family: first };
      if (/^[A-Z_]+$/.test(first)) return { is: 'symbol', name: first };
      return { is: 'reading', quantity: first, ...(second !== undefined && { unit: second }) };
  }
}

function isFamily(word: string): word is Family {
  return FAMILIES.some((family) => family === word);
}

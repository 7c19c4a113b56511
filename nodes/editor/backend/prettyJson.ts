/** Characters per line: as many as fit the dialog. */
const WIDTH = 66;

/** JSON that is nested deeper is shown as it is. */
const MAX_DEPTH = 40;

type Value = { readonly flat: string; readonly items?: readonly Item[]; readonly close?: string };
interface Item {
  /** Includes the colon; empty in a list. */
  readonly key: string;
  readonly value: Value;
}

/**
 * JSON text with line breaks and indentation; a value that fits on one line stays on one. Numbers and text are copied
 * unchanged, because parsing would round numbers.
 * @param text valid JSON.
 */
export function prettyJson(text: string): string {
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  return depthOf(tokens) > MAX_DEPTH ? text : write(read(tokens[Symbol.iterator]()), '', 0);
}

function depthOf(tokens: readonly string[]): number {
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth--;
  }
  return deepest;
}

function read(tokens: Iterator<string, unknown>, first = next(tokens)): Value {
  if (first !== '{' && first !== '[') return { flat: first };
  const close = first === '{' ? '}' : ']';
  const items: Item[] = [];
  for (let token = next(tokens); token !== close && token !== ''; token = next(tokens)) {
    if (token === ',') continue;
    if (first === '[') {
      items.push({ key: '', value: read(tokens, token) });
      continue;
    }
    next(tokens);
    items.push({ key: `${token}: `, value: read(tokens) });
  }
  const inside = items.map(({ key, value }) => key + value.flat).join(', ');
  return { flat: first === '{' && inside !== '' ? `{ ${inside} }` : first + inside + close, items, close };
}

function next(tokens: Iterator<string, unknown>): string {
  const { value } = tokens.next();
  return typeof value === 'string' ? value : '';
}

function write({ flat, items = [], close }: Value, indent: string, taken: number): string {
  if (close === undefined || items.length === 0 || indent.length + taken + flat.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  const lines = items.map(({ key, value }) => `${deeper}${key}${write(value, deeper, key.length)}`);
  return `${close === '}' ? '{' : '['}\n${lines.join(',\n')}\n${indent}${close}`;
}

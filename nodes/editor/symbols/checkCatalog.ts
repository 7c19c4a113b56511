import { parseCode, SymbolCatalog } from '../../../src/symbols';
import { isEnvReference } from '../envReference';
import { text } from '../text';

/** Validates symbol codes given as JSON, name → code; empty means none. Returns true or a reason to show. */
export function checkCatalog(node: EditorNode, value: unknown): true | string {
  const json = String(value ?? '').trim();
  if (json === '' || isEnvReference(json)) return true;
  const overrides = parseObject(json);
  if (!overrides) return text(node, 'error.catalog-json');
  for (const [name, code] of Object.entries(overrides)) {
    if (name.trim() === '') return text(node, 'error.catalog-name');
    if (parseCode(code) === undefined)
      return text(node, 'error.catalog-code', { name, code: JSON.stringify(code) });
  }
  try {
    new SymbolCatalog(overrides);
    return true;
  } catch {
    return text(node, 'error.catalog-shared');
  }
}

function parseObject(json: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(Object(value))) : undefined;
}

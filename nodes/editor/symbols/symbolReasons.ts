import { SymbolCatalog } from '../../../src/symbols';
import { text } from '../text';

const catalog = new SymbolCatalog();

/** Why a symbol is invalid; undefined if it is valid. */
export function reasonAgainstSymbol(node: EditorNode, symbol: string): string | undefined {
  if (symbol === '') return text(node, 'error.symbol-missing');
  return isKnown(symbol) ? undefined : text(node, 'error.symbol-unknown', { symbol });
}

function isKnown(symbol: string): boolean {
  try {
    catalog.resolve(symbol);
    return true;
  } catch {
    return false;
  }
}

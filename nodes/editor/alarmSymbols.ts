import { reasonAgainstSymbol } from './symbolReasons';
import { text } from './text';

/** Why the first bad symbol of a list of alarms cannot be used, with its number; undefined when all can. */
export function reasonAgainstSymbols(node: EditorNode, symbols: readonly string[]): string | undefined {
  for (const [index, symbol] of symbols.entries()) {
    const reason = reasonAgainstSymbol(node, symbol);
    if (reason) return text(node, 'error.alarm-symbol', { n: index + 1, reason });
  }
  return undefined;
}

/** The symbols of a flow file, which may have been written by hand: a list, or text with commas. */
export function readSymbols(value: unknown): string[] {
  const symbols: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
  return symbols.map((symbol) => String(symbol ?? '').trim()).filter((symbol) => symbol !== '');
}

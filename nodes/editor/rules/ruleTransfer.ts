import { reasonAgainstSymbol } from '../symbols/symbolReasons';
import { text } from '../text';
import { reasonAgainstName } from './ruleReasons';
import { RuleTableError, readRuleTable, type TableRow, type TableRule } from './ruleTable';

/** Maximum number of rules that the dialog can show within seconds: each is a row of fields. */
const MAX_RULES = 1000;

/** Errors shown at once. */
const MAX_FAULTS = 5;

/** The imported rules, or the reasons why none were, with line numbers, in words for the user. */
export type ImportedRules =
  | { readonly isGood: true; readonly rules: readonly TableRule[] }
  | { readonly isGood: false; readonly reasons: readonly string[] };

/** Reads rules provided by a user, all of them or none. */
export function importRules(node: EditorNode, table: string): ImportedRules {
  let rows: readonly TableRow[];
  try {
    rows = readRuleTable(table);
  } catch (error) {
    if (!(error instanceof RuleTableError)) throw error;
    const { fault, line, found } = error;
    const reason = text(node, `table-fault.${fault}`, { found: found.slice(0, 40) });
    return { isGood: false, reasons: [text(node, 'table.line', { line, reason })] };
  }
  if (rows.length > MAX_RULES) {
    return { isGood: false, reasons: [text(node, 'table.too-many', { n: rows.length, max: MAX_RULES })] };
  }
  const rules = rows.map((row) => ({ ...row, match: row.match.trim(), symbol: row.symbol.trim() }));
  const reasons = rules.flatMap(({ kind, match, symbol, line }) => {
    const reason = reasonAgainstName(node, kind, match) ?? reasonAgainstSymbol(node, symbol);
    return reason === undefined ? [] : [text(node, 'table.line', { line, reason: reason.slice(0, 200) })];
  });
  if (reasons.length === 0) return { isGood: true, rules };
  const more = reasons.length - MAX_FAULTS;
  const told = reasons.slice(0, MAX_FAULTS);
  return { isGood: false, reasons: more > 0 ? [...told, text(node, 'try.more', { n: more })] : told };
}

import { CATALOG, type CatalogRow, formatCode, SymbolCatalog } from '../../../src/symbols';
import { fieldText, markField, onEdit } from '../fields';
import { reasonAgainstSymbol } from './symbolReasons';

/** The text catalog with the meanings of symbols: one for the dialogs of all nodes. */
const CATALOGUE = '@wireband/node-red-edge/wireband-classify:wireband-classify';

const catalog = new SymbolCatalog();

/** Meaning, code and status of a symbol in one line; empty if no symbol has that name or code. */
export function describeSymbol(node: EditorNode, symbol: string): string {
  const row = findRow(symbol);
  return row ? `${meaningOf(node, row)} · ${formatCode(row.code)} · ${standingOf(node, row)}` : '';
}

/** The meaning of a symbol in the language of the editor; empty for a code without a name. */
export function meaningOf(node: EditorNode, { name }: { readonly name: string }): string {
  return CATALOG.some((row) => row.name === name) ? symbolText(node, `meaning.${name}`) : '';
}

/**
 * Turns a text field into one for a symbol: completes names, codes and meanings, explains the symbol on hover, and
 * marks invalid ones. Returns the marking function, to be called when something else that it depends on has changed.
 * @param isMarked while it returns false, nothing is marked as invalid.
 */
export function symbolField(
  node: EditorNode,
  field: JQuery,
  isRequired: () => boolean,
  isMarked: () => boolean = () => true,
): () => void {
  field.autoComplete({
    minLength: 0,
    search: (typed) => completions(node, typed, readLikely(field.data(LIKELY))),
  });
  const update = () => {
    const symbol = fieldText(field);
    const isLeftOut = symbol === '' && !isRequired();
    const reason = isLeftOut || !isMarked() ? undefined : reasonAgainstSymbol(node, symbol);
    markField(field, reason, describeSymbol(node, symbol));
  };
  onEdit(field, update);
  update();
  return update;
}

/** The key of a field's data that holds its likely symbols. */
const LIKELY = 'wireband-likely';

/** Suggests these symbols first in a field, in order of likelihood. */
export function proposeSymbols(field: JQuery, likely: readonly string[]): void {
  field.data(LIKELY, likely);
}

function readLikely(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.map(String) : [];
}

/** Below 1, so that it only orders equally good matches. */
function likelihood({ name }: CatalogRow, likely: readonly string[]): number {
  const place = likely.indexOf(name);
  return place < 0 ? 0 : 1 - (place + 1) / (likely.length + 1);
}

function symbolText(node: EditorNode, key: string): string {
  return node._(`${CATALOGUE}.${key}`);
}

function findRow(symbol: string): CatalogRow | undefined {
  try {
    const { name } = catalog.resolve(symbol);
    return CATALOG.find((row) => row.name === name);
  } catch {
    return undefined;
  }
}

function standingOf(node: EditorNode, row: CatalogRow): string {
  return row.status === 'published'
    ? symbolText(node, 'catalog.published')
    : symbolText(node, 'catalog.provisional');
}

/** Completions: likely symbols first in an empty field, and first among equal matches of typed text. */
function completions(node: EditorNode, typed: string, likely: readonly string[]): AutoCompleteOption[] {
  const wanted = typed.trim().toLowerCase();
  return CATALOG.map((row) => ({ row, rank: rankOf(node, row, wanted) + likelihood(row, likely) }))
    .filter(({ rank }) => rank >= 1)
    .sort((a, b) => b.rank - a.rank || a.row.code - b.row.code)
    .map(({ row }) => ({ value: row.name, label: optionLabel(node, row) }));
}

/** How well a symbol matches the typed text: 0 not at all, 3 exactly. */
function rankOf(node: EditorNode, row: CatalogRow, wanted: string): number {
  const name = row.name.toLowerCase();
  const code = formatCode(row.code);
  if (wanted === name || wanted === code || `0x${wanted}` === code) return 3;
  if (name.startsWith(wanted)) return 2;
  return [name, code, meaningOf(node, row).toLowerCase()].some((words) => words.includes(wanted)) ? 1 : 0;
}

function optionLabel(node: EditorNode, row: CatalogRow): JQuery {
  const label = $('<div>', { class: 'wireband-symbol-option' });
  $('<div>')
    .append($('<strong>').text(row.name), $('<code>').text(formatCode(row.code)))
    .appendTo(label);
  $('<div>')
    .append($('<small>').text(meaningOf(node, row)), $('<small>').text(standingOf(node, row)))
    .appendTo(label);
  return label;
}

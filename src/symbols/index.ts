export { CATALOG, type CatalogRow, FALLBACK_SYMBOL, FAMILIES, type Family } from './catalog';
export { type EdgeSymbol, formatCode, parseCode, SymbolCatalog, UnknownSymbolError } from './SymbolCatalog';

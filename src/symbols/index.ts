export { FALLBACK_SYMBOL } from '../settings/classify';
export { CATALOG, type CatalogRow, FAMILIES, type Family } from './catalog';
export { type EdgeSymbol, formatCode, parseCode, SymbolCatalog, UnknownSymbolError } from './SymbolCatalog';

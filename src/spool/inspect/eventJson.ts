import { formatCode, SymbolCatalog } from '../../symbols';
import type { SpooledEvent } from './readSpool';

const catalog = new SymbolCatalog();

/** An event as JSON text. Its payload is copied verbatim, so that numbers do not lose digits. */
export function eventJson(spooled: SpooledEvent): string {
  const { topic, symbol, data, time, quantity, unit, alarm } = spooled.event;
  const { name, hex } = catalog.ofCode(symbol);
  const isNamed = name.toLowerCase() !== hex;
  const head = JSON.stringify({ topic, symbol: formatCode(symbol), ...(isNamed ? { name } : {}) });
  const tail = JSON.stringify({
    timestamp: time,
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
    ...(alarm === undefined ? {} : { alarm }),
    ...(spooled.place === 'quarantine' ? { quarantined: true, error: spooled.error } : {}),
  });
  return `${head.slice(0, -1)},"payload":${data},${tail.slice(1)}`;
}

import type { EdgeEvent } from '../../src/frame';
import type { SymbolCatalog } from '../../src/symbols';
import type { ErrorEvent, UplinkEvent } from '../../src/uplink';
import type { OutgoingMessage } from './register';

/** An event as the message that it came from, with what is known about it. */
function messageOf({ topic, symbol, data, time, quantity, unit }: EdgeEvent, catalog: SymbolCatalog) {
  const { hex, name, family } = catalog.ofCode(symbol);
  const found = { symbol, code: hex, name, family };
  const wireband = {
    ...found,
    ...(quantity !== undefined && { quantity }),
    ...(unit !== undefined && { unit }),
  };
  return { topic, payload: JSON.parse(data), timestamp: time, wireband };
}

/** An uplink event as sent on the node's two outputs: first receipts and lifecycle, second quarantined events. */
export function outputsOf(event: UplinkEvent, catalog: SymbolCatalog): (OutgoingMessage | null)[] {
  if (event.event !== 'quarantined') return [{ event: event.event, payload: event.payload }, null];
  const { error, recovered } = event.payload;
  const message = { ...messageOf(event.payload.event, catalog), error: { message: error } };
  return [null, recovered ? { ...message, recovered } : message];
}

/** What Catch nodes get with an error: the message of the quarantined event, or the report of dropped events. */
export function caughtMessage(event: ErrorEvent, catalog: SymbolCatalog): OutgoingMessage {
  return event.event === 'quarantined'
    ? messageOf(event.payload.event, catalog)
    : { event: event.event, payload: event.payload };
}

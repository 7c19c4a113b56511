import type { BatchContext, EdgeEvent, FormatSettings } from '../../../src/frame';
import { makeFormat, readFormatOptions } from '../../../src/frame';
import { SymbolCatalog } from '../../../src/symbols';

export const context: BatchContext = { deviceId: 'gw-7', envelope: 'array', batchId: 'b1' };

export function formatOf(settings: FormatSettings) {
  return makeFormat(readFormatOptions(settings, new SymbolCatalog()));
}

/** An event with a topic and a payload as JSON text; the rest has typical values. */
export function reading(topic: string, data: string, more: Partial<EdgeEvent> = {}): EdgeEvent {
  return { topic, symbol: 0xfc60, data, time: 1_700_000_000_123, bytesIn: 1, ...more };
}

/** The body of a batch in one part, empty if nothing is left to send; what was left out; the number of parts. */
export function encoded(settings: FormatSettings, events: readonly EdgeEvent[], around = context) {
  const { parts, leftOut } = formatOf(settings).encode(events, around);
  return { body: parts[0]?.body ?? '', parts, leftOut };
}

import { encode as encodeMessagePack } from '@msgpack/msgpack';
import {
  type EdgeEvent,
  FORMAT_NAMES,
  type FormatName,
  makeFormat,
  readFormatOptions,
} from '../../src/frame';
import { formatCode, SymbolCatalog } from '../../src/symbols';

/** The encoders that write the batches. */
export const ENCODERS = [...FORMAT_NAMES, 'CBOR rows', 'MessagePack rows'] as const;
export type EncoderName = (typeof ENCODERS)[number];

/** Request bodies of one batch. */
export type Encoder = (events: readonly EdgeEvent[]) => Uint8Array[];

const CONTEXT = { deviceId: 'edge-node', batchId: '0b8e6c1e-6f0a-4c0e-9d3b-2a7d5f4c1b90' };

export async function encoderOf(name: EncoderName): Promise<Encoder> {
  switch (name) {
    case 'CBOR rows': {
      const { encode: encodeCbor } = await import('cborg');
      return (events) => [encodeCbor(events.map(rowOf))];
    }
    case 'MessagePack rows':
      return (events) => [encodeMessagePack(events.map(rowOf))];
    default:
      return formatEncoder(name);
  }
}

function formatEncoder(name: FormatName): Encoder {
  const format = makeFormat(readFormatOptions({ format: name }, new SymbolCatalog()));
  return (events) =>
    format.encode(events, { ...CONTEXT, envelope: 'object' }).parts.map(({ body }) => Buffer.from(body));
}

/** The event of the Wire.Band batch with its payload as a value in place of the frame. */
function rowOf({ topic, symbol, data, time }: EdgeEvent): object {
  return {
    device_id: CONTEXT.deviceId,
    topic,
    symbol: formatCode(symbol),
    data: JSON.parse(data),
    ts: time / 1000,
  };
}

import type { NodeAPI, NodeDef } from 'node-red';
import {
  BodyTooLargeError,
  ColumnarError,
  CompressedTextError,
  type DecodedEvent,
  decodeBody,
} from '../../src/frame';
import { DECODE } from '../../src/settings/decode';
import { type GivenSettings, settingsReader } from '../../src/settings/settingsReader';
import { SymbolCatalog } from '../../src/symbols';
import { type IncomingMessage, registerNode, toError } from '../runtime/register';
import { StatusReporter } from '../runtime/StatusReporter';

type DecodeConfig = NodeDef & GivenSettings<typeof DECODE>;

const catalog = new SymbolCatalog();

function toMessage(event: DecodedEvent, batch: string | undefined) {
  const { id, topic, symbol, data, time, device, quantity, unit } = event;
  const { code, hex, name, family } = catalog.ofCode(symbol);
  return {
    topic,
    payload: data,
    ...(time === undefined ? {} : { timestamp: time }),
    wireband: {
      symbol: code,
      code: hex,
      name,
      family,
      ...(quantity === undefined ? {} : { quantity }),
      ...(unit === undefined ? {} : { unit }),
      device,
      batch,
      id,
    },
  };
}

/** The batch ID given by the sender, if the message comes from an http in node. */
function batchIdOf(message: IncomingMessage): string | undefined {
  const id: unknown = Object(Object(message.req).headers)['idempotency-key'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Tells an uplink what to do: after 415 it continues without compression, after 413 with smaller batches. After 400 it
 * looks for the events that caused the error.
 */
function refusalStatus(error: unknown): 400 | 413 | 415 {
  if (error instanceof CompressedTextError) return 415;
  const isTooLarge = error instanceof BodyTooLargeError;
  return isTooLarge || (error instanceof ColumnarError && error.code === 'limit') ? 413 : 400;
}

const showNothing = () => ({});

export = (RED: NodeAPI): void => {
  registerNode<DecodeConfig>(RED, 'wireband-decode', (node, config) => {
    const read = settingsReader(DECODE, config);
    const output = read('output');
    const limits = { events: read('batchLimit'), bytes: read('maxBytes') };
    const status = new StatusReporter(node);
    // A separate message: Catch and Complete nodes get the request as it came.
    const reply = (message: IncomingMessage, statusCode: number, payload: object) => ({
      ...message,
      statusCode,
      payload,
    });
    return {
      onInput(message, send, done) {
        const batch = batchIdOf(message);
        let events: DecodedEvent[];
        try {
          events = decodeBody(message.payload, batch, limits);
        } catch (error) {
          status.update(() => ({
            fill: 'yellow',
            shape: 'ring',
            text: RED._('wireband-decode.status.refused'),
          }));
          send([null, reply(message, refusalStatus(error), { error: toError(error).message })]);
          throw error;
        }
        status.updateSoon(showNothing);
        const messages = events.map((event) => toMessage(event, batch));
        if (output === 'each') send([messages, null]);
        else send([{ payload: messages }, null]);
        send([null, reply(message, 200, { accepted: events.length })]);
        done();
      },
      onClose: () => status.close(),
    };
  });
};

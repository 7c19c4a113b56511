import { isUtf8 } from 'node:buffer';
import type { IPublishPacket } from 'mqtt';
import type { OutgoingMessage } from './register';

/** How a payload is turned into a value; the names are those of Node-RED's mqtt in. */
export type MqttDatatype = 'auto-detect' | 'auto' | 'utf8' | 'json' | 'buffer' | 'base64';

/** Kinds of content of the media types (MQTT 5) that mqtt in knows. */
const MEDIA_TYPES: Readonly<Record<string, 'text' | 'json' | 'bytes'>> = {
  'text/css': 'text',
  'text/html': 'text',
  'text/plain': 'text',
  'application/json': 'json',
  'application/octet-stream': 'bytes',
  'application/pdf': 'bytes',
  'application/x-gtar': 'bytes',
  'application/x-gzip': 'bytes',
  'application/x-tar': 'bytes',
  'application/xml': 'text',
  'application/zip': 'bytes',
};

/**
 * The message that Node-RED's mqtt in would send for a message from a broker.
 * @throws {SyntaxError} for a payload that has to be JSON and is not.
 */
export function mqttMessage(
  topic: string,
  payload: Buffer,
  { qos, retain, properties }: IPublishPacket,
  datatype: MqttDatatype,
): OutgoingMessage {
  const message: OutgoingMessage = { topic, payload: null, qos, retain };
  if (properties) Object.assign(message, toldBy(properties));
  message.payload = payloadValue(payload, datatype, properties);
  return message;
}

type Properties = NonNullable<IPublishPacket['properties']>;

function toldBy(properties: Properties): Record<string, unknown> {
  const { responseTopic, correlationData, contentType, messageExpiryInterval, userProperties } = properties;
  const { payloadFormatIndicator } = properties;
  const users = Object.entries(userProperties ?? {}).filter(([, value]) => typeof value === 'string');
  return {
    ...(responseTopic && { responseTopic }),
    ...(correlationData && { correlationData: Buffer.from(correlationData) }),
    ...(contentType && { contentType }),
    ...(messageExpiryInterval !== undefined && { messageExpiryInterval }),
    ...(payloadFormatIndicator !== undefined && { payloadFormatIndicator: Boolean(payloadFormatIndicator) }),
    ...(users.length > 0 && { userProperties: Object.fromEntries(users) }),
  };
}

function payloadValue(payload: Buffer, datatype: MqttDatatype, properties: Properties | undefined): unknown {
  switch (datatype) {
    case 'buffer':
      // A copy: the connection keeps its own, to send it again after a deploy.
      return Buffer.from(payload);
    case 'base64':
      return payload.toString('base64');
    case 'utf8':
      return payload.toString();
    case 'json':
      if (!isUtf8(payload)) throw new SyntaxError('The payload is not JSON: it is not text.');
      return JSON.parse(payload.toString());
    case 'auto':
    case 'auto-detect':
      return detectedValue(payload, datatype === 'auto-detect', properties?.contentType);
  }
}

function detectedValue(payload: Buffer, parses: boolean, contentType: string | undefined): unknown {
  const kind = MEDIA_TYPES[contentType?.toLowerCase() ?? ''];
  if (kind === 'bytes') return Buffer.from(payload);
  if (kind === 'text') return payload.toString();
  if (kind === 'json') {
    const value: unknown = JSON.parse(payload.toString());
    return parses ? value : payload.toString();
  }
  if (!isUtf8(payload)) return Buffer.from(payload);
  const text = payload.toString();
  if (!parses) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

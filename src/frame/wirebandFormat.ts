import { formatCode } from '../symbols';
import { type BatchContext, type BatchFormat, wholeBatch } from './BatchFormat';
import type { EdgeEvent } from './event';
import { encodeFrameHex } from './thetaFrame';

type WirebandContext = Pick<BatchContext, 'deviceId' | 'envelope'>;

/** The batch of the Wire.Band edge protocol: one JSON object per event, the frame in hex, the time in seconds. */
export const wirebandFormat: BatchFormat = {
  name: 'wireband',
  contentType: 'application/json',
  answerTypes: ['json', 'text', 'binary'],
  encode: (events, context) => wholeBatch(encodeWireband(events, context)),
};

/** The body of a batch. */
export function encodeWireband(events: readonly EdgeEvent[], context: WirebandContext): string {
  const list = `[${events.map((event) => encodeEvent(event, context)).join(',')}]`;
  return context.envelope === 'array'
    ? list
    : `{"device_id":${JSON.stringify(context.deviceId)},"events":${list}}`;
}

function encodeEvent(event: EdgeEvent, { deviceId }: WirebandContext): string {
  return JSON.stringify({
    device_id: deviceId,
    topic: event.topic,
    symbol: formatCode(event.symbol),
    frame: encodeFrameHex(event.symbol, event.topic, event.data),
    ts: event.time / 1000,
  });
}

import { formatCode } from '../symbols';
import type { BatchContext, BatchFormat } from './BatchFormat';
import type { EdgeEvent } from './event';
import { encodeFrame } from './thetaFrame';

/** The batch of the Wire.Band edge protocol: one JSON object an event, its frame in hex, time in seconds. */
export const wirebandFormat: BatchFormat = {
  name: 'wireband',
  contentType: 'application/json',
  encode(events, context) {
    const list = `[${events.map((event) => encodeEvent(event, context)).join(',')}]`;
    return context.envelope === 'array'
      ? list
      : `{"device_id":${JSON.stringify(context.deviceId)},"events":${list}}`;
  },
};

function encodeEvent(event: EdgeEvent, { deviceId }: BatchContext): string {
  return JSON.stringify({
    device_id: deviceId,
    topic: event.topic,
    symbol: formatCode(event.symbol),
    frame: encodeFrame(event.symbol, event.topic, event.data).toString('hex'),
    ts: event.time / 1000,
  });
}

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
export function encodeWireband(
  events: readonly EdgeEvent[],
  { deviceId, envelope }: WirebandContext,
): string {
  const device = JSON.stringify(deviceId);
  let list = '';
  for (const event of events) list += `${list === '' ? '' : ','}${encodeEvent(event, device)}`;
  return envelope === 'array' ? `[${list}]` : `{"device_id":${device},"events":[${list}]}`;
}

/** Written out, because JSON.stringify() would search the frame for characters to escape, and hex has none. */
function encodeEvent({ topic, symbol, data, time }: EdgeEvent, device: string): string {
  const name = JSON.stringify(topic);
  const frame = encodeFrameHex(symbol, topic, data);
  return `{"device_id":${device},"topic":${name},"symbol":"${formatCode(symbol)}","frame":"${frame}","ts":${time / 1000}}`;
}

export type { BatchContext, BatchFormat, Envelope } from './BatchFormat';
export {
  BodyError,
  DEFAULT_DECODE_LIMITS,
  type DecodedEvent,
  type DecodeLimits,
  decodeBody,
} from './decodeBody';
export type { EdgeEvent } from './event';
export { type DecodedFrame, decodeFrame, encodeFrame, FrameError, type FrameErrorCode } from './thetaFrame';
export { wirebandFormat } from './wirebandFormat';
